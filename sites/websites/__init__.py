"""The portals' websites: what a page looks like in a browser, in any language.

Read `paths.py` first: it declares every address that the websites have. `pages.py` holds the makers of pages
and lists, `frame.py` what surrounds them (header, footer, language switcher, head), `presenters.py` what each
page type says (one function of the page object, so that the preview of an unsaved draft and the published
page share every template), `cards.py` what a page shows in a list, `blocks.py` the pieces of a text.
`feeds.py` and `sitemaps.py` speak to machines, `open_data.py` to people who look for the portal's data.
`feeds.py` and `sitemaps.py` speak to machines. The root of a portal is a list of its languages, for whoever wants none
of them and for servers that cannot choose.

Templates get plain values only and hold loops and words, every word from the catalogues. Two languages meet
on a page and must not be mixed up: that of the *reader* (address, header, labels, dates) and that of the
*words* really shown, which differs on a fallback page. `<html lang>` is the reader's language; where the
interface has no words in it (the languages of the peoples), `<body lang>` says which it uses; every run of
text in another language carries its own `lang`.

The look lives in `static/websites/site.css`: one stylesheet in cascade layers. A portal's theme is a set of
custom properties under `[data-portal]` and the pattern files in `static/websites/cloth/<theme>/`.
"""

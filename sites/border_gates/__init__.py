"""The screens at the gates: which pages they show, drawn as pictures, pulled and checked by a player.

A gate is a fact; here everything begins at the screen. A `Playlist` lists pages in order; a `Screen` at a gate
has a canvas in pixels and an order of languages. Every public page of the playlist becomes one *slide* per
language of the screen in which the page itself exists: a picture, drawn at publishing time, so that what was
approved is pixel for pixel what the wall shows.

`slides/` draws (plain values in, bytes out), for publishers and previews in a process of its own that has bounds
of memory and time (`slides/apart.py`). `drawing.py` collects a page's words for a slide and keeps what was drawn
under the hash of its bytes. A slide that cannot be drawn is left out of its wall and stops none of the others: a
page that is withdrawn must leave the feed whatever else it shows. What may be drawn another time, as when the
process was killed, is tried again after a pause. The picture of a slide asks by itself whether its page is
public, and goes with it even while nobody can tell what a screen shows. `feed.py` is what a player downloads;
`paths.py` declares the addresses. `schedule.py` will say what plays when; the feed is where signatures will
stand.

`static/border_gates/player.js` is the player. It shows no picture before its bytes have the SHA-256 that the feed
names, wherever they came from, goes over to a new feed when that is complete, and keeps feed and pictures in
the browser: it plays on without the server, and with `worker.js` it starts without it. A slide fades in over
the one before, which stays opaque below; two that fade against each other let the ground shine through. It
needs a secure context (HTTPS, or `localhost`), as hashing and keeping do.
"""

"""In which language the root of a portal leads on: what the browser asks for, among what there is.

Plain rules over plain values, for Django and for the server of the tree. Who asks for none of the languages gets the
list of them, which stands in the tree for servers that cannot read `Accept-Language`. nginx and Caddy (`deploy/`) look
at the first four languages that a browser names.
"""

from collections.abc import Collection

from django.utils.translation.trans_real import parse_accept_lang_header


def wanted_language(accepts: str, languages: Collection[str]) -> str | None:
    """Return the one of `languages` that an `Accept-Language` header wants most, or None."""
    asked = [wanted for wanted, weight in parse_accept_lang_header(accepts.lower()) if weight]
    for wanted in asked:
        for code in (wanted, *_scripts_of(wanted), wanted.split("-")[0]):
            if code in languages:
                return code
    return None


def _scripts_of(wanted: str) -> tuple[str, ...]:
    """Chinese is asked for by region or by script."""
    if not wanted.startswith("zh"):
        return ()
    traditional = any(part in wanted for part in ("hant", "tw", "hk", "mo"))
    return ("zh-hant", "zh-hans") if traditional else ("zh-hans", "zh-hant")

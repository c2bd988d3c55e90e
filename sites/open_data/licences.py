"""Under what terms data are given away: one licence for an installation."""

from typing import NamedTuple

from django.conf import settings


class Licence(NamedTuple):
    """A licence by which anybody may use data; `name` is the same in every language."""

    name: str
    url: str
    eu_code: str
    """Its code in the EU's list of licences."""
    asks_for_source: bool


class UnknownLicenceError(LookupError):
    """The setting names a licence that open data cannot have."""


LICENCES = {
    "CC-BY-4.0": Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", "CC_BY_4_0", True),
    "CC0-1.0": Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0", False),
}
"""By their codes in SPDX's list."""


def licence() -> Licence:
    """Return the licence of the installation. Raises UnknownLicenceError when the setting names another one."""
    try:
        return LICENCES[settings.OPEN_DATA_LICENCE]
    except KeyError:
        raise UnknownLicenceError(
            f"OPEN_DATA_LICENCE is {settings.OPEN_DATA_LICENCE!r}. Choose one of {', '.join(LICENCES)}."
        ) from None

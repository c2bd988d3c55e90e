"""The redirects of a host, which stand together in tables that web servers read (`stores/layout.py`)."""

from sites.publishing.models import PublishedPath
from sites.publishing.stores import Store
from sites.publishing.subjects import Redirect


def hosts() -> set[str]:
    """Return the hosts of which something is published."""
    return {path.partition("/")[0] for path in PublishedPath.objects.values_list("path", flat=True)}


def table(host: str) -> dict[str, tuple[str, int]]:
    """Return {path: where it leads and with which status} of what is published of a host."""
    found = PublishedPath.objects.filter(path__startswith=f"{host}/").exclude(target="")
    columns = found.values_list("path", "target", "is_permanent")
    return {
        path.removeprefix(host): Redirect(target, is_permanent).row for path, target, is_permanent in columns
    }


def standing(tree: Store) -> dict[str, tuple[str, int]]:
    """Return {host and path: where it leads and with which status} of what the tables of a tree say."""
    return {host + path: to for host in tree.hosts() for path, to in tree.redirects(host).items()}

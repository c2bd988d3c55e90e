"""What is made again because somebody says so, whether it changed or not."""

from itertools import chain

from wagtail.models import Page, Site

from sites.publishing import claims, index, queue
from sites.publishing.causes import EVERYTHING
from sites.publishing.index import INGREDIENT, PATH, SUBJECT
from sites.publishing.lanes import Lane
from sites.publishing.models import Node
from sites.publishing.redirect_tables import hosts
from sites.publishing.subjects import portal_keys, subject_key, subject_keys


def mark_everything() -> None:
    """Note that everything must be made again; piece by piece, since a portal may have any number of paths."""
    with index.locked():
        nodes = Node.objects.exclude(kind=INGREDIENT).values_list("kind", "key")
        for things in index.pieces(chain(((SUBJECT, key) for key in subject_keys()), nodes.iterator())):
            queue.mark(things, EVERYTHING, are_many=True)
        queue.mark_redirects(hosts(), EVERYTHING, Lane.PORTAL)


def mark_pages(page: Page) -> None:
    """Note that a page in its language and every page below it must be made again; with a home, its portal too."""
    ids = page.get_descendants(inclusive=True).values_list("pk", flat=True)
    subjects = [key for pk in ids if (key := subject_key(Page, pk))]
    homes = Site.objects.filter(root_page__translation_key=page.translation_key)
    subjects += [key for pk in homes.values_list("pk", flat=True) for key in portal_keys(pk)]
    with index.locked():
        paths = claims.paths_of(subjects)
        queue.mark([*((SUBJECT, key) for key in subjects), *((PATH, path) for path in paths)], str(page))

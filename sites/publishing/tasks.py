"""Publishing work that is done by the task worker."""

from django_tasks import task

from sites.publishing.subjects import make, page_paths


@task(priority=-10)  # after everything that somebody waits for
def make_page(page_id: int) -> None:
    """Make every address of a page once, so that the first reader finds its pictures made."""
    for call in page_paths(page_id).values():
        make(call)

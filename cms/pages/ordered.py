"""Rows that hang on a page or a playlist in an order that an editor gives them."""

from wagtail.models import Orderable


class Ordered(Orderable):
    """Rows in the order of their form. Those that were written without one stay as they were added.

    Without the second column PostgreSQL would give them in any order, another one each time.
    """

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "id"]

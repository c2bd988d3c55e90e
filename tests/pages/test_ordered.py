"""The order of what hangs on a page."""

import pytest

from cms.pages.models import Figure
from tests.factories.pages import destination
from tests.factories.portals import portal, section

pytestmark = pytest.mark.django_db


def test_rows_that_nobody_put_in_order_stay_as_they_were_added():
    rows = [
        Figure(kind=kind, value=1, source="VOV4", as_of="2024")
        for kind in ("height-m", "area-ha", "length-km")
    ]
    page = destination(section(portal(languages=("vi",))), figures=rows)
    # PostgreSQL writes a row whose indexed column changes behind the others.
    Figure.objects.filter(page=page, kind="height-m").update(kind="area-km2")
    kinds = [row.kind for row in type(page).objects.get(pk=page.pk).figures.all()]
    assert kinds == ["area-km2", "area-ha", "length-km"]

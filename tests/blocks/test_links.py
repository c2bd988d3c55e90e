import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Page

from cms.blocks.links import CallToActionBlock

BLOCK = CallToActionBlock()
ADDRESS = "https://evisa.gov.vn/"


def cleaned(**values: object) -> dict[str, object]:
    return BLOCK.clean(BLOCK.to_python({"text": "Cách đi", **values}))


@pytest.mark.django_db
def test_a_call_to_action_leads_to_a_page():
    assert cleaned(page=Page.objects.first().pk)["page"] == Page.objects.first()


def test_a_call_to_action_leads_out_of_the_house():
    assert cleaned(url=ADDRESS)["url"] == ADDRESS


def test_a_call_to_action_that_leads_nowhere_is_refused_at_its_address():
    with pytest.raises(StructBlockValidationError) as caught:
        cleaned()
    assert set(caught.value.block_errors) == {"url"}


@pytest.mark.django_db
def test_a_call_to_action_that_leads_to_two_places_is_refused_at_its_address():
    with pytest.raises(StructBlockValidationError) as caught:
        cleaned(page=Page.objects.first().pk, url=ADDRESS)
    assert set(caught.value.block_errors) == {"url"}


def test_an_address_is_one_that_a_browser_opens_and_no_script():
    with pytest.raises(StructBlockValidationError):
        cleaned(url="javascript:alert(1)")

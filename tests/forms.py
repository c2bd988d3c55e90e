"""What a browser sends when somebody fills in a form of the newsroom and presses a button."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.test import Client
from wagtail.blocks.base import BlockField
from wagtail.test.utils.form_data import streamfield


def press(client: Client, address: str, *buttons: str, **changes: Any) -> HttpResponse:
    """Open a form, change some of its fields and press a button (such as `action-publish`)."""
    form = client.get(address).context["form"]
    return client.post(address, {**sent(form), **changes, **dict.fromkeys(buttons, "1")})


def sent(form: forms.BaseForm, streams: dict[str, list[tuple[str, Any]]] | None = None) -> dict[str, Any]:
    """Return what a browser sends for a form as it was shown; `streams` fills StreamFields."""
    data: dict[str, Any] = {}
    for field in form:
        if isinstance(field.field, BlockField):
            data.update(_stream(field.html_name, (streams or {}).get(field.name, [])))
        elif not isinstance(field.field, forms.FileField):
            data.update(_value(field))
    for formset in getattr(form, "formsets", {}).values():
        for part in (formset.management_form, *formset.forms):
            data.update(sent(part))
    return data


def _value(field: forms.BoundField) -> dict[str, Any]:
    value = field.value()
    if isinstance(field.field, forms.BooleanField):
        return {field.html_name: "on"} if value else {}
    if isinstance(value, (list, tuple, set)) or hasattr(value, "values_list"):
        return {field.html_name: [getattr(one, "pk", one) for one in value]}
    shown = field.field.widget.format_value(value)
    return {field.html_name: "" if shown is None else shown}


def _stream(name: str, blocks: list[tuple[str, Any]]) -> dict[str, str]:
    return {f"{name}-{key}": str(value) for key, value in streamfield(blocks).items()}

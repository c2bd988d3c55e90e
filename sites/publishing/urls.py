"""The public addresses in Django: whatever no other part of the installation answers."""

from django.urls import re_path

from sites.publishing.serving import serve, serve_short

urlpatterns = [
    re_path(r"^[sS]/(?P<code>[0-9A-Za-z]{4})/?$", serve_short, name="short_address"),
    re_path(r"^(?P<path>.*)$", serve, name="wagtail_serve"),
]

"""Which addresses Django answers itself: everything else that is public stands in the tree."""

from django.urls import get_resolver

from sites.publishing.serving import serve, serve_short

DYNAMIC = {
    "admin/login/": "signing in",
    "admin/": "the newsroom",
    "accounts/": "signing in",
    "media/pictures/<str:name>": "pictures of drafts; public ones stand in the tree",
    "health": "asked by monitors",
}
"""What is not in the tree, and why."""


def test_whatever_is_public_is_answered_by_the_makers_of_the_tree():
    patterns = {str(found.pattern): found for found in get_resolver().url_patterns}
    [publishing] = [found for pattern, found in patterns.items() if pattern not in DYNAMIC]
    assert {found.callback for found in publishing.url_patterns} == {serve, serve_short}
    assert set(DYNAMIC) <= set(patterns)

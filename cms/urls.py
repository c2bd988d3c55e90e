"""Every address of the installation: the newsroom, signing in, the screens, and the portals."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from cms.operations import health
from media_assets.newsroom import newsroom_picture

urlpatterns = [
    # Wagtail's own page for signing in asks for no second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("media/pictures/<str:name>", newsroom_picture),
    path("health", health.answer, name="health"),
    path("", include("sites.publishing.urls")),
]

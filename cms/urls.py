"""Every address of the installation: the newsroom, signing in, the screens, and the portals."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_file
from wagtail.admin import urls as wagtailadmin_urls

from cms.operations import health

urlpatterns = [
    # Wagtail's own page for signing in asks for no second factor.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    re_path(
        r"^media/pictures/(?P<path>[\w.-]+)$", serve_file, {"document_root": settings.MEDIA_ROOT / "pictures"}
    ),
    path("health", health.answer, name="health"),
    path("", include("sites.publishing.urls")),
]

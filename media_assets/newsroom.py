"""The files of pictures as the newsroom sees them: of drafts, and small ones in its lists.

Whoever has not signed in gets only those that stand in the published tree, from whatever server is in front.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

MAX_AGE_SECONDS = 3600


@require_safe
def newsroom_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer with a file of a picture, for whoever may enter the newsroom; for others it is not there."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return HttpResponseNotFound(headers={"Cache-Control": "no-store"})  # it may be published in a moment
    response: HttpResponseBase = serve(request, name, document_root=settings.MEDIA_ROOT / "pictures")
    response["Cache-Control"] = f"private, max-age={MAX_AGE_SECONDS}"
    return response

"""Where an administrator gives a portal its short host."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from sites.publishing.models import ShortHost


class ShortHostViewSet(ModelViewSet):
    """Which portal has which short host."""

    model = ShortHost
    icon = "link"
    menu_label = _("Short hosts of the portals")
    menu_order = 620
    add_to_settings_menu = True
    list_display = ["site", "host"]
    panels = [FieldPanel("site"), FieldPanel("host")]


@hooks.register("register_admin_viewset")
def short_hosts() -> ShortHostViewSet:
    return ShortHostViewSet("short_hosts")

"""On a developer's machine and for the demo: works with no environment at all."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLOWED_HOSTS as _ALLOWED_HOSTS
from cms.settings.base import INSTALLED_APPS as _INSTALLED_APPS
from cms.settings.base import SECRET_KEY as _SECRET_KEY

SECRET_KEY = _SECRET_KEY or "development only: production refuses a key that starts like this"
INSTALLED_APPS = [*_INSTALLED_APPS, "cms.demo"]
ALLOWED_HOSTS = _ALLOWED_HOSTS or [".localhost", "127.0.0.1"]

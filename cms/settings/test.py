"""For the test suite: real parts, in their quickest honest setting."""

import environ

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES as _DATABASES
from cms.settings.base import INSTALLED_APPS as _INSTALLED_APPS
from cms.settings.base import TEST_DATABASE_URL

SECRET_KEY = "test"  # noqa: S105
INSTALLED_APPS = [*_INSTALLED_APPS, "cms.demo"]
ALLOWED_HOSTS = [".localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": environ.Env.db_url_config(TEST_DATABASE_URL)} if TEST_DATABASE_URL else _DATABASES
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TREE_URL = ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

"""What every installation shares, and the only place that reads the environment."""

from pathlib import Path

import django.conf.locale
import environ

from translations import registry

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[])]

INSTALLED_APPS = [
    "modeltranslation",  # before every app that has translated columns
    "sites.websites",
    "sites.border_gates",
    "sites.open_data",
    "sites.publishing",
    "cms.home",
    "cms.tourism",
    "cms.investment",
    "cms.culture",
    "cms.news",
    "cms.pages",
    "cms.facts",
    "cms.accounts",
    "cms.operations",
    "media_assets",
    "translations",
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.contrib.redirects",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.accounts.middleware.NewsroomPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.middleware.SecondFactorMiddleware",
    "translations.middleware.RefusalMiddleware",
    "translations.guard.TranslationGuardMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'cua-ngo.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A deferred transaction that writes after another process committed fails at once, whatever the timeout.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
TEST_DATABASE_URL = env("TEST_DATABASE_URL", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
TREE_ROOT = VAR_DIR / "tree"
PUBLISHER_LOCK = VAR_DIR / "publisher.lock"
# Told by sites.publishing.caches. Wagtail's app that tells them stays out: it does so before the bytes are there.
WAGTAILFRONTENDCACHE = env.json("WAGTAILFRONTENDCACHE", default={})
TREE_URL = env("TREE_URL", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- people -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "cms.accounts.adapter.NewsroomAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Failures are counted by axes, per name and machine: counted per name alone, anybody could lock its owner out.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cửa Ngõ"
REQUIRE_SECOND_FACTOR = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password"]
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- languages ----------------------------------------------------------------------------------------

LANGUAGE_CODE = registry.SOURCE
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
for _language in registry.LANGUAGES:
    django.conf.locale.LANG_INFO.setdefault(
        _language.code,
        {
            "bidi": False,
            "code": _language.code,
            "name": _language.name_en,
            "name_local": _language.autonym,
        },
    )
# Autonyms, never lazily translated: they may reach migrations. Two languages are called Thái in Vietnamese.
LANGUAGES = [(language.code, language.autonym) for language in registry.LANGUAGES]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [
    BASE_DIR / "translations" / "locale",
    BASE_DIR / "translations" / "overlay" / "wagtail",
    BASE_DIR / "translations" / "overlay" / "libraries",
]
FORMAT_MODULE_PATH = ["translations.formats"]
MODELTRANSLATION_LANGUAGES = registry.CODES
MODELTRANSLATION_DEFAULT_LANGUAGE = registry.SOURCE
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = registry.labelled
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": (registry.SOURCE,),
    **{language.code: language.fallback for language in registry.LANGUAGES if language.fallback},
}

# --- the newsroom -------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Cửa Ngõ"
WAGTAILADMIN_BASE_URL = env("ADMIN_ADDRESS", default="http://cao-bang.localhost:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "translations.approval.publish_reviewed_revision"
WAGTAILIMAGES_IMAGE_MODEL = "media_assets.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media_assets.forms.PictureForm"
WAGTAILIMAGES_RENDITION_STORAGE = "media_assets.hashed_files.HashedFileStorage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []

# --- open data ----------------------------------------------------------------------------------------

OPEN_DATA_LICENCE = env("OPEN_DATA_LICENCE", default="CC-BY-4.0")

# --- mail, logs, headers ------------------------------------------------------------------------------

ADMINS = [(address, address) for address in env.list("ADMINS", default=[])]
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="cua-ngo@localhost")
vars().update(env.email("EMAIL_URL", default="consolemail://"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cms.settings.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "sites.publishing.management": {"level": "INFO"},
        "sites.publishing.progress": {"level": "INFO"},
    },
}
PROXY_TLS_HEADER = env("PROXY_TLS_HEADER", default="")
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews through
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "base-uri": ["'none'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "manifest-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
    },
}

"""Django's settings, derived from `hubung.project.conf`; nothing is decided twice."""

from __future__ import annotations

from csp.constants import NONE, SELF

from hubung.project import conf

SETTINGS = conf.get()
HUBUNG = SETTINGS
HOME = SETTINGS.home

SECRET_KEY = conf.secret_key(HOME)
DEBUG = SETTINGS.debug
ROOT_URLCONF = "hubung.project.urls"
ASGI_APPLICATION = "hubung.project.asgi.application"
AUTH_USER_MODEL = "directory.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "modelsearch",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "hubung.kernel",
    "hubung.ui",
    "hubung.directory",
    "hubung.cases",
    "hubung.channels.web",
    "hubung.channels.email",
    "hubung.desk",
    "hubung.portal",
]

MIDDLEWARE = [
    "hubung.project.middleware.Surroundings",
    "django.middleware.security.SecurityMiddleware",
    "hubung.project.middleware.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hubung.ui.context.ministry",
            ],
        },
    }
]
FORM_RENDERER = "hubung.ui.forms.Renderer"

# Data -------------------------------------------------------------------------------------------
DATABASES = {"default": conf.database(SETTINGS)}
# Rate limits hold only if all processes and nodes count together, so the cache is a table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Language and time ------------------------------------------------------------------------------
LANGUAGE_CODE = SETTINGS.language
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = SETTINGS.ministry.timezone

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
# A report's files stream to disk; this bounds the fields beside them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Security ---------------------------------------------------------------------------------------
ALLOWED_HOSTS = SETTINGS.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SETTINGS.public_url]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SETTINGS.is_https
SECURE_HSTS_SECONDS = 31_536_000 if SETTINGS.is_https else 0
# A reporter's tracking address must not leak to a page that a text links to.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # `data:` for the QR codes, `blob:` for photos shown before they are sent.
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# Logs -------------------------------------------------------------------------------------------
LOGGING_CONFIG = "hubung.project.logs.configure"
LOGGING = {"format": SETTINGS.log.format, "level": SETTINGS.log.level}

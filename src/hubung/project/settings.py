"""Django's settings, derived from `hubung.project.conf`; nothing is decided twice."""

from __future__ import annotations

from hubung.project import conf

SETTINGS = conf.get()
HUBUNG = SETTINGS
HOME = SETTINGS.home

SECRET_KEY = conf.secret_key(HOME)
DEBUG = SETTINGS.debug
ALLOWED_HOSTS = ["*"]
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
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
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
            ],
        },
    }
]

DATABASES = {"default": conf.database(SETTINGS)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = SETTINGS.language
LANGUAGES = [("id", "Indonesia"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = SETTINGS.ministry.timezone

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"

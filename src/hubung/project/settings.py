"""Django's settings, derived from `hubung.project.conf`; nothing is decided twice."""

from __future__ import annotations

from csp.constants import NONE, SELF

from hubung.project import conf, database

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
    "django_tasks",
    "django_tasks_db",
    "csp",
    "hubung.kernel",
    "hubung.ui",
    "hubung.directory",
    # Before allauth, whose templates and words they replace.
    "hubung.directory.accounts",
    "hubung.directory.accounts.provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "hubung.audit",
    "hubung.cases",
    "hubung.telephony",
    "hubung.mail",
    "hubung.channels.web",
    "hubung.channels.email",
    "hubung.channels.phone",
    "hubung.disclosure.grounds",
    "hubung.disclosure.agenda",
    "hubung.disclosure.register",
    "hubung.disclosure.requests",
    "hubung.disclosure.redaction",
    "hubung.insight",
    "hubung.opendata",
    "hubung.search",
    "hubung.privacy",
    "hubung.desk",
    "hubung.api",
    "hubung.open311",
    "hubung.portal",
    "hubung.portal.information",
    "hubung.portal.search",
    "hubung.portal.subscriptions",
    "hubung.portal.members",
    # Before Wagtail, whose templates and words it replaces.
    "hubung.portal.content",
    "hubung.scim",
    # Only what is used: no embeds and no snippets, users and groups are the directory's.
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
]

MIDDLEWARE = [
    "hubung.project.middleware.Surroundings",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "hubung.project.middleware.Telephone",
    "hubung.project.middleware.StaticFiles",
    "hubung.api.middleware.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "hubung.project.middleware.Refusals",
    "hubung.portal.content.editing.middleware.EditorsRoom",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hubung.directory.accounts.middleware.SecondFactor",
    "hubung.directory.accounts.middleware.LastSeen",
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
                "hubung.desk.phone.context.telephone",
            ],
        },
    }
]
FORM_RENDERER = "hubung.ui.forms.Renderer"

# Data -------------------------------------------------------------------------------------------
DATABASES = {"default": database.entry(SETTINGS)}
# Rate limits hold only if all processes and nodes count together, so the cache is a table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Above this the table throws entries away, and counts of failures with them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
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

# The public's pages ------------------------------------------------------------------------------
#: What each of them wears and runs, put together where everything that they show is known.
PUBLIC_SHEET, PUBLIC_SCRIPT = "portal/site.css", "portal/offline.js"

# Files ------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    # What editors publish; hubung.portal.content.files hands out what a live page shows.
    "portal": {"BACKEND": "hubung.portal.content.storage.PortalStorage"},
    "staticfiles": {"BACKEND": "hubung.ui.storage.StaticStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
# What is being received waits beside where it will lie, on the disk that is watched.
FILE_UPLOAD_TEMP_DIR = HOME / "spool"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
# A report's files stream to disk; this bounds the fields beside them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Security ---------------------------------------------------------------------------------------
ALLOWED_HOSTS = SETTINGS.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SETTINGS.public_url]
CSRF_FAILURE_VIEW = "hubung.ui.errors.form_too_old"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SETTINGS.is_https
# Browsers take a cookie of such a name only from this very host, over TLS and for every path, so
# no other site below the ministry's domain can plant one.
COOKIE_PREFIX = "__Host-" if SETTINGS.is_https else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "hubung.ui.messages.Storage"
SECURE_HSTS_SECONDS = 31_536_000 if SETTINGS.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SETTINGS.web.hsts_subdomains
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

# Sign-in (hubung.directory.accounts) -------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "account_login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "hubung.directory.accounts.passwords.NoStaffNumber"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "hubung.directory.accounts.passwords.NotOnlyCommonWords"},
]
# A working day, on machines that several people share.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PASSWORD_RESET_TIMEOUT = 3600
EMAIL_BACKEND = "hubung.channels.email.backend.OutboxBackend"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "hubung.directory.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The directory vouches for its addresses; allauth keeps no second list of them. Django's own token
# generator is used because allauth's would start one.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
# Nobody learns who has an account, and nobody gets mail from us because a stranger typed them in.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SETTINGS.ministry.short_code}] "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole office may stand behind one address, so what counts against an address is what failed;
# the strict limits are for each account. docs/reference/limits.md explains them.
ACCOUNT_RATE_LIMITS = {
    "login": "1000/m/ip",
    "login_failed": "60/m/ip,300/h/ip,5/5m/key",
    "reset_password": "30/m/ip,3/10m/key",
    "reset_password_from_key": "30/m/ip",
}
ACCOUNT_FORMS = {
    "login": "hubung.directory.accounts.forms.SignInForm",
    "reauthenticate": "hubung.directory.accounts.forms.ConfirmPasswordForm",
    "reset_password": "hubung.directory.accounts.forms.RequestPasswordForm",
    "reset_password_from_key": "hubung.directory.accounts.forms.NewPasswordForm",
    "set_password": "hubung.directory.accounts.forms.FirstPasswordForm",
    "change_password": "hubung.directory.accounts.forms.OtherPasswordForm",
}
MFA_ADAPTER = "hubung.directory.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys over plain HTTP on the machine itself only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SETTINGS.is_https
MFA_RATE_LIMITS = {"webauthn_login": "1000/m/ip"}
MFA_FORMS = {
    "authenticate": "hubung.directory.accounts.forms.CodeForm",
    "reauthenticate": "hubung.directory.accounts.forms.ConfirmCodeForm",
    "activate_totp": "hubung.directory.accounts.forms.EnrolAppForm",
    "add_webauthn": "hubung.directory.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "hubung.directory.accounts.forms.RenamePasskeyForm",
}

# Sign-on for other applications (hubung.directory.accounts.provider) ------------------------------
IDP_OIDC_ADAPTER = "hubung.directory.accounts.provider.adapter.SignOnAdapter"
IDP_OIDC_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]
# An access token is short, since only what asks us learns that it ended; a refresh token lasts no
# longer than the session that it hangs on.
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 900
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = SESSION_COOKIE_AGE
IDP_OIDC_RATE_LIMITS = {"token_failed": "60/m/ip"}

# Sign-on from outside, for the public only (hubung.portal.members.views.outside) -----------------
SOCIALACCOUNT_ADAPTER = "hubung.portal.members.views.outside.OutsideAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10

# The portal's content (hubung.portal.content) ---------------------------------------------------
WAGTAIL_SITE_NAME = SETTINGS.ministry.name
WAGTAILADMIN_BASE_URL = SETTINGS.public_url
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
# Sign-in, names, addresses and passwords are the directory's; see hubung.portal.content.editing.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Nothing is fetched from elsewhere: no portraits, no news of versions.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("id", "Indonesia")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id-id", "Bahasa Indonesia"), ("en", "English")]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_EXTENSIONS = ["jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "portal"
WAGTAILDOCS_DOCUMENT_MODEL = "content.Paper"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "ods", "pdf", "xlsx"]
# Wagtail's tables as they are, instead of the hundred and fifty steps that led there:
# hubung.portal.content.migrations.wagtail says what its next version asks for.
MIGRATION_MODULES = {
    f"wagtail{app}": f"hubung.portal.content.migrations.wagtail.{app}"
    for app in ("admin", "core", "docs", "images", "redirects", "users")
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Logs -------------------------------------------------------------------------------------------
LOGGING_CONFIG = "hubung.project.logs.configure"
LOGGING = {"format": SETTINGS.log.format, "level": SETTINGS.log.level}

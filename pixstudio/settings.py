"""Django's settings. Nothing here is edited to run PixStudio: all choices come from the environment."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from jobs.pace import Pace
from pixstudio import accepted, broker, database, environment, firststart, logs, mail

BASE_DIR = Path(__file__).resolve().parent.parent
PIXSTUDIO = environment.read(BASE_DIR)
firststart.open_data(PIXSTUDIO.data)
PACE = Pace.of(scale=PIXSTUDIO.time_scale, poll_seconds=PIXSTUDIO.poll_seconds)

SECRET_KEY = firststart.secret_key(PIXSTUDIO)
KEYRING = firststart.keyring(PIXSTUDIO)  # Fernet keys that seal provider keys, newest first
DEBUG = PIXSTUDIO.debug
HTTPS = PIXSTUDIO.production or PIXSTUDIO.public_url.startswith("https://")

# ------------------------------------------------------------------ the house
INSTALLED_APPS = [
    "jobs.apps.JobsConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",  # urls.py looks for the admin's pages: only the web needs them
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "ninja",
]
MIDDLEWARE = [
    "jobs.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jobs.middleware.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "jobs.middleware.Common",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "jobs.middleware.SignedIn",
    "jobs.middleware.Reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "pixstudio.urls"
WSGI_APPLICATION = "pixstudio.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "jobs.web.frame.frame",
            ],
        },
    },
]

# ------------------------------------------------------------------ records and messages
DATABASES = {"default": database.options(PIXSTUDIO)}
CACHES = {
    "default": broker.cache(PIXSTUDIO),
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "memory",
    },  # free to be forgotten
}
BROKER_URL = broker.client_url(PIXSTUDIO)  # for the `redis` package; Celery writes a socket's address differently
globals().update(broker.celery_settings(PIXSTUDIO, PACE))

GLANCE_SECONDS = 1.0  # what all pages say alike is read no more often

# ------------------------------------------------------------------ people
AUTH_USER_MODEL = "jobs.User"
AUTHENTICATION_BACKENDS = ["jobs.sessions.Backend"]
SESSION_ENGINE = "jobs.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "display_name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": accepted.MIN_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "jobs.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/5m/ip,5/5m/key"}

# ------------------------------------------------------------------ languages and times
LANGUAGE_CODE = PIXSTUDIO.language
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "jobs" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = PIXSTUDIO.time_zone  # for people; the database keeps UTC

# ------------------------------------------------------------------ files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles" if PIXSTUDIO.production else PIXSTUDIO.data / "static"
MEDIA_ROOT = PIXSTUDIO.data / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pixstudio.statics.Shelf"},
}
FILE_UPLOAD_HANDLERS = ["jobs.media.uploads.EndOfFile"]  # nothing that is sent up reaches the disk
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# ------------------------------------------------------------------ the outside
LOOPBACK_NAMES = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [*PIXSTUDIO.allowed_hosts, *environment.host_of(PIXSTUDIO.public_url)]
if not PIXSTUDIO.production:
    ALLOWED_HOSTS += [*LOOPBACK_NAMES, *filter(None, os.environ.get("_PIXSTUDIO_HOSTS", "").split(","))]  # launcher's
CSRF_TRUSTED_ORIGINS = [PIXSTUDIO.public_url] if PIXSTUDIO.public_url else []
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "jobs.web.errors.csrf"
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PIXSTUDIO.production
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked from inside the container, without the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PIXSTUDIO.production else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the other names below the studio's domain are not ours to force to https
    "security.W021",  # and so is the browsers' preload list
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
globals().update(mail.settings_for(PIXSTUDIO.email_url))

LOGGING = logs.settings_for(production=PIXSTUDIO.production)

"""Settings of the site, from the environment; docs/operators.md documents every variable.

Safe by default: a site that only this machine can reach runs on nothing but defaults; one that
others can reach (``ALLOWED_HOSTS``) must be given its secret and is served over HTTPS only.
"""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from dossier import environment

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = Path(environment.text("STATE_DIR", str(BASE_DIR / "var")))

# Who can reach the site, and what follows from it.
ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
LOCAL = environment.only_loopback(ALLOWED_HOSTS)
DEBUG = environment.flag("DEBUG")
if DEBUG and not LOCAL:
    raise ImproperlyConfigured("DEBUG is for this machine only: take it or ALLOWED_HOSTS away.")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts: '*' would let any name in.")
SECRET_KEY = environment.secret_key(local=LOCAL, folder=STATE_DIR)
SECRET_KEY_FALLBACKS = environment.listed("SECRET_KEY_FALLBACKS")

SECURE_SSL_REDIRECT = environment.flag("HTTPS_REDIRECT", default=not LOCAL)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = VOTER_COOKIE_SECURE = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else environment.whole("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("BEHIND_PROXY"):
    # Only a proxy that overwrites this header may stand in front: it is believed.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Who may show a question of ours in a frame; every other page of ours nobody (polls/framing.py).
EMBED_ANCESTORS = environment.ancestors(
    environment.listed("EMBED_ANCESTORS", "*" if LOCAL else "https:")
)
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

INSTALLED_APPS = [
    "dossier.apps.DossierConfig",
    "polls.apps.PollsConfig",
    "modeltranslation",
    "polls.apps.NewsroomConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
]

MIDDLEWARE = [
    "dossier.measuring.measuring_middleware",
    "dossier.compressing.compressing_middleware",
    "dossier.microcache.MicrocacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # outside of the policy, which is about pages
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "dossier.caching.per_reader_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dossier.urls"
WSGI_APPLICATION = "dossier.wsgi.application"

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
                "dossier.context.site",
            ],
        },
    },
]

# Data. SQLite for one machine, PostgreSQL for many (docs/decisions/ says why these settings).
DATABASES = {
    "default": dj_database_url.parse(
        environment.text("DATABASE_URL", f"sqlite:///{STATE_DIR / 'dossier.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # who will write queues at once, or fails half-way
        "timeout": 20,  # seconds in that queue: longer than any seen, shorter than gunicorn waits
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "dossier",
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# What is the same for everybody is kept by each process for a moment (dossier/microcache.py), but
# never for a reader with one of these cookies: by them the site knows or addresses somebody.
MICROCACHE_MS = 0 if DEBUG else environment.whole("MICROCACHE_MS", 1000)
COOKIES_THAT_TELL_APART = ("dossier_voter", "sessionid", "messages", "csrftoken")

# Whether browsers keep what was read, to be read without a connection (dossier/offline.py). Files
# without a hash in their names, as with DEBUG, would stay as they were first seen.
OFFLINE_READING = environment.flag("OFFLINE_READING", default=not DEBUG)

# Languages: French is the source of the first dossier; the interface's own texts are in English.
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "dossier" / "locale"]
FORMAT_MODULE_PATH = "dossier.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "fr"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("fr", "en")
TIME_ZONE = environment.text("TIME_ZONE", "Europe/Paris")
USE_TZ = True

# Files.
STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "dossier.bundles.BundlingStorage"
    },
}

# People. Readers need no session: flash messages travel in a signed cookie of their own.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
MESSAGE_STORAGE = "dossier.messages.SignedWhenNeeded"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# A dossier's page in the newsroom sends all its rows at once: the first one has about 2,500
# fields, and 10,000 leave room for one four times as long (2.5 MB bound the whole in any case).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Streams of results, of one process: in all, and of one address, behind which many may read.
STREAMS_MOST = environment.whole("STREAMS_MOST", 20_000, least=1)
STREAMS_MOST_OF_ADDRESS = environment.whole("STREAMS_MOST_OF_ADDRESS", 200, least=1)

# Under which terms results may be taken further, in words that files and pictures tell.
RESULTS_LICENCE = environment.text("RESULTS_LICENCE")

# Discussion.
COMMENT_MAX_LENGTH = environment.whole("COMMENT_MAX_LENGTH", 4000, least=1)
COMMENT_EDIT_MINUTES = environment.whole("COMMENT_EDIT_MINUTES", 15)
REJECTED_TEXT_DAYS = environment.whole("REJECTED_TEXT_DAYS", 180)  # 0: for good

# Measures and logs carry no personal data: no address, no cookie, no text of a reader.
METRICS_TOKEN = environment.text("METRICS_TOKEN")  # without one, only this machine is told
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "INFO").upper()},
}

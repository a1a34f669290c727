"""What create_app needs of the kernel: settings into a Flask app, database, languages, door."""

import base64
from pathlib import Path
from typing import cast

from flask import Flask, has_request_context, request
from flask_babel import Babel
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy.pool import QueuePool
from werkzeug.middleware.proxy_fix import ProxyFix

from kernel import secrets
from kernel.database import Database
from kernel.db import db
from kernel.sealing import signing_key
from kernel.settings import Settings
from kernel.undefined import Missing

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}
ROOT = Path(__file__).parent.parent


def prepare_app(settings: Settings) -> Flask:
    """A Flask app with keys, database and languages; pages come after. Connects to nothing."""
    app = Flask("wsgi", root_path=str(ROOT))
    kept = _secrets(settings)
    app.config.update(
        SECRET_KEY=kept["SECRET_KEY"],
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        # As long as the session: a page left open overnight must not lose what was typed.
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=365 * 24 * 3600,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        BABEL_DEFAULT_LOCALE=LANGUAGES["zh"],
        BABEL_DEFAULT_TIMEZONE="Asia/Shanghai",
        SITE_NAME=settings.site_name,
        HOTLINE=settings.hotline,
        PUBLIC_URL=settings.public_url,
        VAR_DIR=str(settings.var_dir),
    )
    secrets.use(
        secrets.Keyring(_key(kept["DATA_KEY"]), cast(secrets.CipherName, settings.field_cipher))
    )
    app.extensions["journal_key"] = signing_key(kept["JOURNAL_KEY"])
    _use_database(app, Database.of(settings))
    _use_templates(app)
    Babel(app, locale_selector=_locale)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def _use_database(app: Flask, database: Database) -> None:
    app.extensions["database"] = database
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql+psycopg://"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "creator": database.connect,
        "poolclass": QueuePool,
        "pool_size": 8,
        "max_overflow": 8,
        "pool_pre_ping": True,
        # Names and numbers of people stay out of error messages and so out of the log.
        "hide_parameters": True,
    }
    db.init_app(app)


def _use_templates(app: Flask) -> None:
    # A misspelt name in a template is a mistake, not an empty place on the page.
    app.jinja_options = {"undefined": Missing}
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(str(ROOT / "templates")),
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )


def _secrets(settings: Settings) -> dict[str, str]:
    """Given in the environment all three, or all three from VAR_DIR, made at random once."""
    given = {
        "SECRET_KEY": settings.secret_key,
        "DATA_KEY": settings.data_key,
        "JOURNAL_KEY": settings.journal_key,
    }
    if all(given.values()):
        return given
    if any(given.values()):
        raise secrets.SecretsIncomplete("Give SECRET_KEY, DATA_KEY and JOURNAL_KEY together.")
    return secrets.load_or_create_secrets(settings.var_dir / "secrets.json")


def _key(encoded: str) -> bytes:
    return base64.b64decode(encoded)


def _locale() -> str:
    """Jobs and the command line have no request and so no reader: they speak Chinese."""
    english = has_request_context() and request.cookies.get("language") == "en"
    return LANGUAGES["en" if english else "zh"]

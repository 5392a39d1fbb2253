"""The server of one installation, built and wired.

The only module that knows every feature. Imports stand inside :func:`create_app`, so that a module of a
low layer, such as the protocol, can be loaded without all that lies above it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from backend.config import Settings
    from backend.database import Database


def create_app(settings: Settings | None = None, *, database: Database | None = None) -> Flask:
    """Build the application; reads the environment when no settings are given.

    Neither migrates nor listens: :mod:`backend.serve` does.
    """
    from flask import Flask

    from backend.catalogue import Catalogue
    from backend.cli import satchel
    from backend.config import Settings
    from backend.database import Database
    from backend.web import health
    from backend.web.installation import Installation
    from backend.web.json_provider import OrjsonProvider
    from backend.web.problems import register_problems
    from backend.web.security import register_security
    from backend.web.socket_guard import SocketGuard

    settings = settings or Settings.from_environment()
    app = Flask(__name__, static_folder=None)
    app.json = OrjsonProvider(app)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_bytes,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=(settings.public_url or "").startswith("https:"),
    )
    app.extensions["satchel"] = Installation(
        settings=settings, database=database or Database(settings), catalogue=Catalogue.load()
    )
    register_problems(app)
    register_security(app)
    app.cli.add_command(satchel)

    # One line for each feature: its blueprint, then its ports.
    app.register_blueprint(health.blueprint)

    app.wsgi_app = SocketGuard(app.wsgi_app)  # type: ignore[method-assign]
    return app

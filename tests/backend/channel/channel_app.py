"""The application with the features that the channel needs, for gunicorn."""

from __future__ import annotations

from flask import Flask

from backend import create_app
from backend.accounts.api import blueprint as accounts
from backend.channel.api import register_channel
from backend.config import Settings
from backend.database import Database


def channel_app(settings: Settings | None = None, *, database: Database | None = None) -> Flask:
    """The whole application, with its channel."""
    app = create_app(settings, database=database)
    if "satchel-channel" not in app.extensions:
        if "accounts" not in app.blueprints:
            app.register_blueprint(accounts)
        register_channel(app)
    return app


def make_app() -> Flask:
    """What gunicorn calls."""
    return channel_app()

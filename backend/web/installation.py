"""The installation: what every request handler may reach, with its type.

Stands in ``app.extensions["satchel"]``. Services never see it; ``api.py``, the channel and the command
line take from it what a service needs and pass it in. Its callables are ports that features fill in
when the application is built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from backend.catalogue import Catalogue
from backend.config import Settings
from backend.database import Database
from backend.drafts.sealing import Seal


def _nothing_yet() -> int:
    return 0


@dataclass(kw_only=True)
class Installation:
    """One organisation's settings, database and texts, and the ports that features fill in."""

    settings: Settings
    database: Database
    catalogue: Catalogue
    seal: Seal
    """By which drafts are kept."""
    head: Callable[[], int] = _nothing_yet
    """The number of the newest change."""
    metadata_version: Callable[[], int] = _nothing_yet
    """The number of the newest publication."""
    preferred_language: Callable[[], str | None] = lambda: None
    """The language that the person of this request has chosen, before what the browser asks for."""
    first_steps: list[Callable[[Installation], None]] = field(default_factory=list)
    """Run in order before each start, after the migrations; each does nothing when its work is done."""
    opening: list[Callable[[], None]] = field(default_factory=list)
    """Run once in each server process when it is ready to serve."""
    closing: list[Callable[[], None]] = field(default_factory=list)
    """Run when the server has been asked to stop, while requests and sockets still work."""


def installation(app: Flask | None = None) -> Installation:
    """Return the installation of ``app``, or of the current application."""
    return cast(Installation, (app or current_app).extensions["satchel"])

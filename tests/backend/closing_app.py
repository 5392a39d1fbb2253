"""The application with a feature that writes a file when the server stops."""

from __future__ import annotations

import os
from pathlib import Path

import gevent

from backend import create_app
from backend.web.installation import installation

app = create_app()


def fail() -> None:
    raise ValueError("on purpose")


def say_goodbye() -> None:
    # A wait, as for sockets that are told: callbacks run where waiting is allowed.
    gevent.sleep(0.05)
    Path(os.environ["CLOSING_FILE"]).write_text("bye")


installation(app).closing += [fail, say_goodbye]

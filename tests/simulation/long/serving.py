"""The server of a long run, in a process of its own that is made by a fork: requests come by a pipe.

It is the whole application on SQLite, called as gunicorn would call it; what the sockets and threads of
gunicorn add is left to the short runs. A fork of a process that has loaded everything is there at once, so
that it can be killed as often as chance will have it.
"""

from __future__ import annotations

import gc
import io
import logging
import os
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from backend import create_app
from backend.config import Settings
from backend.web.installation import installation
from tests.simulation.long import console
from tests.simulation.long.crashes import Crash, CrashPoints
from tests.simulation.organisation import SECRET_KEY

GARBAGE = 100_000
"""Objects between two looks for garbage: a process of a lane has memory, and no time."""


class Asked(NamedTuple):
    """A request, or with a method of ``CONSOLE`` what somebody does at the server itself."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    arguments: Mapping[str, Any]
    crash: Crash | None


class Answered(NamedTuple):
    """The reply; ``status`` 0: the request came to a sudden end, and nobody hears of it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    result: Any
    passed: Mapping[str, int]
    fired: bool


class Serving:
    """The application on a data folder, made once; each fork of this process serves with it.

    What it has loaded and compiled by then each fork has from the start, so it is made warm first.
    """

    def __init__(self, data: Path) -> None:
        settings = Settings.from_environment({"DATA": str(data), "SECRET_KEY": SECRET_KEY, "DEMO": "0"})
        self._app = create_app(settings)
        self._points = CrashPoints()
        self._is_told = True

    def rest(self) -> None:
        """Let go of the database's file."""
        installation(self._app).database.close()

    def ready_to_fork(self) -> None:
        """Close what no fork may have."""
        self.rest()
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE)

    def serve(self, pipe: Connection) -> None:
        """Answer requests until the pipe is closed; never returns."""
        try:
            while True:
                pipe.send(self.answer(pipe.recv()))
        except (EOFError, BrokenPipeError):
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    def answer(self, asked: Asked) -> Answered:
        points = self._points
        points.begin(kind_of(asked), asked.crash)
        self._log(told=asked.crash is None)
        result: Any = None
        status, headers, body = 0, [], b""
        try:
            if asked.method == "CONSOLE":
                result = getattr(console, asked.path)(installation(self._app), **asked.arguments)
                status = 200
            else:
                status, headers, body = called(self._app.wsgi_app, asked)
        except BaseException:
            # What closes behind a sudden end may fail in its own way.
            if not points.fired:
                raise
            status = 0
        points.end()
        if status == 0:
            # A statement that was cut short holds the lock for as long as anything remembers it.
            gc.collect()
        return Answered(status, headers, body, result, dict(points.passed), points.fired)

    def _log(self, *, told: bool) -> None:
        # What is logged of a sudden end is no news. To say so again would empty the cache of each logger.
        if told != self._is_told:
            self._is_told = told
            logging.disable(logging.NOTSET if told else logging.CRITICAL)


def kind_of(asked: Asked) -> str:
    """Return by which name the statements of a request are counted."""
    if asked.method == "CONSOLE":
        return asked.path
    parts = urlsplit(asked.path).path.split("/")
    if parts[3:4] == ["sync"]:
        return parts[4]
    return f"{asked.method.lower()} {parts[3] if len(parts) > 3 else parts[-1]}"


def called(application: Any, asked: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
    """Call a WSGI application once."""
    url = urlsplit(asked.path)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method, "SCRIPT_NAME": "", "PATH_INFO": unquote(url.path),
        "QUERY_STRING": url.query, "SERVER_NAME": "office.example", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "CONTENT_LENGTH": str(len(asked.body)),
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(asked.body),
        "wsgi.errors": io.StringIO(), "wsgi.multithread": False, "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in asked.headers.items():
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_LENGTH", "ACCEPT_ENCODING"):
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    begun: list[Any] = []
    parts = application(environ, lambda status, headers, _=None: begun.extend((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return int(begun[0].split()[0]), list(begun[1]), body

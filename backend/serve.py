"""The way to start the server: ``python -m backend.serve``.

Takes the data folder's lock and the port first, so that a second start is told why it cannot; then
migrates, runs the first steps of every feature and becomes gunicorn. Becoming another program, and not
forking from this one, lets gevent patch the standard library before anything of ours is imported.
"""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from backend import create_app
from backend.config import Settings
from backend.console import say, tell
from backend.database.lock import hold_data_folder
from backend.database.migrations import migrate
from backend.errors import AppError, SetupError
from backend.web.installation import installation

_SERVER_SETTINGS = Path(__file__).resolve().parent / "gunicorn_settings.py"
_BACKLOG = 2048


def main(arguments: Sequence[str]) -> int:
    """Prepare and become the server; returns only when that was not possible or was interrupted."""
    argparse.ArgumentParser(
        prog="python -m backend.serve",
        description="Serve the installation that DATA, DATABASE_URL, PORT, BIND, PUBLIC_URL, SECRET_KEY, "
        "WEB_PROCESSES and REQUEST_BYTES describe.",
    ).parse_args(arguments)
    try:
        settings = Settings.from_environment()
        if settings.on_sqlite:
            hold_data_folder(settings.data)
        listener = listen(settings.host, settings.port)
        prepare(settings)
    except AppError as error:
        tell(error)
        return 1
    except KeyboardInterrupt:
        return 0
    become_server(settings, listener)
    return 1


def prepare(settings: Settings) -> None:
    """Migrate, then run the first steps that features have registered."""
    app = create_app(settings)
    home = installation(app)
    with closing(home.database):
        migrate(home.database)
        for step in home.first_steps:
            step(home)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens already: who connects during the start waits instead of failing.

    Raises :class:`SetupError` when the port is taken or the host is not one of this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SetupError("port-in-use", port=str(port)) from error
        raise SetupError(
            "cannot-listen", host=host, port=str(port), reason=error.strerror or str(error)
        ) from error
    listener.set_inheritable(True)
    return listener


def become_server(settings: Settings, listener: socket.socket) -> None:
    """Replace this process by gunicorn, which inherits the lock and the listening socket."""
    say("serve.starting")
    command = [sys.executable, "-m", "gunicorn", "--config", str(_SERVER_SETTINGS)]
    command += ["--bind", f"fd://{listener.fileno()}", "--workers", str(settings.web_processes), "app:app"]
    os.execve(sys.executable, command, {**os.environ, "SATCHEL_PREPARED": "1"})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

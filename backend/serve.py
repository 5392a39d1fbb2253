"""The way to start the server: ``python -m backend.serve``.

Takes the data folder's lock and the port first, so that a second start is told why it cannot; then
migrates, runs the first steps of every feature and becomes gunicorn; with HTTPS it first makes the
certificate and starts the process that serves ``/trust``. Becoming another program, and not
forking from this one, lets gevent patch the standard library before anything of ours is imported.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import os
import socket
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from backend import create_app
from backend.config import EVERY_ADDRESS, Settings
from backend.console import say, tell
from backend.database.lock import hold_data_folder
from backend.database.migrations import migrate
from backend.errors import AppError, SetupError
from backend.web.https.authority import as_host
from backend.web.https.machine import this_machine
from backend.web.https.setup import Https, folder_in, prepare_https, start_trust_server
from backend.web.https.trust_page import PAGE_PATH
from backend.web.installation import installation
from backend.web.origin import chosen_origin
from backend.web.phone_address import PHONE_APP

_SERVER_SETTINGS = Path(__file__).resolve().parent / "gunicorn_settings.py"
_BACKLOG = 2048


def main(arguments: Sequence[str]) -> int:
    """Prepare and become the server; returns only when that was not possible or was interrupted."""
    parser = argparse.ArgumentParser(
        prog="python -m backend.serve",
        description="Serve the installation that DATA, DATABASE_URL, PORT, BIND, PUBLIC_URL, HTTPS, "
        "SECRET_KEY, WEB_PROCESSES, REQUEST_BYTES, FILTER_SECONDS, DEMO, DEMO_SCALE and DEMO_PASSWORD "
        "describe.",
    )
    parser.add_argument(
        "--https",
        action="store_true",
        help="serve HTTPS with a certificate of our own, and a page that makes phones trust it",
    )
    parser.add_argument("--scale", metavar="N", help="N times as much made-up data")
    given = parser.parse_args(arguments)
    if given.https:
        os.environ["HTTPS"] = "1"
    if given.scale is not None:
        os.environ["DEMO_SCALE"] = given.scale
    try:
        settings = Settings.from_environment()
        if settings.on_sqlite:
            hold_data_folder(settings.data)
        listener = listen(settings.host, settings.port)
        encryption = None
        if settings.https:
            any_port = settings.port == 0
            settings, encryption = encrypt(replace(settings, port=port_of(listener)), any_port=any_port)
        prepare(settings)
    except AppError as error:
        tell(error)
        return 1
    except KeyboardInterrupt:
        return 0
    become_server(settings, listener, encryption)
    return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Encryption:
    """What a start with HTTPS adds: certificate, authority, and where the page about trust listens."""

    https: Https
    trust_listener: socket.socket
    trust_address: str


def encrypt(settings: Settings, *, any_port: bool) -> tuple[Settings, Encryption]:
    """Prepare HTTPS; the settings that come back name the address to tell people.

    Raises :class:`SetupError` when the certificate cannot be made or the next port is taken.
    """
    machine = this_machine()
    given = urlsplit(settings.public_url).hostname if settings.public_url else None
    https = prepare_https(settings.data, machine, given, now=dt.datetime.now(dt.UTC))
    trust_port = 0 if any_port else settings.port + 1
    try:
        trust_listener = listen(settings.host, trust_port)
    except SetupError as error:
        if error.code == "port-in-use":
            raise SetupError("trust-port-in-use", port=str(trust_port)) from error
        raise
    origin = chosen_origin(settings, machine, settings.port)
    parts = urlsplit(origin)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or "localhost"
    if not https.authority.may_sign(as_host(host)):
        say("serve.address-not-covered", address=origin, folder=str(folder_in(settings.data)))
    trust_address = f"http://{host}:{port_of(trust_listener)}{PAGE_PATH}"
    encryption = Encryption(https=https, trust_listener=trust_listener, trust_address=trust_address)
    return replace(settings, public_url=origin), encryption


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
    everywhere = host == EVERY_ADDRESS
    if everywhere and not socket.has_dualstack_ipv6():
        host = "0.0.0.0"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if everywhere and family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
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


def port_of(listener: socket.socket) -> int:
    """Return the port that a socket has, which the system chose if it was asked for 0."""
    return int(listener.getsockname()[1])


def become_server(settings: Settings, listener: socket.socket, encryption: Encryption | None = None) -> None:
    """Replace this process by gunicorn, which inherits the lock and the listening socket."""
    say("serve.starting")
    command = [sys.executable, "-m", "gunicorn", "--config", str(_SERVER_SETTINGS)]
    command += ["--bind", f"fd://{listener.fileno()}", "--workers", str(settings.web_processes)]
    environment = {**os.environ, "SATCHEL_PREPARED": "1"}
    if encryption is not None and settings.public_url is not None:
        files = encryption.https.files
        command += ["--certfile", str(files.certificate), "--keyfile", str(files.key)]
        environment |= {
            "HTTPS": "1",
            "PUBLIC_URL": settings.public_url,
            "SATCHEL_TRUST_ADDRESS": encryption.trust_address,
            "SATCHEL_FINGERPRINT": encryption.https.authority.fingerprint,
        }
        start_trust_server(
            settings.data, encryption.trust_listener, address=f"{settings.public_url}{PHONE_APP}"
        )
    os.execve(sys.executable, [*command, "app:app"], environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

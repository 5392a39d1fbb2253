"""The small server of ``/trust``: plain HTTP, for devices that cannot open the real one without a warning.

A process of its own beside the server, with nothing but the authority's public certificate to give away.
It ends when the server has ended, however that was: the server and its workers hold the other end of a
pipe open. Anyone in the network can ask it anything, so a request is short, quick, and one of three paths.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

from backend.catalogue import Catalogue
from backend.web.https.authority import fingerprint_of
from backend.web.https.profile import CERTIFICATE_TYPE, PROFILE_TYPE, certificate_file, profile_file
from backend.web.https.trust_page import (
    CERTIFICATE_PATH,
    PAGE_PATH,
    PROFILE_PATH,
    languages_wanted,
    render_page,
    system_of,
)

REQUEST_BYTES = 16 * 1024
SECONDS = 10.0
"""How long one connection may take in all."""
CONNECTIONS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent for one path."""

    kind: str
    body: bytes
    policy: str = "default-src 'none'"


class TrustSite:
    """The three things there are to get, by path."""

    def __init__(self, certificate: x509.Certificate, address: str, catalogue: Catalogue) -> None:
        self._certificate = certificate
        self._address = address
        self._host = urlsplit(address).hostname or ""
        self._catalogue = catalogue
        self._page = lru_cache(maxsize=64)(self._render)

    def reply_to(self, path: str, *, accept_language: str, user_agent: str) -> Reply | None:
        """Return what stands at ``path``, or None when nothing does."""
        language = self._catalogue.negotiate(languages_wanted(accept_language))
        if path == PAGE_PATH:
            return self._page(language, system_of(user_agent))
        if path == CERTIFICATE_PATH:
            return Reply(kind=CERTIFICATE_TYPE, body=certificate_file(self._certificate))
        if path == PROFILE_PATH:
            title, description = (
                self._catalogue.render(language, f"trust.profile.{part}", {"host": self._host})
                for part in ("title", "text")
            )
            return Reply(
                kind=PROFILE_TYPE, body=profile_file(self._certificate, title=title, description=description)
            )
        return None

    def _render(self, language: str, system: str) -> Reply:
        page = render_page(
            self._catalogue,
            language,
            system=system,
            address=self._address,
            host=self._host,
            fingerprint=fingerprint_of(self._certificate),
        )
        return Reply(kind="text/html; charset=utf-8", body=page.html, policy=page.policy)


class TrustServer(ThreadingHTTPServer):
    """Serves one site on a socket that listens already; connections beyond the limit are dropped."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, site: TrustSite) -> None:
        super().__init__(("", 0), TrustHandler, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.server_address = listener.getsockname()
        self.site = site
        self._free = threading.BoundedSemaphore(CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take the connection if there is room."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection, cutting it when its time is over."""
        deadline = threading.Timer(SECONDS, _cut, (request,))
        deadline.daemon = True
        deadline.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            deadline.cancel()
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a device that goes away in the middle is no news."""


class TrustHandler(BaseHTTPRequestHandler):
    """Answers one request; whatever is not a known path got by GET is not found."""

    server: TrustServer
    server_version = "Satchel"
    sys_version = ""
    timeout = SECONDS

    def setup(self) -> None:
        """Read no more than a request may hold; what is beyond looks like the end."""
        super().setup()
        self.rfile = io.BufferedReader(_Bounded(self.connection, REQUEST_BYTES))

    def __getattr__(self, name: str) -> Callable[[], None]:
        # The library looks up "do_POST" and the like, and has an answer of its own for what is not there.
        if name.startswith("do_"):
            return self._refuse
        raise AttributeError(name)

    def do_GET(self) -> None:
        """Send what stands at the path."""
        reply = self.server.site.reply_to(
            self.path.partition("?")[0],
            accept_language=self.headers.get("Accept-Language", ""),
            user_agent=self.headers.get("User-Agent", ""),
        )
        if reply is None:
            self._refuse()
        else:
            self._send(200, reply)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 — the library's name
        """Say nothing: the log is the server's."""

    def _refuse(self) -> None:
        self._send(404, Reply(kind="text/plain; charset=utf-8", body=b""))

    def _send(self, status: int, reply: Reply) -> None:
        self.send_response(status)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Content-Security-Policy", reply.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(reply.body)


class _Bounded(io.RawIOBase):
    def __init__(self, connection: socket.socket, limit: int) -> None:
        self._connection = connection
        self._left = limit

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._left <= 0:
            return 0
        count = self._connection.recv_into(memoryview(buffer)[: self._left])
        self._left -= count
        return count


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def main(arguments: Sequence[str]) -> int:
    """Serve until nobody holds the other end of the pipe any more."""
    parser = argparse.ArgumentParser(prog="python -m backend.web.https.trust_server")
    parser.add_argument("--certificate", type=Path, required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument("--listener", type=int, required=True)
    parser.add_argument("--until-closed", type=int, required=True)
    given = parser.parse_args(arguments)
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(
            ignored, signal.SIG_IGN
        )  # Ctrl-C reaches the whole group; the server decides when it ends
    certificate = x509.load_pem_x509_certificate(given.certificate.read_bytes())
    site = TrustSite(certificate, given.address, Catalogue.load())
    server = TrustServer(socket.socket(fileno=given.listener), site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.read(given.until_closed, 1)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

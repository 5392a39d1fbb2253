"""A device that asks a running server over HTTP, on one connection that stays open."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field

from backend.accounts import sessions
from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from tests.bench.device import Device
from tests.bench.installation import Installation, Someone

KEPT_SECONDS = 1.0


def headers(office: Installation, someone: Someone) -> dict[str, str]:
    """Return what a page of a signed-in person sends with each request."""
    now = office.desk.now()
    signed_in = office.database.read(lambda session: sessions.running(session, someone.token, now=now))
    assert signed_in is not None
    return {
        "Content-Type": "application/json",
        "Cookie": f"{SESSION_COOKIE}={someone.token}",
        CSRF_HEADER: signed_in.csrf,
    }


@dataclass
class DistantDevice(Device):
    """As :class:`Device`, with a network between: its seconds are those of the whole exchange."""

    port: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._used = time.monotonic()

    def _exchange(self, kind: str, text: bytes) -> tuple[bytes, Exception | None]:
        if time.monotonic() - self._used > KEPT_SECONDS:
            # The server lets go of connections that rest; this one opens anew with the next request.
            self._connection.close()
        self._connection.request("POST", f"/api/v1/sync/{kind}", text, self.headers)
        reply = self._connection.getresponse()
        body = reply.read()
        self._used = time.monotonic()
        if reply.status != 200:
            raise RuntimeError(f"{reply.status}: {body[:300]!r}")
        return body, None


def distant(office: Installation, someone: Someone, port: int) -> DistantDevice:
    """Return a device of somebody's that talks to the server of an installation."""
    return DistantDevice(office.desk, someone.token, port=port, headers=headers(office, someone))

"""How a process learns that the head has moved or that something was published.

By its own commits at once; by reading both numbers every few seconds, whatever else happens, so nothing
depends on a message having arrived; and on PostgreSQL by the announcements of other processes. Writers
never announce inside their transaction: NOTIFY takes a lock that all committing transactions share.
"""

from __future__ import annotations

import logging
import random
import threading

from backend.channel.announcements import Announcements
from backend.channel.hub import Hub
from backend.database import Database
from backend.errors import Unavailable
from backend.metadata import service
from backend.records import stream

POLL_SECONDS = (2.0, 4.0)

_log = logging.getLogger(__name__)


class Bus:
    """Keeps one hub up to date. Nothing runs before the first socket opens."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._running = False
        self._announcements = None if database.on_sqlite else Announcements(database.url, hub)

    def start(self) -> None:
        """Begin to listen, once."""
        with self._lock:
            if self._running or self._stopped.is_set():
                return
            self._running = True
        self._hub.at(*self._position())
        threading.Thread(target=self._poll, name="channel-poll", daemon=True).start()
        if self._announcements is not None:
            self._announcements.listen()

    def stop(self) -> None:
        """End what runs."""
        self._stopped.set()
        if self._announcements is not None:
            self._announcements.stop()

    def head_moved(self, head: int) -> None:
        """A transaction of this process has moved the head."""
        self._hub.head_moved(head)
        self._announce(f"head {head}")

    def published(self, version: int) -> None:
        """This process has published metadata."""
        self._hub.published(version)
        self._announce(f"metadata {version}")

    def revoked(self, account: int, sign_in: str | None) -> None:
        """This process has ended sign-ins."""
        self._hub.revoked(account, sign_in)
        self._announce(f"revoked {account} {sign_in or ''}")

    def _announce(self, what: str) -> None:
        if self._announcements is not None and not self._stopped.is_set():
            self._announcements.announce(what)

    def _position(self) -> tuple[int, int]:
        return self._database.read(lambda session: (stream.head(session), service.current_version(session)))

    def _poll(self) -> None:
        while not self._stopped.wait(random.uniform(*POLL_SECONDS)):
            try:
                head, metadata = self._position()
            except Unavailable:
                continue
            except Exception:
                _log.exception("the head could not be read")
                continue
            self._hub.head_moved(head)
            self._hub.published(metadata)

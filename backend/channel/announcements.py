"""Announcements between processes over PostgreSQL: LISTEN on one connection, NOTIFY on another.

Both connections are outside of the pool and commit each statement by itself. An announcement is a few
words; one that is lost is made up for by the next poll.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

import psycopg

from backend.channel.hub import Hub

CHANNEL = "satchel"
_AGAIN_SECONDS = 2.0
_AT_ONCE = 100

_log = logging.getLogger(__name__)


class Announcements:
    """What this process says to the others, and hears from them."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._hub = hub
        self._stopped = threading.Event()
        self._waiting: dict[str, str] = {}
        self._turn = threading.Condition()
        self._talking = False

    def listen(self) -> None:
        """Hear what other processes announce."""
        threading.Thread(target=self._listen, name="channel-listen", daemon=True).start()

    def announce(self, what: str) -> None:
        """Tell the other processes; a newer head or version takes the place of one not told yet."""
        kind = what.split(" ", 1)[0]
        with self._turn:
            self._waiting[what if kind == "revoked" else kind] = what
            if not self._talking:
                self._talking = True
                threading.Thread(target=self._talk, name="channel-announce", daemon=True).start()
            self._turn.notify()

    def stop(self) -> None:
        """End both connections."""
        self._stopped.set()
        with self._turn:
            self._turn.notify()

    def _talk(self) -> None:
        connection: psycopg.Connection | None = None
        while True:
            with self._turn:
                while not self._waiting and not self._stopped.is_set():
                    self._turn.wait()
                if self._stopped.is_set():
                    break
                said, self._waiting = list(self._waiting.values())[:_AT_ONCE], {}
            try:
                connection = connection or self._connect()
                for what in said:
                    connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, what))
            except psycopg.Error as error:
                _log.info("an announcement was not made: %s", error)
                if connection is not None:
                    with suppress(psycopg.Error):
                        connection.close()
                connection = None
                self._stopped.wait(_AGAIN_SECONDS)
        if connection is not None:
            connection.close()

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                with self._connect() as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stopped.is_set():
                        for heard in connection.notifies(timeout=1.0):
                            self._hear(heard.payload)
            except psycopg.Error as error:
                _log.info("announcements are not heard: %s", error)
                self._stopped.wait(_AGAIN_SECONDS)

    def _hear(self, what: str) -> None:
        kind, _, rest = what.partition(" ")
        with suppress(ValueError):
            if kind == "head":
                self._hub.head_moved(int(rest))
            elif kind == "metadata":
                self._hub.published(int(rest))
            elif kind == "revoked":
                account, _, sign_in = rest.partition(" ")
                self._hub.revoked(int(account), sign_in or None)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._url, autocommit=True, connect_timeout=10, application_name="satchel-bus")

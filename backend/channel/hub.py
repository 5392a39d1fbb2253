"""The open connections of this process, and whom to wake.

A frame for everyone is written once and offered to each connection, which keeps at most one of a kind: a
newer one takes the place of one that was not sent yet. So a slow reader costs a few frames and no queue.
"""

from __future__ import annotations

import threading
from typing import Protocol

from backend.channel.wire import hint_frame, write_pushed

SPREAD_SECONDS = 20


class Listener(Protocol):
    """A connection as the hub sees it. Every call returns at once."""

    @property
    def account(self) -> int | None:
        """Whose it is, once he has said so."""

    @property
    def sign_in(self) -> str | None:
        """By which sign-in."""

    def offer_hint(self, frame: bytes) -> None:
        """There is something new; the frame is ready to go over the socket."""

    def look_at_metadata(self) -> None:
        """There is a publication: find out whether it concerns this user."""

    def look_at_sign_in(self) -> None:
        """Sign-ins ended or roles changed: find out what that means here."""

    def go(self, frame: bytes) -> None:
        """The server goes away: say so and close."""


class Hub:
    """Whom to wake."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._lock = threading.Lock()
        self._head = 0
        self._metadata = 0
        self._gone: bytes | None = None

    def __len__(self) -> int:
        return len(self._listeners)

    def join(self, listener: Listener) -> None:
        """Wake ``listener`` from now on."""
        with self._lock:
            self._listeners.add(listener)
        if self._gone is not None:
            listener.go(self._gone)

    def leave(self, listener: Listener) -> None:
        """Forget ``listener``."""
        with self._lock:
            self._listeners.discard(listener)

    def at(self, head: int, metadata: int) -> None:
        """Note where everything stood when listening began; wakes nobody."""
        self._head, self._metadata = max(self._head, head), max(self._metadata, metadata)

    def head_moved(self, head: int) -> None:
        """Tell everyone that there is something new; an older head than the last one says nothing."""
        if head <= self._head:
            return
        self._head = head
        frame = hint_frame(head)
        for listener in self._everyone():
            listener.offer_hint(frame)

    def published(self, version: int) -> None:
        """Let every connection find out whether the publication concerns its user."""
        if version <= self._metadata:
            return
        self._metadata = version
        for listener in self._everyone():
            listener.look_at_metadata()

    def revoked(self, account: int, sign_in: str | None) -> None:
        """Let the connections of a sign-in, or of all of an account, find out whether they may go on."""
        for listener in self._everyone():
            if listener.account == account and sign_in in (None, listener.sign_in):
                listener.look_at_sign_in()

    def close(self) -> None:
        """Say goodbye to everyone, and to those who come later."""
        self._gone = write_pushed({"type": "bye", "spread": SPREAD_SECONDS})
        for listener in self._everyone():
            listener.go(self._gone)

    def _everyone(self) -> list[Listener]:
        with self._lock:
            return list(self._listeners)

"""What arrives on a websocket, held within bounds.

simple-websocket reads in a thread of its own: it queues without end, gathers a message of any length, and
ends without a word when a peer breaks the protocol. Here the socket is not read while messages wait (so
the peer's own buffers fill), a message that is too long is dropped while it arrives and delivered as
:data:`TOO_LONG`, and the end of the reader always wakes whoever waits.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import Any

from simple_websocket import Server
from wsproto.utilities import RemoteProtocolError

from backend.sync.limits import MESSAGE_BYTES

TOO_LONG = "\x00too long"
WAITING_MESSAGES = 8
_SILENT_MILLISECONDS = 60_000


class Inbound:
    """The incoming side of one websocket."""

    def __init__(self, websocket: Server) -> None:
        self._websocket: Any = websocket
        self._room = threading.Event()
        self._room.set()
        self._handle = self._websocket._handle_events
        with suppress(OSError):
            websocket.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _SILENT_MILLISECONDS)
        # Found on the instance by the reader's loop before it reads on.
        self._websocket._handle_events = self._handled

    @property
    def open(self) -> bool:
        """Whether more may come."""
        return bool(self._websocket.connected)

    def take(self, seconds: float) -> str | bytes | None:
        """Return the next message; None after ``seconds``, when the socket closed, or on :meth:`wake`."""
        event = self._websocket.event
        if not self._websocket.input_buffer and self.open:
            event.wait(seconds)
        event.clear()
        if not self._websocket.input_buffer:
            return None
        message: str | bytes = self._websocket.input_buffer.pop(0)
        self._room.set()
        return message

    def wake(self) -> None:
        """End a :meth:`take` that waits."""
        self._websocket.event.set()

    def close(self) -> None:
        """Let the reader go, whatever waits."""
        self._websocket.connected = False
        self._room.set()
        self.wake()

    def _handled(self) -> bool:
        """Called in the reader's thread for the bytes of each read."""
        websocket = self._websocket
        try:
            goes_on = bool(self._handle())
        except RemoteProtocolError:
            websocket.connected = False
            goes_on = False
        if websocket.incoming_message_len > MESSAGE_BYTES:
            websocket.incoming_message = bytearray(TOO_LONG.encode())
        while goes_on and websocket.connected and len(websocket.input_buffer) >= WAITING_MESSAGES:
            self._room.clear()
            if len(websocket.input_buffer) >= WAITING_MESSAGES:
                self._room.wait()
        goes_on = goes_on and websocket.connected
        if not goes_on:
            websocket.event.set()
        return goes_on

"""One open websocket: takes messages, answers them in turn, and says what the hub wants said.

All frames leave by the one thread that runs :meth:`Connection.run`; the hub only fills slots and wakes it.
A slot holds one frame of a kind, so what a slow reader has not taken is replaced and never piles up.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress

from simple_websocket import ConnectionClosed, Server
from sqlalchemy.orm import Session

from backend.channel.commands import Desk, answer
from backend.channel.hub import Hub
from backend.channel.inbound import TOO_LONG, Inbound
from backend.channel.refusals import NO_REQUEST, refusal
from backend.channel.wire import hint_frame, write_pushed, write_reply
from backend.errors import Malformed, SignInRequired, TooLarge
from backend.records import stream
from backend.sync.limits import MESSAGE_BYTES
from backend.sync.metadata_state import metadata_news

BEAT_SECONDS = 25.0
HINT_SECONDS = 0.1
"""At most one hint in so long: a busy office would otherwise wake every phone at each write."""

SERVICE_RESTART, SIGNED_OUT = 1012, 4401

_BEAT = write_pushed({"type": "beat"})
_log = logging.getLogger(__name__)


class Connection:
    """A device that listens. ``token`` is that of the sign-in it opened with."""

    def __init__(
        self,
        websocket: Server,
        desk: Desk,
        hub: Hub,
        token: str | None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.account: int | None = None
        self.sign_in: str | None = None
        self._websocket, self._desk, self._hub, self._token = websocket, desk, hub, token
        self._clock = clock
        self._inbound = Inbound(websocket)
        self._device: str | None = None
        self._hint: bytes | None = None
        self._metadata = False
        self._sign_in_moved = False
        self._bye: bytes | None = None
        self._next_beat = clock() + BEAT_SECONDS
        self._next_hint = clock()

    def run(self) -> None:
        """Serve the socket until it closes."""
        try:
            self._recognise()
            self._hub.join(self)
            while self._inbound.open and self._speak():
                message = self._inbound.take(self._pause())
                if message is not None and not self._answer(message):
                    break
        except (ConnectionClosed, OSError) as error:
            # A reader that has stalled or gone: there is nobody left to tell.
            _log.debug("a websocket ended: %s", error)
        finally:
            self._hub.leave(self)
            self._inbound.close()

    def offer_hint(self, frame: bytes) -> None:
        self._hint = frame
        self._inbound.wake()

    def look_at_metadata(self) -> None:
        self._metadata = True
        self._inbound.wake()

    def look_at_sign_in(self) -> None:
        self._sign_in_moved = True
        self._inbound.wake()

    def go(self, frame: bytes) -> None:
        self._bye = frame
        self._inbound.wake()

    def _recognise(self) -> None:
        """Note whose the socket is, so that the end of his sign-in finds it; commands look anew."""
        with suppress(SignInRequired):
            caller = self._desk.database.read(lambda session: self._desk.signed_in(session, self._token))
            self.account, self.sign_in = caller.user.account, caller.id

    def _speak(self) -> bool:
        """Send what waits in the slots; False when that was the last."""
        if self._bye is not None:
            self._send(self._bye)
            self._close(SERVICE_RESTART)
            return False
        if self._sign_in_moved and not self._still_signed_in():
            return False
        if self._metadata:
            self._metadata = False
            self._tell_metadata()
        if self._hint is not None and self._clock() >= self._next_hint:
            frame, self._hint = self._hint, None
            self._next_hint = self._clock() + HINT_SECONDS
            self._send_framed(frame)
        if self._clock() >= self._next_beat:
            self._send(_BEAT)
        return True

    def _pause(self) -> float:
        """Return the seconds until there is something to say unasked."""
        until = self._next_beat if self._hint is None else min(self._next_beat, self._next_hint)
        return max(0.0, until - self._clock())

    def _answer(self, message: str | bytes) -> bool:
        """Answer one message; False when the socket is to close."""
        if isinstance(message, str) and message.startswith(TOO_LONG):
            error = TooLarge("message-too-large", max_bytes=MESSAGE_BYTES)
            self._send(write_reply(refusal(error, NO_REQUEST)))
            return True
        if isinstance(message, bytes):
            self._send(write_reply(refusal(Malformed("not-json"), NO_REQUEST)))
            return True
        answered = answer(self._desk, self._token, message)
        if answered.device is not None:
            self._device = answered.device
        if answered.frame is not None:
            self._send(answered.frame)
        if answered.signed_out:
            self._close(SIGNED_OUT)
            return False
        return True

    def _tell_metadata(self) -> None:
        device = self._device
        if device is None:
            return
        try:
            news = self._desk.database.read(
                lambda session: metadata_news(session, self._desk.on_phone(session, self._token), device)
            )
        except SignInRequired:
            self._sign_in_moved = True
            self._inbound.wake()
            return
        if news is not None:
            self._send(write_pushed(news))

    def _still_signed_in(self) -> bool:
        """Say so and close when the sign-in has ended. When only roles moved, other records are in scope."""
        self._sign_in_moved = False
        try:
            head = self._desk.database.read(self._head)
        except SignInRequired as error:
            self._send(write_reply(refusal(error, NO_REQUEST)))
            self._close(SIGNED_OUT)
            return False
        self._hint, self._metadata = hint_frame(head), True
        return True

    def _head(self, session: Session) -> int:
        self._desk.signed_in(session, self._token)
        return stream.head(session)

    def _send_framed(self, frame: bytes) -> None:
        """Send a frame that is the same for everybody, past the library that would make it anew."""
        if not self._websocket.connected:
            raise ConnectionClosed
        self._websocket.sock.send(frame)
        self._next_beat = self._clock() + BEAT_SECONDS

    def _send(self, frame: bytes) -> None:
        self._websocket.send(frame.decode())
        self._next_beat = self._clock() + BEAT_SECONDS

    def _close(self, reason: int) -> None:
        with suppress(ConnectionClosed):
            self._websocket.close(reason)

"""A guard around websockets: whole frames to slow readers, and no compression.

simple-websocket writes with ``send``, which may take half of a frame when the reader is slow, and without
a lock. The guard gives it a socket whose ``send`` takes everything, one caller at a time, and gives up on a
reader that takes nothing for half a minute. It also drops the offer of permessage-deflate, which costs a
third of the throughput and three times the memory.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import gevent
import gevent.socket

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

STALLED_SECONDS = 30.0
_SLICE = 64 * 1024


class SocketGuard:
    """WSGI middleware in front of the application."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_UPGRADE", "").strip().lower() == "websocket":
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            if "gunicorn.socket" in environ:
                environ["gunicorn.socket"] = WholeWrites(environ["gunicorn.socket"])
        return self._application(environ, start_response)


class WholeWrites:
    """A socket whose ``send`` writes all of the data, or fails and closes the connection.

    Raises :class:`TimeoutError` (an :class:`OSError`) for a reader that has stalled. After half a frame
    nothing that follows could be read, so the connection is shut down in both directions.
    """

    def __init__(self, wrapped: Any) -> None:
        self._socket = wrapped
        self._turn = threading.Lock()

    def send(self, data: bytes, flags: int = 0) -> int:
        with self._turn:
            try:
                self._write(memoryview(data), flags)
            except OSError:
                self._hang_up()
                raise
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def _write(self, view: memoryview, flags: int) -> None:
        if not isinstance(self._socket, gevent.socket.socket):
            self._socket.sendall(view, flags)
            return
        while view:
            # Around each slice: the time without progress counts, not the time that a long message takes.
            with gevent.Timeout(STALLED_SECONDS, TimeoutError("the reader takes nothing")):
                view = view[self._socket.send(view[:_SLICE], flags) :]

    def _hang_up(self) -> None:
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

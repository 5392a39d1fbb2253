"""The network cable between a browser and the server: a loopback proxy that can be cut.

Browsers talk to the cable's port and never to the server's. A cut resets what is open
and refuses what is new (airplane mode, a stopped server); a swallowing cable takes bytes
and answers nothing (one bar of signal). A cable that holds replies lets the server work and
keeps its answers: cut it then, and they are lost after the work was done. A cable that answers itself
is a hotel's network: to whatever is asked it says that all is well, with a page of its own.
One that answers with a fault is what stands before a server that is restarting.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass
from functools import partial

RESET = struct.pack("ii", 1, 0)
CHUNK = 65_536
STRANGER = b"<!doctype html><title>Grand Hotel</title><h1>Welcome! Accept our terms to go online.</h1>"
STRANGERS_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
    % (len(STRANGER), STRANGER)
)
FAULT = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(eq=False)
class Line:
    """One connection through the cable."""

    near: socket.socket
    far: socket.socket

    def reset(self) -> None:
        """End both sides at once, without a goodbye."""
        for end in (self.near, self.far):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Cable:
    """A proxy on a port of its own to ``target``, a port of this machine."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._whole = threading.Event()
        self._whole.set()
        self._flowing = threading.Event()
        self._flowing.set()
        self._answering = threading.Event()
        self._answering.set()
        self._own_answer: bytes | None = None
        self._lines: set[Line] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """The address that a browser uses; ``localhost`` counts as secure without HTTPS."""
        return f"http://localhost:{self.port}"

    def cut(self) -> None:
        """Reset what is open, refuse what is new; replies that were held are lost."""
        self._whole.clear()
        self._reset_all()

    def swallow(self) -> None:
        """Let connections stand and bytes vanish into waiting."""
        self._flowing.clear()

    def hold_replies(self) -> None:
        """Let the server have what is sent, and keep what it answers."""
        self._answering.clear()

    def answer_itself(self) -> None:
        """Answer everything with a stranger's page; what is open is reset."""
        self._answer_with(STRANGERS_ANSWER)

    def fail(self) -> None:
        """Answer everything with a server's fault; what is open is reset."""
        self._answer_with(FAULT)

    def restore(self) -> None:
        """Work again."""
        self._own_answer = None
        for gate in (self._whole, self._flowing, self._answering):
            gate.set()

    def close(self) -> None:
        """End the proxy."""
        self._listener.close()
        self._reset_all()

    def _answer_with(self, answer: bytes) -> None:
        self._own_answer = answer
        self._whole.set()
        self._reset_all()

    def _reset_all(self) -> None:
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            line.reset()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if not self._whole.is_set():
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                near.close()
                continue
            answer = self._own_answer
            carry = self._carry if answer is None else partial(self._answer, answer=answer)
            threading.Thread(target=carry, args=(near,), daemon=True).start()

    def _answer(self, near: socket.socket, answer: bytes) -> None:
        with near, contextlib.suppress(OSError):
            near.settimeout(5)
            near.recv(CHUNK)
            near.sendall(answer)

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            far.settimeout(None)
        except OSError:
            near.close()
            return
        line = Line(near, far)
        with self._lock:
            self._lines.add(line)
        back = threading.Thread(target=self._pump, args=(line, far, near), daemon=True)
        back.start()
        self._pump(line, near, far)
        back.join()
        with self._lock:
            self._lines.discard(line)
        near.close()
        far.close()

    def _pump(self, line: Line, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(CHUNK):
                self._flowing.wait()
                if source is line.far:
                    self._answering.wait()
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

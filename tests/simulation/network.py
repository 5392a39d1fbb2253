"""The network between one client and the office: each request of the conversation can meet its own trouble.

Trouble stands in a line and each request takes the next from it; with an empty line all is well. A request
that is ``late`` is lost for the client and reaches the office some time after. How requests come here is the
business of who carries them: a proxy on a port of its own, or the pipe of many clients.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections import Counter, deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from tests.simulation.office import Lost, Office, Reply

CUTS = ("drop request", "drop reply", "late")
BREAKS = ("truncate", "short body", "duplicate")
KILLS = ("kill before", "kill after", "kill during")
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Trouble:
    """What happens to one request. ``at``: which part of the reply gets through, in thousandths."""

    kind: str
    at: int = 500


@dataclass(frozen=True)
class Request:
    """A request as the client sent it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Network:
    """What lies between one client and the office."""

    address = "http://office.example"
    """What the client takes for the office."""

    def __init__(self, office: Office, tally: Counter[str]) -> None:
        self.office, self.tally = office, tally
        self.line: deque[Trouble] = deque()
        self.late: list[Request] = []
        self.sent: list[Request] = []
        self.held = threading.Event()
        self.released = threading.Event()
        self.failures: list[str] = []

    def deliver_late(self) -> int:
        """Let what was late arrive now; nobody waits for the answers."""
        late, self.late = self.late, []
        for request in late:
            with contextlib.suppress(Lost):
                self.office.carry(request.method, request.path, request.headers, request.body)
        return len(late)

    def hold_reply(self) -> None:
        """Keep the reply to the next troubled request until :meth:`release`."""
        self.held.clear()
        self.released.clear()

    def release(self) -> None:
        self.released.set()

    def close(self) -> None:
        self.released.set()

    def exchange(self, request: Request) -> tuple[Reply | None, int | None]:
        """Return the reply and how many bytes of it get through (None: all); no reply: a cut line."""
        if not request.path.startswith("/api/v1/sync/"):
            return self._carried(request), None
        self.sent.append(request)
        trouble = self.line.popleft() if self.line else Trouble("none")
        self.tally[f"network: {trouble.kind}"] += 1
        return self._meet(trouble, request)

    def _meet(self, trouble: Trouble, request: Request) -> tuple[Reply | None, int | None]:
        match trouble.kind:
            case "drop request":
                return None, None
            case "late":
                self.late.append(request)
                return None, None
            case "drop reply":
                self._carried(request)
                return None, None
            case "kill before":
                self.office.kill()
                return None, None
            case "kill after":
                self._carried(request)
                self.office.kill()
                return None, None
            case "kill during":
                timer = threading.Timer(trouble.at / 1000 * 0.012, self.office.kill)
                timer.start()
                self._carried(request)
                timer.join()
                return None, None
            case "duplicate":
                self._carried(request)
            case "hold":
                reply = self._carried(request)
                self.held.set()
                self.released.wait(15)
                return reply, None
        reply = self._carried(request)
        if reply is None or trouble.kind not in ("truncate", "short body"):
            return reply, None
        through = len(reply.body) * trouble.at // 1000
        if trouble.kind == "short body":
            return Reply(reply.status, reply.headers, reply.body[:through]), None
        return reply, through

    def _carried(self, request: Request) -> Reply | None:
        try:
            return self.office.carry(request.method, request.path, request.headers, request.body)
        except Lost:
            return None


class Proxy(Network):
    """A network whose requests come by a port of its own."""

    def __init__(self, office: Office, tally: Counter[str]) -> None:
        super().__init__(office, tally)
        server = type("Server", (ThreadingHTTPServer,), {"daemon_threads": True, "request_queue_size": 64})
        self._server = server(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        super().close()
        self._server.shutdown()
        self._server.server_close()


def _handler(network: Network) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(self.command, self.path, dict(self.headers.items()), body)
            self.close_connection = True
            try:
                reply, through = network.exchange(request)
            except Exception as error:
                network.failures.append(f"{request.path}: {error!r}")
                reply, through = None, None
            if reply is None:
                return self._cut()
            with contextlib.suppress(OSError):
                self._answer(reply, through)
            return None

        do_POST = do_GET  # noqa: N815
        do_PUT = do_GET  # noqa: N815

        def _answer(self, reply: Reply, through: int | None) -> None:
            self.send_response_only(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body if through is None else reply.body[:through])
            self.wfile.flush()
            if through is not None:
                self._cut()

        def _cut(self) -> None:
            connection = cast(socket.socket, self.connection)
            with contextlib.suppress(OSError):
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler

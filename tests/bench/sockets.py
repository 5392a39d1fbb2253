"""Thousands of devices in one light process: each a websocket that says hello, pulls, and hears hints.

One loop over ``epoll`` and no thread, so that what is measured is the server. Reads orders and writes answers
on its standard streams, a JSON object a line; :mod:`tests.bench.crowd` gives them. To this machine only.
"""

from __future__ import annotations

import errno
import heapq
import os
import random
import select
import socket
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from backend.accounts.guard import SESSION_COOKIE
from backend.channel.api import CHANNEL_PATH
from backend.protocol.version import PROTOCOL_VERSION
from tests.bench.websocket_frames import CLOSE, TEXT, framed, frames

READ_BYTES = 256 * 1024
AT_ONCE = 64
"""Connections begun in one go: the listening socket's own queue is no part of what is measured."""
LOOK_SECONDS = 0.02
"""How often it looks whether an order is carried out: a look goes through all devices."""


@dataclass(slots=True)
class Socket:
    """A device and its connection."""

    token: str
    device: str = field(default_factory=lambda: str(uuid.uuid4()))
    nonce: str | None = None
    next_nonce: str | None = None
    cursor: str | None = None
    metadata_version: int = 0
    plug: socket.socket | None = None
    inbox: bytearray = field(default_factory=bytearray)
    state: str = "closed"
    hinted: bool = False
    begun: float = 0.0
    opened: float = 0.0
    greeted: float = 0.0
    ready: float = 0.0


class Crowd:
    """All devices of this process, and what became of them."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._sockets: list[Socket] = []
        self._by_number: dict[int, Socket] = {}
        self._due: list[tuple[float, int]] = []
        self._port = 0
        self._pulls = False
        self._trouble: Counter[str] = Counter()
        self._heard: dict[int, list[float]] = {}
        self._orders = bytearray()
        self._waiting: tuple[float, Callable[[], bool], Callable[[], dict[str, Any]]] | None = None
        self._next_look = 0.0

    def run(self) -> None:
        """Serve orders until there are no more."""
        os.set_blocking(0, False)
        self._poll.register(0, select.EPOLLIN)
        while True:
            for number, events in self._poll.poll(self._pause()):
                if number == 0:
                    if not self._read_orders():
                        return
                elif (one := self._by_number.get(number)) is not None:
                    self._move(one, events)
            self._begin_due()
            self._answer_if_so()

    def _pause(self) -> float:
        return 0.01 if self._waiting or self._due else 1.0

    # Orders

    def _read_orders(self) -> bool:
        while True:
            try:
                got = os.read(0, 1 << 20)
            except BlockingIOError:
                break
            if not got:
                return False
            self._orders += got
        while (end := self._orders.find(b"\n")) >= 0:
            order = orjson.loads(bytes(self._orders[:end]))
            del self._orders[: end + 1]
            getattr(self, f"do_{order.pop('do')}")(**order)
        return True

    def do_devices(self, port: int, tokens: list[str]) -> None:
        """Make devices, none of them connected."""
        self._port = port
        self._sockets += [Socket(token) for token in tokens]
        _say({"devices": len(self._sockets)})

    def do_move(self, port: int) -> None:
        """Go to another server from now on, as the same devices."""
        self._port = port
        _say({"port": port})

    def do_connect(self, within: float, patience: float, seed: int, first: int | None) -> None:
        """Connect all, or the first so many, at random moments within some seconds; answer when they rest."""
        chance, now = random.Random(seed), time.monotonic()
        self._trouble.clear()
        self._due = [
            (now + chance.random() * within, at)
            for at, one in enumerate(self._sockets[:first])
            if one.state == "closed"
        ]
        heapq.heapify(self._due)
        # Those that wait for their moment are no longer closed: they are on their way.
        begun = [self._sockets[at] for _, at in self._due]
        for one in begun:
            one.state = "due"

        def done() -> bool:
            return all(one.state in ("idle", "closed") for one in begun)

        def told() -> dict[str, Any]:
            served = [one for one in begun if one.state == "idle"]
            return {
                "asked": len(begun),
                "served": len(served),
                "seconds": max((one.ready for one in served), default=now) - now,
                "opening_ms": _spread([(one.opened - one.begun) * 1000 for one in served]),
                "greeting_ms": _spread([(one.greeted - one.opened) * 1000 for one in served]),
                "ready_ms": _spread([(one.ready - one.begun) * 1000 for one in served]),
                "trouble": dict(self._trouble),
            }

        self._waiting = (now + patience, done, told)

    def do_pulls(self, on: bool) -> None:
        """Let everyone pull at each hint, or only hear it."""
        self._pulls = on
        _say({"pulls": on})

    def do_heard(self, head: int, patience: float) -> None:
        """Answer when everyone who is connected has heard of a head: moments of the clock in milliseconds."""

        def moments() -> list[float]:
            return next((self._heard[one] for one in sorted(self._heard) if one >= head), [])

        def done() -> bool:
            return len(moments()) >= self._connected

        def told() -> dict[str, Any]:
            found = moments()
            answer = {"count": len(found), "first": min(found, default=0), "last": max(found, default=0)}
            self._heard.clear()
            return answer

        self._waiting = (time.monotonic() + patience, done, told)

    def do_still(self, patience: float) -> None:
        """Answer when nobody is in the middle of anything."""
        settled = ("idle", "closed")
        self._waiting = (
            time.monotonic() + patience,
            lambda: all(one.state in settled for one in self._sockets),
            lambda: {"connected": self._connected, "trouble": dict(self._trouble)},
        )

    def do_drop(self) -> None:
        """End all connections without a word, as a network does that goes away."""
        for one in self._sockets:
            self._close(one, None)
        _say({"connected": self._connected})

    def _answer_if_so(self) -> None:
        if self._waiting is None:
            return
        deadline, done, told = self._waiting
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_SECONDS
        late = now > deadline
        if done() or late:
            self._waiting = None
            _say({**told(), "late": late})

    @property
    def _connected(self) -> int:
        return sum(one.plug is not None for one in self._sockets)

    # Connections

    def _begin_due(self) -> None:
        now = time.monotonic()
        for _ in range(AT_ONCE):
            if not self._due or self._due[0][0] > now:
                return
            self._begin(self._sockets[heapq.heappop(self._due)[1]])

    def _begin(self, one: Socket) -> None:
        one.plug = socket.socket()
        one.plug.setblocking(False)
        one.plug.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        one.inbox.clear()
        one.state, one.begun, one.hinted = "connecting", time.monotonic(), False
        self._by_number[one.plug.fileno()] = one
        self._poll.register(one.plug, select.EPOLLOUT)
        found = one.plug.connect_ex(("127.0.0.1", self._port))
        if found not in (0, errno.EINPROGRESS):
            self._close(one, os.strerror(found))

    def _move(self, one: Socket, events: int) -> None:
        assert one.plug is not None
        try:
            if one.state == "connecting":
                if error := one.plug.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                    self._close(one, os.strerror(error))
                    return
                self._poll.modify(one.plug, select.EPOLLIN)
                one.state = "opening"
                one.plug.sendall(self._upgrade(one))
                return
            got = one.plug.recv(READ_BYTES)
        except OSError as error:
            self._close(one, os.strerror(error.errno or 0))
            return
        if not got:
            self._close(one, f"closed while {one.state}")
            return
        one.inbox += got
        if one.state == "opening" and not self._opened(one):
            return
        for opcode, payload in frames(one.inbox):
            if opcode == CLOSE:
                self._close(one, "a close frame")
                return
            if opcode == TEXT:
                self._take(one, orjson.loads(payload))
                if one.plug is None:
                    return

    def _upgrade(self, one: Socket) -> bytes:
        lines = (
            f"GET {CHANNEL_PATH} HTTP/1.1",
            f"Host: localhost:{self._port}",
            f"Origin: http://localhost:{self._port}",
            f"Cookie: {SESSION_COOKIE}={one.token}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: c2F0Y2hlbCBiZW5jaCBrZXk=",
        )
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _opened(self, one: Socket) -> bool:
        end = one.inbox.find(b"\r\n\r\n")
        if end < 0:
            return False
        status = bytes(one.inbox[:12])
        if not status.endswith(b" 101"):
            self._close(one, status.decode())
            return False
        del one.inbox[: end + 4]
        one.opened = time.monotonic()
        one.next_nonce = uuid.uuid4().hex
        one.state = "greeting"
        self._ask(
            one,
            "hello",
            protocolVersion=PROTOCOL_VERSION,
            nonce=one.nonce,
            nextNonce=one.next_nonce,
            metadataVersion=one.metadata_version,
            cursor=one.cursor,
            pending=0,
            stored=0,
        )
        return True

    def _take(self, one: Socket, message: dict[str, Any]) -> None:
        kind = message["type"]
        if kind == "hint":
            self._heard.setdefault(message["head"], []).append(time.time() * 1000)
            one.hinted = True
            if self._pulls and one.state == "idle":
                self._pull(one)
        elif kind == "welcome":
            one.nonce, one.greeted = one.next_nonce, time.monotonic()
            one.metadata_version = message["metadata"]["current"]
            self._pull(one)
        elif kind == "plan":
            # It believes in the pages: the server holds it to have them.
            one.cursor = message["cursor"]
            self._pull(one)
        elif kind == "page":
            self._pull(one, message["next"])
        elif kind == "done":
            one.cursor = message["cursor"]
            if self._pulls and one.hinted:
                self._pull(one)
            else:
                one.state, one.ready = "idle", time.monotonic()
        elif kind != "beat":
            self._close(one, f"{kind} {message.get('problem', {}).get('code', '')}".strip())

    def _pull(self, one: Socket, page: str | None = None) -> None:
        one.state = "pulling"
        if page is None:
            one.hinted = False
        self._ask(one, "pull", cursor=one.cursor, page=page)

    def _ask(self, one: Socket, kind: str, **fields: Any) -> None:
        assert one.plug is not None
        one.plug.sendall(framed(orjson.dumps({"type": kind, "id": 1, "device": one.device, **fields})))

    def _close(self, one: Socket, trouble: str | None) -> None:
        if one.plug is None:
            return
        if trouble is not None:
            self._trouble[trouble] += 1
        self._by_number.pop(one.plug.fileno(), None)
        self._poll.unregister(one.plug)
        one.plug.close()
        one.plug, one.state = None, "closed"


def _spread(values: list[float]) -> dict[str, float]:
    """Return the middle, the twentieth part from the top and the top."""
    if not values:
        return {"p50": 0.0, "p95": 0.0, "max": 0.0}
    values = sorted(values)
    return {"p50": values[len(values) // 2], "p95": values[int(len(values) * 0.95)], "max": values[-1]}


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    Crowd().run()

"""A connection held still: what it says unasked, and how little waits for a reader."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any, cast

import orjson
import pytest
from wsproto.connection import Connection as WebSocket
from wsproto.connection import ConnectionType
from wsproto.events import TextMessage

from backend.channel import connection as module
from backend.channel.commands import Desk
from backend.channel.connection import Connection
from backend.channel.hub import Hub
from backend.channel.wire import text_frame
from backend.records import stream
from backend.sync.cursors import Seal
from tests.backend.sync.office import Organisation


class FakeSocket:
    """A websocket whose peer is the test. After ``reads`` looks for a message it is closed."""

    def __init__(self, clock: Clock, *, reads: int) -> None:
        self.sent: list[dict[str, Any]] = []
        self.connected = True
        self.input_buffer: list[str] = []
        self.incoming_message_len = 0
        self.sock = self
        self.event = cast(threading.Event, self)
        self.waited: list[float] = []
        self._clock, self._reads = clock, reads

    def _handle_events(self) -> bool:
        return True

    def setsockopt(self, *_: int) -> None: ...

    def send(self, frame: str | bytes) -> None:
        """Take a message of the library's, or a frame of ours: two bytes in front of a short text."""
        self.sent.append(orjson.loads(frame[2:] if isinstance(frame, bytes) else frame))

    def close(self, _reason: int) -> None:
        self.connected = False

    def wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        self._clock.now += seconds
        self._reads -= 1
        self.connected = self._reads > 0

    def set(self) -> None: ...

    def clear(self) -> None: ...


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database_kind() -> str:
    return "sqlite"


def served(office: Organisation, socket: FakeSocket, clock: Clock, hub: Hub, token: str) -> Connection:
    desk = Desk(office.database, Seal(b"key"), lambda: dt.datetime.now(dt.UTC))
    return Connection(cast(Any, socket), desk, hub, token, clock=clock)


def test_a_beat_goes_out_after_each_silence_of_25_seconds(office: Organisation) -> None:
    clock = Clock()
    socket = FakeSocket(clock, reads=4)

    served(office, socket, clock, Hub(), office.person().token).run()

    assert socket.sent == [{"type": "beat"}] * 3
    assert socket.waited == [25.0] * 4


@pytest.mark.invariant(34)
def test_hints_that_were_not_read_are_replaced_by_the_newest(office: Organisation) -> None:
    clock, hub = Clock(), Hub()
    socket = FakeSocket(clock, reads=3)
    connection = served(office, socket, clock, hub, office.person().token)
    hub.join(connection)

    for head in range(1, 10_001):
        hub.head_moved(head)
    connection.run()

    assert socket.sent[0] == {"type": "hint", "head": 10_000}
    assert [message["type"] for message in socket.sent].count("hint") == 1


def test_an_older_head_wakes_nobody(office: Organisation) -> None:
    clock, hub = Clock(), Hub()
    socket = FakeSocket(clock, reads=2)
    connection = served(office, socket, clock, hub, office.person().token)
    hub.at(50, 1)
    hub.join(connection)

    hub.head_moved(50)
    connection.run()

    assert {message["type"] for message in socket.sent} <= {"beat"}


def test_a_changed_role_closes_nothing_and_asks_the_phone_to_pull(office: Organisation) -> None:
    clock, hub = Clock(), Hub()
    socket = FakeSocket(clock, reads=2)
    person = office.person()
    connection = served(office, socket, clock, hub, person.token)
    office.place()
    connection.account = person.account
    hub.join(connection)

    hub.revoked(person.account, None)
    connection.run()

    assert socket.sent[0] == {"type": "hint", "head": office.database.read(stream.head)}
    assert module.SIGNED_OUT not in socket.waited


def test_who_comes_while_the_server_goes_is_told_so(office: Organisation) -> None:
    clock, hub = Clock(), Hub()
    socket = FakeSocket(clock, reads=5)
    hub.close()

    served(office, socket, clock, hub, office.person().token).run()

    assert [message["type"] for message in socket.sent] == ["bye"]
    assert len(hub) == 0


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536, 200_000])
def test_a_frame_made_once_is_read_as_the_message_that_it_holds(size: int) -> None:
    text = "å" * (size // 2) + "x" * (size % 2)
    reader = WebSocket(ConnectionType.CLIENT)

    reader.receive_data(text_frame(text.encode()))
    read = list(reader.events())

    assert all(isinstance(one, TextMessage) for one in read)
    assert "".join(str(one.data) for one in read if isinstance(one, TextMessage)) == text
    assert isinstance(read[-1], TextMessage)
    assert read[-1].message_finished

"""The cable itself: what it carries, cuts, swallows and loses."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from tests.e2e.cable import Cable


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that gives back what it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection:
            while data := connection.recv(1024):
                connection.sendall(data)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


@pytest.fixture
def cable(echo: int) -> Iterator[Cable]:
    cable = Cable(echo)
    yield cable
    cable.close()


def is_dead(line: socket.socket) -> bool:
    try:
        return line.recv(10) == b""
    except ConnectionError:
        return True


def is_refused(cable: Cable) -> bool:
    """Say whether a new connection is reset: some systems tell it to who connects, others to who reads."""
    try:
        line = dial(cable)
    except ConnectionError:
        return True
    with line:
        return is_dead(line)


def dial(cable: Cable) -> socket.socket:
    return socket.create_connection(("127.0.0.1", cable.port), timeout=2)


def test_a_whole_cable_carries_both_ways(cable: Cable) -> None:
    with dial(cable) as line:
        line.sendall(b"hello")

        assert line.recv(10) == b"hello"


def test_a_cut_resets_what_is_open_and_refuses_what_is_new(cable: Cable) -> None:
    with dial(cable) as line:
        line.sendall(b"hello")
        line.recv(10)

        cable.cut()

        assert is_dead(line)
    assert is_refused(cable)


def test_a_swallowing_cable_is_silent_until_it_is_restored(cable: Cable) -> None:
    with dial(cable) as line:
        cable.swallow()
        line.sendall(b"hello")
        line.settimeout(0.3)

        with pytest.raises(TimeoutError):
            line.recv(10)

        cable.restore()
        line.settimeout(2)
        assert line.recv(10) == b"hello"


def test_held_replies_arrive_when_the_cable_is_restored_and_are_lost_when_it_is_cut(cable: Cable) -> None:
    with dial(cable) as kept, dial(cable) as lost:
        cable.hold_replies()
        kept.sendall(b"kept")
        kept.settimeout(0.3)

        with pytest.raises(TimeoutError):
            kept.recv(10)
        cable.restore()
        kept.settimeout(2)
        assert kept.recv(10) == b"kept"

        cable.hold_replies()
        lost.sendall(b"lost")
        cable.cut()
        assert is_dead(lost)

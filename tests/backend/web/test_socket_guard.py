"""Websockets under the real server: whole frames to slow readers, no compression, stalled readers go."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.sync.client import connect

from backend.web import socket_guard
from backend.web.socket_guard import WholeWrites
from tests.backend.server_process import ServerProcess, gunicorn_command, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    environment = {"DATA": str(tmp_path_factory.mktemp("sockets"))}
    with running(gunicorn_command("tests.backend.web.echo_app:app"), environment) as server:
        yield server


def address(server: ServerProcess, path: str) -> str:
    return f"ws://127.0.0.1:{server.port}{path}"


def test_a_message_comes_back(server: ServerProcess) -> None:
    with connect(address(server, "/test/echo")) as connection:
        connection.send("hello")

        assert connection.recv(10) == "hello"


def test_compression_is_not_agreed_on(server: ServerProcess) -> None:
    with connect(address(server, "/test/echo"), compression="deflate") as connection:
        assert connection.response is not None
        assert "Sec-WebSocket-Extensions" not in connection.response.headers


def test_fifty_megabytes_reach_a_slow_reader_whole(server: ServerProcess) -> None:
    small = socket.create_connection(("127.0.0.1", server.port))
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)

    # One frame in the client's queue at a time, so that the server has to wait for the reader.
    with connect(address(server, "/test/flood"), sock=small, max_size=None, max_queue=1) as connection:
        connection.send("50")
        pause = threading.Event()
        pause.wait(1.0)  # the slow reader: everything between is full by now
        messages = [connection.recv(30) for _ in range(50)]
        connection.send("done")

    assert sorted(message[0] for message in messages) == list(range(50))
    assert all(message == message[:1] * 1_000_000 for message in messages)


def test_others_are_served_while_a_reader_sleeps(server: ServerProcess) -> None:
    with connect(address(server, "/test/flood"), max_size=None, max_queue=1, close_timeout=0.5) as sleeper:
        sleeper.send("20")

        with connect(address(server, "/test/echo")) as other:
            other.send("hello")
            assert other.recv(5) == "hello"


def test_a_reader_that_has_stalled_is_hung_up_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import gevent.socket

    monkeypatch.setattr(socket_guard, "STALLED_SECONDS", 0.2)
    sender, reader = gevent.socket.socketpair()

    with pytest.raises(TimeoutError):
        WholeWrites(sender).send(b"x" * 50_000_000)

    with pytest.raises(OSError):
        sender.send(b"more")
    reader.close()
    sender.close()

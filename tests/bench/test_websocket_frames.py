"""Frames of the light client: a server reads what it writes, and it reads what a server writes."""

from __future__ import annotations

import pytest
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from tests.bench.websocket_frames import TEXT, framed, frames

SIZES = (0, 1, 125, 126, 65_535, 65_536)


@pytest.mark.parametrize("size", SIZES)
def test_a_server_reads_what_the_client_frames(size: int) -> None:
    text = "x" * size
    server = Connection(ConnectionType.SERVER)

    server.receive_data(framed(text.encode()))

    assert "".join(event.data for event in server.events() if isinstance(event, TextMessage)) == text


@pytest.mark.parametrize("size", SIZES)
def test_the_client_reads_what_a_server_frames(size: int) -> None:
    text = "x" * size
    inbox = bytearray(Connection(ConnectionType.SERVER).send(TextMessage(data=text)))

    found = list(frames(inbox))

    assert found == [(TEXT, text.encode())]
    assert not inbox


def test_what_is_not_whole_stays_until_the_rest_has_come() -> None:
    sent = Connection(ConnectionType.SERVER).send(TextMessage(data="y" * 300)) * 2
    inbox = bytearray()
    found: list[tuple[int, bytes]] = []

    for at in range(len(sent)):
        inbox += sent[at : at + 1]
        found += frames(inbox)

    assert found == [(TEXT, b"y" * 300)] * 2

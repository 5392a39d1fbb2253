"""The websocket against a real gunicorn: news at once, slow readers, goodbyes, other people's pages."""

from __future__ import annotations

import signal
import time
import urllib.request
from collections.abc import Iterator

import orjson
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from backend.accounts.rights import with_operations
from backend.config import Settings
from backend.records import stream
from tests.backend.channel.conftest import WAIT, SocketPhone, csrf_of, open_socket, start
from tests.backend.server_process import ServerProcess
from tests.backend.sync.office import Organisation, create_place, rule


@pytest.fixture
def phone(office: Organisation, server: ServerProcess) -> Iterator[SocketPhone]:
    phone = SocketPhone(office.person(), server=server)
    yield phone
    if phone._socket is not None:
        phone._socket.close()


def test_a_page_of_another_site_is_refused(office: Organisation, server: ServerProcess) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(server, office.person(), origin="https://evil.example")

    assert refused.value.response.status_code == 403
    assert orjson.loads(refused.value.response.body)["code"] == "foreign-origin"


@pytest.mark.feature("BEY-11")
def test_a_commit_is_hinted_at_within_a_second(
    office: Organisation, server: ServerProcess, phone: SocketPhone
) -> None:
    phone.sync()
    other = SocketPhone(office.person("Bo"), server=server)
    other.sync()
    began = time.monotonic()

    head = other.push(other.change(create_place("Airport")))["head"]
    hint = phone.hear("hint", 1.0)
    while hint["head"] < head:
        # Of what was written before, when the server looked by itself.
        hint = phone.hear("hint", 1.0)

    assert time.monotonic() - began < 1.0
    assert hint["head"] == head
    assert "Airport" in phone.pull().holds("place").values()
    other.socket.close()


@pytest.mark.feature("BEY-11")
@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=False)
def test_a_commit_in_another_process_is_hinted_at_within_a_second(
    office: Organisation, phone: SocketPhone, settings: Settings, database_kind: str
) -> None:
    phone.sync()
    with start(settings) as second:
        other = SocketPhone(office.person("Bo"), server=second)
        other.sync()
        other.push(other.change(create_place("First, so that both processes have said something")))
        phone.hear("hint")
        began = time.monotonic()

        other.push(other.change(create_place("Airport")))
        phone.hear("hint", 1.0)

        assert time.monotonic() - began < 1.0
        other.socket.close()


@pytest.mark.invariant(31)
def test_a_commit_that_nobody_announced_is_found_all_the_same(
    office: Organisation, phone: SocketPhone
) -> None:
    phone.sync()

    office.place("Written past every bus")

    assert phone.hear("hint", WAIT)["head"] == office.database.read(stream.head)


@pytest.mark.feature("MET-01")
def test_a_publication_reaches_those_whom_it_concerns(
    office: Organisation, server: ServerProcess, phone: SocketPhone
) -> None:
    version = phone.hello()["metadata"]["current"]
    phone.hello(metadataVersion=version)
    office.put_role(id="outside", workspaces=[], entities={"person": with_operations(["read"])})
    outside = SocketPhone(office.person("Olle", role="outside"), server=server)
    outside.hello(metadataVersion=version)

    news = office.publish(rule("visit", "all"), note="More visits")
    told = phone.hear("metadataChanged")
    office.place()
    outside.hear("hint")

    assert told == {
        "type": "metadataChanged",
        "version": news,
        "urgency": "soft",
        "note": {"en": "More visits"},
    }
    assert [message["type"] for message in outside.pushed] == []
    outside.socket.close()


@pytest.mark.invariant(34)
def test_a_sleeping_reader_gets_every_frame_whole_and_in_order(
    office: Organisation, server: ServerProcess, phone: SocketPhone
) -> None:
    for number in range(3):
        office.place(f"Place {number}", notes=chr(97 + number) * 55_000)
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)["plan"]
    other = SocketPhone(office.person("Bo"), server=server)
    other.sync()
    asked = 40

    for number in range(asked):
        phone.socket.send(
            orjson.dumps(
                {"type": "snapshot", "id": number, "device": phone.id, "plan": plan,
                 "entity": "place", "after": "", "until": ""}
            ).decode()
        )  # fmt: skip
    writes = 60
    for _ in range(writes):
        other.push(other.change(create_place("Meanwhile")))
    replies, hints, size = [], [], 0
    while len(replies) < asked or not hints or hints[-1] < writes + 3:
        frame = phone.socket.recv(WAIT)
        message = orjson.loads(frame)
        size += len(frame)
        (hints if message["type"] == "hint" else replies).append(
            message["head"] if message["type"] == "hint" else message
        )

    assert size > 5_000_000
    assert [reply["id"] for reply in replies] == list(range(asked))
    assert {len(orjson.dumps(reply["rows"])) for reply in replies} == {len(orjson.dumps(replies[0]["rows"]))}
    assert hints == sorted(set(hints))
    assert len(hints) < writes
    other.socket.close()


def test_signing_out_closes_the_socket_with_the_reason(server: ServerProcess, phone: SocketPhone) -> None:
    phone.hello()
    request = urllib.request.Request(
        f"{server.address}/api/v1/session",
        method="DELETE",
        headers={
            "Cookie": f"{SESSION_COOKIE}={phone.person.token}",
            CSRF_HEADER: csrf_of(phone.person),
        },
    )

    with urllib.request.urlopen(request, timeout=WAIT):
        refusal = phone.hear("refusal")

    assert (refusal["problem"]["code"], refusal["remedy"]) == ("sign-in-required", "sign_in")
    with pytest.raises(ConnectionClosed) as closed:
        phone.socket.recv(WAIT)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_server_that_stops_says_goodbye_and_ends_at_once(server: ServerProcess, phone: SocketPhone) -> None:
    phone.sync()
    began = time.monotonic()

    server.process.send_signal(signal.SIGTERM)
    bye = phone.hear("bye")

    assert bye["spread"] > 0
    with pytest.raises(ConnectionClosed) as closed:
        phone.socket.recv(WAIT)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert server.process.wait(WAIT) == 0
    assert time.monotonic() - began < 3
    assert "Traceback" not in server.output()


def test_a_peer_that_breaks_the_protocol_is_let_go(server: ServerProcess, phone: SocketPhone) -> None:
    phone.hello()

    phone.socket.socket.sendall(b"\xff\xff garbage that is no frame")

    with pytest.raises(ConnectionClosed):
        phone.socket.recv(WAIT)
    phone._socket = None
    assert phone.hello()["type"] == "welcome"

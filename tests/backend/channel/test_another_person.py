"""A window that is still open for one person while the browser's session has become another's."""

from __future__ import annotations

import orjson
import pytest
from websockets.sync.client import connect
from werkzeug.test import TestResponse

from backend.accounts.guard import CSRF_HEADER, PERSON_HEADER, SESSION_COOKIE
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.channel.conftest import WAIT, HttpPhone, csrf_of
from tests.backend.server_process import ServerProcess
from tests.backend.sync.office import Organisation, Person


@pytest.fixture
def phone(settings: Settings, database: Database, office: Organisation) -> HttpPhone:
    """Ada's phone, which has synced."""
    office.place("Harbour")
    app = channel_app(settings, database=database)
    found = HttpPhone(office.person("Ada"), client=app.test_client())
    found.sync()
    return found


@pytest.fixture
def ben(phone: HttpPhone) -> Person:
    """Somebody who has signed in to the browser of Ada's phone."""
    person = phone.person.office.person("Ben")
    phone.client.set_cookie(SESSION_COOKIE, person.token)
    return person


def pull(phone: HttpPhone, *, cookie_of: Person, as_person: Person) -> TestResponse:
    message = {"type": "pull", "id": 1, "device": phone.id, "cursor": phone.cursor, "page": None}
    headers = {CSRF_HEADER: csrf_of(cookie_of), PERSON_HEADER: as_person.user.person}
    return phone.client.post("/api/v1/sync/pull", data=orjson.dumps(message), headers=headers)


@pytest.mark.feature("SEC-09")
@pytest.mark.invariant(14)
def test_what_a_window_asks_for_one_person_is_not_answered_for_another(phone: HttpPhone, ben: Person) -> None:
    reply = pull(phone, cookie_of=ben, as_person=phone.person)

    assert reply.status_code == 401
    assert reply.json is not None
    assert reply.json["code"] == "sign-in-required", (
        "not that its device is unknown: it would begin anew as Ben"
    )
    assert b"Harbour" not in reply.data


@pytest.mark.feature("SEC-09")
def test_the_window_goes_on_as_the_same_device_once_its_person_is_back(phone: HttpPhone, ben: Person) -> None:
    device = phone.id
    pull(phone, cookie_of=ben, as_person=phone.person)
    phone.client.set_cookie(SESSION_COOKIE, phone.person.token)

    reply = pull(phone, cookie_of=phone.person, as_person=phone.person)

    assert orjson.loads(reply.data)["type"] == "done"
    assert phone.id == device


@pytest.mark.feature("SEC-09")
def test_a_page_that_names_nobody_is_answered_as_before(phone: HttpPhone, ben: Person) -> None:
    opened_for = {PERSON_HEADER: phone.person.user.person}

    told = phone.client.get("/api/v1/session", headers=opened_for)
    refused = phone.client.get("/api/v1/metadata", headers=opened_for)
    plain = phone.client.get("/api/v1/metadata")

    assert told.json is not None
    assert told.json["person"] == ben.user.person, "who is here is always told"
    assert (refused.status_code, plain.status_code) == (401, 200)


@pytest.mark.feature("SEC-09")
@pytest.mark.invariant(14)
def test_a_socket_that_is_opened_for_one_person_serves_no_other(
    office: Organisation, server: ServerProcess
) -> None:
    ada, ben = office.person("Ada"), office.person("Ben")
    hello = {
        "type": "hello", "id": 1, "device": ada.device().id, "protocolVersion": 1, "nonce": None,
        "nextNonce": "x" * 16, "metadataVersion": 0, "pending": 0, "stored": 0,
    }  # fmt: skip

    answers = []
    for person in (ada, ben):
        with connect(
            f"ws://127.0.0.1:{server.port}/api/v1/channel?person={person.user.person}",
            origin=server.address,  # type: ignore[arg-type]
            additional_headers={"Cookie": f"{SESSION_COOKIE}={ben.token}"},
            open_timeout=WAIT,
            close_timeout=1,
        ) as socket:
            socket.send(orjson.dumps(hello).decode())
            answers.append(orjson.loads(socket.recv(WAIT)))

    assert [answer["type"] for answer in answers] == ["refusal", "welcome"]
    assert answers[0]["remedy"] == "sign_in"

"""The guard of messages over HTTP: it begins no transaction of its own once it knows a sign-in's token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pytest
from sqlalchemy import Engine, event, select, update
from werkzeug.test import TestResponse

from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from backend.accounts.models import SignIn
from backend.accounts.sessions import end_all
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.channel.conftest import HttpPhone
from tests.backend.sync.office import Organisation


@pytest.fixture
def phone(settings: Settings, database: Database, office: Organisation) -> HttpPhone:
    """A phone that has synced, so that its sign-in is known."""
    office.place("Harbour")
    app = channel_app(settings, database=database)
    found = HttpPhone(office.person("Ada"), client=app.test_client())
    found.sync()
    return found


@contextmanager
def transactions() -> Iterator[list[str]]:
    """Note each transaction that begins."""
    begun: list[str] = []

    def note(_: object) -> None:
        begun.append("begin")

    event.listen(Engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(Engine, "begin", note)


def pull(phone: HttpPhone, *, csrf: str) -> TestResponse:
    phone.client.set_cookie(SESSION_COOKIE, phone.person.token)
    message = {"type": "pull", "id": 1, "device": phone.id, "cursor": phone.cursor, "page": None}
    return phone.client.post("/api/v1/sync/pull", data=orjson.dumps(message), headers={CSRF_HEADER: csrf})


def test_a_message_over_http_is_one_transaction(phone: HttpPhone) -> None:
    with transactions() as begun:
        reply = pull(phone, csrf=phone.csrf)

    assert orjson.loads(reply.data)["type"] == "done"
    assert begun == ["begin"]


@pytest.mark.feature("SEC-07")
@pytest.mark.invariant(14)
@pytest.mark.parametrize("has_token", [True, False])
def test_a_sign_in_that_has_ended_is_refused_although_its_token_is_known(
    phone: HttpPhone, *, has_token: bool
) -> None:
    account = phone.person.account
    phone.person.office.database.write(lambda session: end_all(session, account))

    reply = pull(phone, csrf=phone.csrf if has_token else "")

    assert reply.status_code == 401
    assert reply.json is not None
    assert reply.json["code"] == "sign-in-required"
    assert b"Harbour" not in reply.data


@pytest.mark.parametrize("csrf", ["", "another"])
def test_a_message_without_the_token_is_refused_although_it_is_known(phone: HttpPhone, csrf: str) -> None:
    reply = pull(phone, csrf=csrf)

    assert reply.status_code == 403
    assert reply.json is not None
    assert reply.json["code"] == "csrf"


def test_the_opening_notes_that_a_sign_in_was_used(phone: HttpPhone, database: Database) -> None:
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    database.write(lambda session: session.execute(update(SignIn).values(last_seen=long_ago)))

    phone.hello()

    last_seen = database.read(lambda session: session.scalars(select(SignIn.last_seen)).all())
    assert all(dt.datetime.now(dt.UTC) - one < dt.timedelta(minutes=5) for one in last_seen)

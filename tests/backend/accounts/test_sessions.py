"""Sessions as functions of a database session and a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import passwords, roles, service, sessions
from backend.accounts.models import Account, SignIn
from backend.accounts.user import User
from backend.database import Database
from backend.errors import SignInRequired
from backend.signals import session_revoked
from tests.backend.accounts.conftest import NOW, PASSWORD, password_hash

DAY = dt.timedelta(days=1)
[DESIGNER] = [one for one in roles.BUILT_IN if one["id"] == "designer"]


def begin(database: Database, email: str = "ada@example.com", now: dt.datetime = NOW) -> str:
    found = database.read(lambda session: sessions.credentials(session, email))
    return database.write(lambda session: sessions.begin(session, found, profile="browser", now=now))


def is_running(database: Database, token: str, now: dt.datetime) -> bool:
    return database.read(lambda session: sessions.user_of(session, token, now=now)) is not None


def test_a_session_ends_after_thirty_days_without_use(
    database: Database, add_account: Callable[..., int]
) -> None:
    add_account("ada")

    token = begin(database)

    assert is_running(database, token, NOW + 29 * DAY)
    assert not is_running(database, token, NOW + 31 * DAY)


def test_use_keeps_a_session_running(database: Database, add_account: Callable[..., int]) -> None:
    add_account("ada")
    token = begin(database)
    found = database.read(lambda session: sessions.running(session, token, now=NOW + 29 * DAY))
    assert found is not None
    assert found.stale(NOW + 29 * DAY)

    database.write(lambda session: sessions.seen(session, found.id, now=NOW + 29 * DAY))

    assert is_running(database, token, NOW + 50 * DAY)


def test_the_token_itself_is_not_stored(database: Database, add_account: Callable[..., int]) -> None:
    add_account("ada")

    token = begin(database)

    stored = database.read(lambda session: session.execute(select(SignIn.__table__)).one())
    assert token not in stored


@pytest.mark.parametrize("end", ["disable", "password", "sign out"])
def test_ending_sessions_tells_of_it_and_lets_no_one_in(
    database: Database, add_account: Callable[..., int], end: str
) -> None:
    account = add_account("ada")
    token = begin(database)
    told: list[Any] = []
    receiver = session_revoked.connect(lambda _, **about: told.append(about["account"]), weak=False)

    def work(session: Any) -> None:
        if end == "disable":
            service.set_disabled(session, account, disabled=True)
        elif end == "password":
            service.set_password(session, account, password_hash())
        else:
            found = sessions.running(session, token, now=NOW)
            assert found is not None
            sessions.end(session, found.id)

    try:
        database.write(work)
    finally:
        session_revoked.disconnect(receiver)

    assert told == [account]
    assert not is_running(database, token, NOW)


def test_a_password_changed_while_it_was_compared_lets_no_one_in(
    database: Database, add_account: Callable[..., int]
) -> None:
    account = add_account("ada")
    proven = database.read(lambda session: sessions.credentials(session, "ada@example.com"))
    other = passwords.hashed("something else entirely")
    database.write(lambda session: service.set_password(session, account, other))

    with pytest.raises(SignInRequired) as refusal:
        database.write(lambda session: sessions.begin(session, proven, profile="browser", now=NOW))

    assert refusal.value.code == "sign-in-wrong"


@pytest.mark.parametrize("written", ["ADA@example.com", "  ada@Example.COM "])
def test_an_email_is_the_same_in_any_case(
    database: Database, add_account: Callable[..., int], written: str
) -> None:
    account = add_account("ada")

    found = database.read(lambda session: sessions.credentials(session, written))

    assert found.account == account


def test_a_missing_hash_costs_a_comparison_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []
    real = passwords._hasher

    class Watched:
        def hash(self, password: str) -> str:
            return real.hash(password)

        def verify(self, stored: str, password: str) -> bool:
            compared.append(stored.split("$")[3])
            return real.verify(stored, password)

    monkeypatch.setattr(passwords, "_hasher", Watched())

    unknown, wrong = passwords.matches(None, PASSWORD), passwords.matches(password_hash(), "another one")

    assert (unknown, wrong) == (False, False)
    assert compared[0] == compared[1], "one comparison each, with the same cost parameters"


def test_a_hash_costs_what_the_standard_asks_for(real_hasher: PasswordHasher) -> None:
    stored = extract_parameters(real_hasher.hash(PASSWORD))

    assert stored.type is Type.ID
    assert stored.memory_cost >= RFC_9106_LOW_MEMORY.memory_cost
    assert stored.time_cost >= RFC_9106_LOW_MEMORY.time_cost
    assert real_hasher.check_needs_rehash(passwords.hashed(PASSWORD)), "the one of the tests costs less"


def test_a_role_that_changes_is_seen_by_the_next_question(
    database: Database, add_account: Callable[..., int]
) -> None:
    add_account("ada", "designer")
    token = begin(database)
    before = user(database, token)

    database.write(lambda session: roles.put_role(session, DESIGNER | {"privileges": ["use_app"]}))

    assert before.privileges >= {"design", "use_app"}
    assert user(database, token).privileges == {"use_app"}


def test_a_role_that_was_changed_and_taken_back_is_not_remembered(
    database: Database, add_account: Callable[..., int]
) -> None:
    add_account("ada", "designer")
    token = begin(database)
    before = user(database, token)
    inside: list[frozenset[str]] = []

    def rolled_back(session: Session) -> None:
        roles.put_role(session, DESIGNER | {"privileges": ["administer"]})
        found = sessions.user_of(session, token, now=NOW)
        assert found is not None
        inside.append(found.privileges)
        raise LookupError

    with pytest.raises(LookupError):
        database.write(rolled_back)

    assert inside == [{"administer"}]
    assert user(database, token) == before


def test_a_zone_and_a_name_that_change_are_seen_by_the_next_question(
    database: Database, add_account: Callable[..., int]
) -> None:
    account = add_account("ada")
    token = begin(database)
    user(database, token)

    def move(session: Session) -> None:
        session.get_one(Account, account).name = "Ada B."
        service.set_organisation_zone(session, "Europe/Stockholm")

    database.write(move)

    assert (user(database, token).name, user(database, token).zone) == ("Ada B.", "Europe/Stockholm")


def user(database: Database, token: str) -> User:
    found = database.read(lambda session: sessions.user_of(session, token, now=NOW))
    assert found is not None
    return found

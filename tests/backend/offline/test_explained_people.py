"""What is explained of every record to every person of the demonstration is what his new device is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Account
from backend.accounts.sessions import Credentials, begin, user_of_account
from backend.config import Settings
from backend.database import Database
from backend.demo import first_start
from backend.metadata import service
from backend.offline import filter_edits
from backend.offline.explain import explain
from backend.offline.scope import Scope
from backend.offline.wanted import wanted_of
from backend.records.blob_store import BlobStore
from backend.records.models import record
from tests.backend.sync.office import Organisation, Person

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
OFTEN = 40
"""Of so many records of an entity one is explained in full, in the scope and out of it."""

Held = dict[str, set[str]]
"""Entity → ids."""


@dataclass
class Somebody:
    """A person's account."""

    id: int
    email: str
    password_hash: str


@dataclass
class Demonstration:
    database: Database

    def people(self) -> list[Somebody]:
        query = select(Account.id, Account.email, Account.password_hash).order_by(Account.id)
        return self.database.read(lambda session: [Somebody(*row) for row in session.execute(query)])

    def wish(self, account: int, number: int) -> None:
        """Give a person filters whose paths walk into what not everybody may read."""

        def work(session: Session) -> None:
            user = user_of_account(session, account)
            model = service.current(session).model
            assert user is not None
            for entity, condition in WISHES[number % len(WISHES)]:
                if user.may("read", entity):
                    body = {"entity": entity, "label": {"en": "Mine"}, "condition": condition, "active": True}
                    filter_edits.create(session, user, model, body, now=NOW)

        self.database.write(work)

    def sent(self, account: Somebody) -> Held:
        """What a new device of a person holds after its first exchange."""
        credentials = Credentials(account.id, account.password_hash)
        token = self.database.write(
            lambda session: begin(session, credentials, profile=account.email, now=NOW)
        )
        phone = Person(Organisation(self.database, now=NOW), account.id, token).device().sync()
        return {entity: set(rows) for entity, rows in phone.records.items() if rows}

    def explained(self, account: Somebody) -> tuple[Held, int]:
        """What the explanation says that he holds, of all records there are, and how many it gave whole."""

        def work(session: Session) -> tuple[Held, int]:
            user = user_of_account(session, account.id)
            assert user is not None
            metadata = service.current(session)
            scope = Scope(session, user, metadata, wanted_of(session, user, metadata), None, NOW)
            held: Held = {}
            asked = 0
            for entity, ids in records_of(session):
                names = scope.reasons(entity, ids)
                inside = {one for one in ids if names.get(one)}
                if inside:
                    held[entity] = inside
                for some in (sorted(inside), sorted(set(ids) - inside)):
                    for identity in some[::OFTEN]:
                        asked += 1
                        found = explain(session, user, metadata, entity, identity, now=NOW)
                        assert found.inside == (identity in inside)
                        assert found.facts
            return held, asked

        return self.database.read(work)


def records_of(session: Session) -> Iterator[tuple[str, list[str]]]:
    rows = session.execute(select(record.c.entity, record.c.id).where(record.c.gone.is_(False)))
    found: dict[str, list[str]] = {}
    for entity, identity in rows:
        found.setdefault(entity, []).append(identity)
    yield from sorted(found.items())


WISHES: list[list[tuple[str, Any]]] = [
    [("order_line", {"op": "ne", "path": "order.status", "value": "open"})],
    [("order_line", {"op": "not", "of": [{"op": "not-null", "path": "order.owner"}]})],
    [("sales_order", {"op": "and", "of": []}), ("expense", {"op": "null", "path": "report.purpose"})],
    [("expense", {"op": "ne", "path": "report.owner.name", "value": "Nobody"})],
    [],
]
"""Filters of people: most ask for what their paths lead to being other, or missing, which it is where he may
not read it."""


@pytest.fixture
def demonstration(database: Database, tmp_path: Path) -> Demonstration:
    environment = {"DATA": str(tmp_path / "demo"), "SECRET_KEY": "s" * 20, "DEMO_SCALE": "0.01"}
    settings = Settings.from_environment(environment)
    first_start.first_start(database, settings, BlobStore(tmp_path / "blobs"), NOW)
    return Demonstration(database)


@pytest.mark.timeout(300)
@pytest.mark.feature("DAT-12", "BEY-25", "OUT-04")
@pytest.mark.invariant(1)
@pytest.mark.invariant(14)
def test_every_record_is_explained_to_each_of_the_forty_people_as_their_devices_hold_it(
    demonstration: Demonstration,
) -> None:
    people = demonstration.people()
    for number, account in enumerate(people):
        demonstration.wish(account.id, number)

    sent = {account.email: demonstration.sent(account) for account in people}
    told = {account.email: demonstration.explained(account) for account in people}

    assert {email: held for email, (held, _) in told.items()} == sent
    assert len(people) == 40
    assert len({str(sorted((one, len(ids)) for one, ids in held.items())) for held in sent.values()}) > 5
    assert sum(asked for _, asked in told.values()) > 400

"""Changes that are answered together, beside the same changes answered one by one: nothing differs.

Both are done to one and the same database, each in a transaction of its own that is taken back, and all that
stands in its tables afterwards is compared: records, their sidecars, history, the stream, numbers, conflicts,
outcomes, what is kept of refused changes.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import MetaData, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from backend.protocol.messages import Push
from backend.protocol.shape import shared
from backend.records import models as records
from backend.sync import answering
from backend.sync.push import push
from tests.backend.sync.company import Company
from tests.backend.sync.mixed_changes import NEWEST, Road
from tests.backend.sync.office import Organisation, Phone, new_id

REQUESTS, CHANGES = 5, 20
RANDOM = {("refused_change", "id"), ("dropped_values", "id"), ("recomputation", "id")}
"""Columns that hold something else each time."""

Contents = dict[str, list[tuple[Any, ...]]]
Outcomes = dict[int, dict[str, Any]]


class _TakenBack(Exception):
    """Ends a transaction of which only the look of it was wanted."""


def tables_of(office: Organisation) -> MetaData:
    tables = MetaData()
    office.database.read(lambda session: tables.reflect(session.connection()))
    return tables


def contents(session: Session, tables: MetaData) -> Contents:
    """All that the database holds, table by table."""
    session.flush()
    found: Contents = {}
    for table in tables.sorted_tables:
        columns = [one for one in table.columns if (table.name, one.name) not in RANDOM]
        found[table.name] = sorted((tuple(row) for row in session.execute(select(*columns))), key=repr)
    return found


def asked(phone: Phone, changes: Sequence[Any]) -> dict[str, Any]:
    """A push as the command gets it."""
    raw = {"type": "push", "id": 1, "device": phone.id, "changes": list(changes)}
    message: dict[str, Any] = shared(Push).load(raw)
    return message


def pushed(tables: MetaData, phone: Phone, *requests: Sequence[Any]) -> Contents:
    """What the database would hold after these requests."""
    office = phone.person.office
    found: list[Contents] = []

    def work(session: Session) -> None:
        user = phone.person.user_in(session)
        for changes in requests:
            push(session, user, asked(phone, changes), now=office.now)
        found.append(contents(session, tables))
        raise _TakenBack

    with pytest.raises(_TakenBack):
        office.database.write(work)
    return found[-1]


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How often so many changes have been answered together."""
    counted: Counter[int] = Counter()
    real = answering.apply_together

    def counting(*arguments: Any, **more: Any) -> Any:
        outcomes = real(*arguments, **more)
        counted[len(outcomes)] += 1
        return outcomes

    monkeypatch.setattr(answering, "apply_together", counting)
    return counted


@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
@pytest.mark.invariant(8)
@pytest.mark.invariant(9)
@pytest.mark.parametrize(("seed", "ruled"), [(0, False), (1, False), (2, False), (0, True), (3, True)])
def test_a_request_does_what_its_changes_do_one_by_one(
    company: Company, together: Counter[int], seed: int, ruled: bool
) -> None:
    road = Road(company, seed, ruled=ruled)
    tables = tables_of(company)
    answers: Counter[str] = Counter()

    for _ in range(REQUESTS):
        for _ in range(road.chance.randint(2, 6)):
            road.meanwhile()
        changes = road.changes(CHANGES)
        at_once = pushed(tables, road.phone, changes)
        one_by_one = pushed(tables, road.phone, *([change] for change in changes))

        assert at_once == one_by_one

        reply = road.phone.push(*changes)
        assert road.phone.push(*changes) == reply
        answers.update(statuses(reply))
        road.heard(changes, reply["outcomes"])

    assert {"applied", "rejected"} < answers.keys(), answers
    assert answers.keys() & {"merged", "conflict"}, answers
    # What rules look at from elsewhere goes alone.
    most = REQUESTS * CHANGES / (10 if ruled else 4)
    assert sum(count * size for size, count in together.items()) > most, together


@pytest.fixture
def road(company: Company) -> Road:
    return Road(company, 0)


def edit(entity: str, record: str, **values: Any) -> dict[str, Any]:
    edits = {name: {"value": value, "base": NEWEST} for name, value in values.items()}
    return {"kind": "set", "entity": entity, "record": record, "edits": edits}


def statuses(reply: dict[str, Any]) -> list[str]:
    return [one["status"] for one in reply["outcomes"]]


@pytest.mark.invariant(9)
def test_plain_changes_go_together_and_each_has_its_own_number_and_history(
    road: Road, together: Counter[int]
) -> None:
    customers = road.known["customer"]
    new = {"kind": "create", "entity": "customer", "record": new_id(), "values": {"name": "New"}}
    changes = [road.phone.change(edit("customer", one, street="Here")) for one in customers]
    changes.append(road.phone.change(new))

    reply = road.phone.push(*changes)

    first = reply["outcomes"][0]["seq"]
    table, found = records.history.c, range(first, first + len(changes))
    written = select(table.seq, table.change).where(table.seq >= first).order_by(table.seq)
    kept = road.company.database.read(lambda session: [tuple(row) for row in session.execute(written)])
    assert set(together) == {len(changes)}
    assert [one["seq"] for one in reply["outcomes"]] == list(found)
    assert kept == list(zip(found, [one["id"] for one in changes], strict=True))


@pytest.mark.invariant(33)
@pytest.mark.invariant(9)
def test_what_is_refused_among_others_takes_no_number_and_stops_none(road: Road) -> None:
    acts = [edit("customer", one, street="Here") for one in road.known["customer"][:7]]
    acts[3] = edit("customer", road.known["customer"][3], secret="mine")

    reply = road.phone.push(*(road.phone.change(act) for act in acts))

    numbers = [one["seq"] for one in reply["outcomes"] if one["seq"]]
    assert statuses(reply) == ["applied"] * 3 + ["rejected"] + ["applied"] * 3
    assert numbers == list(range(numbers[0], numbers[0] + 6))


@pytest.mark.invariant(8)
def test_a_change_does_not_point_at_what_a_later_one_makes(road: Road) -> None:
    head = {"kind": "create", "entity": "customer", "record": new_id(), "values": {"name": "Head office"}}
    first, second = (edit("customer", one, customer=head["record"]) for one in road.known["customer"][:2])

    reply = road.phone.push(*(road.phone.change(act) for act in (first, head, second)))

    assert statuses(reply) == ["rejected", "applied", "applied"]
    assert reply["outcomes"][0]["problem"]["code"] == "lookup-not-found"


@pytest.mark.invariant(8)
def test_a_unique_value_is_not_taken_before_it_is_free(road: Road) -> None:
    holder = road.known["customer"][0]
    create = {
        "kind": "create", "entity": "customer", "record": new_id(),
        "values": {"name": "New", "code": "C0"},
    }  # fmt: skip
    again = {**create, "record": new_id()}

    reply = road.phone.push(
        *(road.phone.change(act) for act in (create, edit("customer", holder, code="C90"), again))
    )

    assert statuses(reply) == ["rejected", "applied", "applied"]


def test_a_database_that_collides_repeats_all_of_the_request(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = answering.apply_together, []

    def colliding(*arguments: Any, **more: Any) -> Any:
        outcomes = real(*arguments, **more)
        tries.append(len(outcomes))
        if len(tries) == 1:
            busy = sqlite3.OperationalError("database is locked")
            busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise OperationalError("INSERT", {}, busy)
        return outcomes

    monkeypatch.setattr(answering, "apply_together", colliding)
    changes = [road.phone.change(edit("customer", one, street="Here")) for one in road.known["customer"]]

    reply = road.phone.push(*changes)

    assert len(tries) > 1
    assert set(tries) == {len(changes)}
    assert statuses(reply) == ["applied"] * len(changes)

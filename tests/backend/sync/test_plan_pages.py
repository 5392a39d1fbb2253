"""Pages of a plan: what they ask again, what they need not, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.offline.marks import set_mark
from backend.offline.scope import Scope
from backend.records.models import record
from backend.records.stream import state
from tests.backend.sync.office import ALL, Organisation, Phone


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of the records whose scope is asked from here on."""
    numbers: list[int] = []
    inside = Scope.inside

    def noting(self: Scope, entity: str, rids: Iterable[int]) -> set[int]:
        wanted = list(rids)
        numbers.extend(wanted)
        return inside(self, entity, wanted)

    monkeypatch.setattr(Scope, "inside", noting)
    return numbers


def plan_of(phone: Phone) -> str:
    phone.hello()
    return str(phone.ask("pull", cursor=None, page=None)["plan"])


def ids_of(page: dict[str, Any]) -> set[str]:
    return {row[0] for row in page["rows"]}


def take_away_unseen(session: Session, visit: str, owner: str) -> None:
    """Give a visit to somebody else without a number, as no part of the office may."""
    session.execute(update(record).where(record.c.id == visit).values(owner=owner))


@pytest.mark.invariant(14)
def test_only_members_that_moved_since_the_plan_are_asked_again(
    office: Organisation, phone: Phone, asked: list[int]
) -> None:
    other = office.person("Bo")
    gone, stays, renamed = (office.visit(phone.person, name) for name in ("Gone", "Stays", "Renamed"))
    plan = plan_of(phone)
    office.hand_over(gone, other)
    office.rename(renamed, "New", entity="visit", title="title")
    asked.clear()

    page = phone.snapshot(plan, "visit")

    assert ids_of(page) == {stays, renamed}
    assert len(asked) == 2


@pytest.mark.invariant(14)
def test_a_mark_above_the_plan_has_every_member_asked_again(
    office: Organisation, phone: Phone, asked: list[int]
) -> None:
    other = office.person("Bo")
    gone, stays = (office.visit(phone.person, name) for name in ("Gone", "Stays"))
    plan = plan_of(phone)
    office.place("Moves the head")

    def move(session: Session) -> None:
        take_away_unseen(session, gone, other.user_in(session).person)
        set_mark(session, "visit", state(session).head)

    office.database.write(move)
    asked.clear()

    page = phone.snapshot(plan, "visit")

    assert ids_of(page) == {stays}
    assert len(asked) == 2


def test_a_page_of_a_plan_has_a_line_for_each_record(office: Organisation, phone: Phone) -> None:
    places = {office.place('Quoted "one"'), office.place("Two", notes="a\nb")}
    plan = plan_of(phone)
    phone.heard.clear()

    phone.snapshot(plan, "place")
    phone.snapshot(plan, "visit")

    full, empty = phone.heard
    first, *rows, last = full.split(b"\n")
    assert first.endswith(b'"rows":[')
    assert last.startswith(b"]")
    assert {orjson.loads(row.rstrip(b","))[0] for row in rows} == places
    assert b'"rows":[]' in empty


@pytest.mark.parametrize("sparse", [1, 10_000])
def test_members_are_found_among_many_others_by_looking_or_by_asking(
    office: Organisation, phone: Phone, monkeypatch: pytest.MonkeyPatch, sparse: int
) -> None:
    monkeypatch.setattr("backend.sync.plan.SLICE_ROWS", 3)
    monkeypatch.setattr("backend.sync.plan._SPARSE", sparse)
    other = office.person("Bo")
    owners = [phone.person if number % 4 == 3 else other for number in range(12)]
    visits = {office.visit(owner): owner for owner in owners}
    mine = {visit for visit, owner in visits.items() if owner is phone.person}
    plan = plan_of(phone)

    page = phone.snapshot(plan, "visit")

    assert ids_of(page) == mine


@pytest.mark.invariant(14)
def test_pages_of_a_comparison_ask_again_only_what_moved_since_it_began(
    office: Organisation, phone: Phone, asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sync.rescope.PAGE_ROWS", 2)
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", 2)
    other = office.person("Bo")
    visits = [office.visit(phone.person, f"Visit {number}") for number in range(6)]
    office.put_role(entities={"place": ALL})
    phone.sync()
    office.put_role(entities={"place": ALL, "visit": ALL})
    first = phone.ask("pull", cursor=phone.cursor, page=None)
    office.hand_over(visits[4], other)
    asked.clear()

    pages = [first]
    while pages[-1]["type"] == "page":
        pages.append(phone.ask("pull", cursor=phone.cursor, page=pages[-1]["next"]))

    sent = [row[0] for page in pages for put in page["put"] for row in put["rows"]]
    assert sorted(sent) == sorted(visit for visit in visits if visit != visits[4])
    assert len(pages) == 3
    assert len(set(asked)) == 1

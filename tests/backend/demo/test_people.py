"""The people of the demonstration: who is there, where they stand, and what they may do."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import roles, sessions
from backend.accounts.circle import company
from backend.accounts.models import Account, TeamMember
from backend.accounts.service import account_by_email
from backend.accounts.user import DEPTHS, User
from backend.config import Settings
from backend.database import Database
from backend.demo import first_start, people
from backend.metadata import service
from backend.metadata.practice.source import Made, Source
from backend.metadata.role_checks import role_findings
from backend.records import reach
from backend.records.blob_store import BlobStore
from backend.records.models import record

NOW = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
PACKAGES = Path(__file__).parents[3] / "workspaces"
PASSWORD = "lantern-harbour-42"


@pytest.fixture
def staff() -> people.Staff:
    return people.staff(Source(first_start.SEED, NOW.date()))


def values(staff: people.Staff, entity: str) -> dict[str, dict[str, Any]]:
    return {made.id: made.values for made in staff.records if made.entity == entity}


def ready_made_roles() -> dict[str, dict[str, Any]]:
    found = [role for path in PACKAGES.glob("*/roles.json") for role in json.loads(path.read_text())]
    return {role["id"]: role for role in found}


@pytest.mark.feature("BEY-25")
def test_there_are_forty_people_two_companies_and_eight_teams(staff: people.Staff) -> None:
    units = values(staff, "business_unit")

    assert len(staff.employees) == len(values(staff, "person")) == 40
    assert len({employee.email for employee in staff.employees}) == 40
    assert len([unit for unit in units.values() if unit["parent"] is None]) == 2
    assert len(staff.teams) == len(values(staff, "team")) == 8
    assert all(len(team.members) >= 2 for team in staff.teams)


def test_the_hierarchy_is_five_deep(staff: people.Staff) -> None:
    managers = {person: found["manager"] for person, found in values(staff, "person").items()}

    def managers_above(person: str) -> int:
        return 0 if managers[person] is None else 1 + managers_above(managers[person])

    assert max(managers_above(person) for person in managers) == 5


def test_units_reach_three_levels_down(staff: people.Staff) -> None:
    parents = {unit: found["parent"] for unit, found in values(staff, "business_unit").items()}

    def level(unit: str | None) -> int:
        return 0 if unit is None else 1 + level(parents[unit])

    assert max(level(unit) for unit in parents) == 3


def test_every_role_that_somebody_holds_exists(staff: people.Staff) -> None:
    known = ready_made_roles().keys() | {role["id"] for role in roles.BUILT_IN}

    assert {role for employee in staff.employees for role in employee.roles} <= known


@pytest.mark.feature("SEC-01", "SEC-05")
def test_roles_of_the_demonstration_use_every_depth_and_keep_fields_back() -> None:
    rights = [found for role in ready_made_roles().values() for found in role["entities"].values()]

    depths = {one for found in rights for one in found.values() if isinstance(one, str)}
    assert depths == set(DEPTHS) - {"none"}
    assert any(found.get("hidden") for found in rights)
    assert any(found.get("readOnly") for found in rights)


def test_the_first_company_is_drawn_as_before_and_the_others_beside_it(staff: people.Staff) -> None:
    source = Source(first_start.SEED, NOW.date())
    people.staff(source)

    assert len(staff.office) == 12
    assert source.random.random() == pytest.approx(after_the_first_company().random.random())


def after_the_first_company() -> Source:
    """A source from which as much was drawn as four units and twelve people with telephones take."""
    source = Source(first_start.SEED, NOW.date())
    for _ in range(4):
        source.uuid7(source.day(-1000, -990))
    for _ in range(12):
        source.uuid7(source.day(-900, -800))
    for _ in range(12):
        source.phone()
    return source


def test_orders_are_spread_the_same_way_each_time_and_nothing_else_is() -> None:
    source = Source(1, NOW.date())
    made = [Made("sales_order", source.uuid7(NOW.date()), {}, owner="a") for _ in range(600)]
    line = Made("order_line", source.uuid7(NOW.date()), {}, owner="a")

    first = list(people.spread([*made, line], ["x", "y"]))
    again = list(people.spread([*made, line], ["x", "y"]))

    counts = Counter(one.owner for one in first[:-1])
    assert first == again
    assert 150 < counts["x"] + counts["y"] < 250
    assert min(counts["x"], counts["y"]) > 50
    assert first[-1] is line


class Demonstration:
    """An installation after its first start, small."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def user(self, name: str) -> User:
        def work(session: Session) -> User | None:
            account = account_by_email(session, f"{name}@satchel.example")
            return sessions.user_of_account(session, account.id)

        found = self.database.read(work)
        assert found is not None
        return found

    def readable(self, name: str, entity: str) -> int:
        user = self.user(name)

        def work(session: Session) -> int:
            ids = session.scalars(select(record.c.id).where(record.c.entity == entity)).all()
            model = service.current(session).model
            return len(reach.allowed(session, user, "read", model, entity, ids))

        return self.database.read(work)


@pytest.fixture
def demonstration(database: Database, tmp_path: Path) -> Demonstration:
    environment = {"DATA": str(tmp_path / "demo"), "SECRET_KEY": "s" * 20, "DEMO_PASSWORD": PASSWORD}
    settings = Settings.from_environment({**environment, "DEMO_SCALE": "0.02"})
    first_start.first_start(database, settings, BlobStore(tmp_path / "blobs"), NOW)
    return Demonstration(database)


@pytest.mark.feature("SEC-01", "SEC-05", "BEY-25")
def test_the_people_of_the_demonstration_see_as_much_as_their_roles_say(
    demonstration: Demonstration, app: Flask
) -> None:
    orders = {
        name: demonstration.readable(name, "sales_order")
        for name in ("ana", "femke", "maja", "sara", "agnes", "oskar", "tuva", "yusuf")
    }

    assert orders["ana"] == orders["femke"] == 100, "sales people of the first company read all of them"
    assert orders["ana"] > orders["maja"] > orders["sara"] >= orders["agnes"] >= orders["tuva"] > 0
    assert orders["yusuf"] == 0
    assert demonstration.user("oskar").hidden("customer") == {"credit_limit"}
    assert demonstration.user("leyla").hidden("customer") == frozenset(), "another role of hers shows it"
    assert demonstration.user("femke").hidden("customer") == frozenset()
    assert demonstration.user("femke").read_only("customer") == {"credit_limit"}
    assert demonstration.user("bjorn").read_only("customer") == frozenset()
    assert demonstration.user("kaisa").zone == "Europe/Helsinki"
    signed_in = app.test_client().post(
        "/api/v1/session", json={"email": "tuva@satchel.example", "password": PASSWORD}
    )
    assert signed_in.status_code == 200
    assert_whole(demonstration.database)


def assert_whole(database: Database) -> None:
    """Check what everyone of the demonstration holds against what is published."""

    def work(session: Session) -> None:
        published = service.current(session)
        for document in roles.roles(session):
            assert role_findings(document, published.model, published.workspaces) == []
        where = company(session)
        assert len(where.managers) == 40
        assert len(session.scalars(select(Account.id)).all()) == 40
        assert {one.team for one in session.scalars(select(TeamMember))} == set(where.team_units)
        owners = set(session.scalars(select(record.c.owner).where(record.c.entity == "sales_order")))
        assert owners & set(where.team_units), "teams own orders too"

    database.read(work)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_later_start_brings_what_is_new_in_the_products_own_entities(
    demonstration: Demonstration, settings: Settings, tmp_path: Path
) -> None:
    before = demonstration.database.read(service.current_version)

    first_start.first_start(demonstration.database, settings, BlobStore(tmp_path / "blobs"), NOW)

    assert demonstration.database.read(service.current_version) == before, "there was nothing new"


@pytest.mark.feature("SEC-01", "SEC-05")
@pytest.mark.parametrize(("language", "word"), [("en", "owns the record"), ("sv", "äger posten")])
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_administrator_is_told_why_somebody_sees_a_record_or_does_not(
    demonstration: Demonstration, app: Flask, language: str, word: str
) -> None:
    browser = app.test_client()
    headers = {"Accept-Language": language}
    signing_in = {"email": "ana@satchel.example", "password": PASSWORD}
    csrf = browser.post("/api/v1/session", json=signing_in).get_json()["csrf"]
    browser.patch("/api/v1/session", json={"language": language}, headers={"X-CSRF-Token": csrf})
    femke, viktor = (demonstration.user(name).person for name in ("femke", "viktor"))

    def first_id(entity: str, **more: str) -> str:
        query = select(record.c.id).where(record.c.entity == entity).filter_by(**more)
        return str(demonstration.database.read(lambda session: session.scalars(query).first()))

    any_customer = first_id("customer")
    seller = demonstration.user("oskar").person
    phone = app.test_client()
    his = {"email": "oskar@satchel.example", "password": PASSWORD}
    token = phone.post("/api/v1/session", json=his).get_json()["csrf"]

    def made(status: str) -> str:
        reply = phone.post(
            "/api/v1/records/sales_order",
            json={"values": {"customer": any_customer, "status": status}},
            headers={"X-CSRF-Token": token},
        )
        assert reply.status_code == 201, reply.get_data(as_text=True)
        return str(reply.get_json()["id"])

    def ask(person: str, entity: str, identity: str | None) -> dict[str, Any]:
        reply = browser.get(
            f"/api/v1/rights/explain?person={person}&entity={entity}&record={identity}", headers=headers
        )
        assert reply.status_code == 200, reply.get_data(as_text=True)
        found: dict[str, Any] = reply.get_json()
        assert not [one for one in found["facts"] if "{" in one["sentence"] or "explain." in one["sentence"]]
        return found

    theirs = ask(seller, "sales_order", first_id("sales_order", owner=femke))
    own = ask(seller, "sales_order", made("open"))
    closed = ask(seller, "sales_order", made("cancelled"))
    customer = ask(viktor, "customer", any_customer)

    assert (theirs["may"]["read"], theirs["onPhone"]) == (False, False)
    assert {"owner-person", "owner-unit", "role-falls-short"} <= {one["code"] for one in theirs["facts"]}
    assert (own["may"]["read"], own["may"]["edit"], own["may"]["delete"]) == (True, True, False)
    assert own["onPhone"] is True
    assert (closed["may"]["read"], closed["onPhone"]) == (True, False)
    assert "scope-no-condition" in {one["code"] for one in closed["facts"]}
    assert word in own["facts"][0]["sentence"]
    assert customer["hidden"] == ["credit_limit"]
    assert "field-hidden" in {one["code"] for one in customer["facts"]}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_question_about_nobody_is_not_found(demonstration: Demonstration, app: Flask) -> None:
    browser = app.test_client()
    browser.post("/api/v1/session", json={"email": "ana@satchel.example", "password": PASSWORD})
    nobody = "00000000-0000-7000-8000-0000000000aa"
    path = "/api/v1/rights/explain"

    unknown = browser.get(f"{path}?person={nobody}&entity=person&record={nobody}")
    malformed = browser.get(f"{path}?person=me&entity=person&record={nobody}")

    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "unknown-person")
    assert malformed.status_code == 400


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_credit_limit_is_nowhere_in_what_a_seller_is_given(
    demonstration: Demonstration, app: Flask
) -> None:
    addresses = ("metadata", "records/customer?limit=5", "records/customer?sort=credit_limit")
    heard = {}

    for name in ("oskar", "femke"):
        browser = app.test_client()
        browser.post("/api/v1/session", json={"email": f"{name}@satchel.example", "password": PASSWORD})
        heard[name] = [browser.get(f"/api/v1/{address}") for address in addresses]

    assert [reply.status_code for reply in heard["femke"]] == [200, 200, 200]
    assert [b"credit_limit" in reply.data for reply in heard["femke"]] == [True, True, True]
    assert [reply.status_code for reply in heard["oskar"]] == [200, 200, 422]
    assert not any(b"credit_limit" in reply.data for reply in heard["oskar"][:2])

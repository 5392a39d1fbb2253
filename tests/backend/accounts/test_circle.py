"""Where people stand: rings end every walk, and what is remembered is what was committed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts import circle, teams
from backend.accounts.asking import context_of
from backend.accounts.circle import Company, circle_of
from backend.accounts.user import NO_CIRCLE, OFFICE, Circle, User
from backend.database import Database
from backend.fields.record_id import version_7
from backend.metadata import publish, service
from backend.metadata.model import Model
from backend.records import layout, tables
from backend.records.bulk import apply_many
from backend.records.names import table_name
from backend.records.staff import touch as touch_as
from tests.backend.accounts.conftest import NOW


def a_company(
    managers: dict[str, str | None],
    *,
    units: dict[str, str | None] | None = None,
    parents: dict[str, str | None] | None = None,
    teams: dict[str, set[str]] | None = None,
) -> Company:
    in_teams = {person: frozenset(found) for person, found in (teams or {}).items()}
    everywhere: dict[str, str | None] = dict.fromkeys(managers)
    return Company(managers, {**everywhere, **(units or {})}, parents or {}, in_teams, {})


def test_everyone_whose_managers_lead_to_him_reports_to_him() -> None:
    found = a_company({"ada": None, "bob": "ada", "cyd": "bob", "dan": "ada", "eve": None})

    assert found.circle("ada").reports == {"bob", "cyd", "dan"}
    assert found.circle("bob").reports == {"cyd"}
    assert found.circle("eve").reports == frozenset()


def test_a_ring_of_managers_ends() -> None:
    found = a_company({"ada": "cyd", "bob": "ada", "cyd": "bob", "dan": "dan"})

    assert found.circle("ada").reports == {"bob", "cyd"}
    assert found.circle("dan").reports == frozenset(), "nobody reports to himself"
    assert found.chain("ada") == ["ada", "cyd", "bob"]
    assert found.in_ring("ada", found.managers)
    assert not a_company({"ada": None, "bob": "ada"}).in_ring("bob", {"ada": None, "bob": "ada"})


def test_a_unit_takes_in_all_below_it_and_the_company_is_the_top_one() -> None:
    parents = {"firm": None, "sales": "firm", "north": "sales", "coast": "north", "other": None}
    found = a_company({"ada": None, "bob": None}, units={"ada": "sales", "bob": "coast"}, parents=parents)

    assert found.circle("ada").units_below == {"sales", "north", "coast"}
    assert found.circle("bob") == Circle("coast", frozenset({"coast"}), "firm")


def test_a_ring_of_units_ends_in_one_company_for_all_of_them() -> None:
    parents = {"a": "c", "b": "a", "c": "b", "below": "a"}
    people = {"ada": "a", "bob": "b", "cyd": "below"}

    found = a_company(dict.fromkeys(people), units=people, parents=parents)

    assert {found.circle(person).company for person in people} == {"a"}
    assert found.circle("ada").units_below == {"a", "b", "c", "below"}


def test_a_unit_and_a_manager_that_are_not_there_count_as_none() -> None:
    found = a_company({"ada": "gone"}, units={"ada": "lost"}, parents={"left": "lost"})

    assert found.circle("ada") == NO_CIRCLE
    assert found.top("left") == "left"
    assert found.circle("stranger") == NO_CIRCLE


def test_the_teams_of_those_below_are_known() -> None:
    found = a_company({"ada": None, "bob": "ada"}, teams={"ada": {"red"}, "bob": {"red", "blue"}})

    assert (found.circle("ada").teams, found.circle("ada").report_teams) == ({"red"}, {"red", "blue"})


def test_a_question_is_asked_in_the_zone_of_who_asks() -> None:
    found = Circle(
        "unit", teams=frozenset({"red"}), reports=frozenset({"b"}), report_teams=frozenset({"blue"})
    )
    user = User(account=1, person="a", name="A", language="sv", zone="Pacific/Auckland", circle=found)

    context = context_of(user, dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC))

    assert context.today == dt.date(2026, 11, 22)
    assert (context.person, context.unit, context.language) == ("a", "unit", "sv")
    assert (context.teams, context.reports, context.report_teams) == ({"red"}, {"b"}, {"blue"})


class Firm:
    """An installation whose people, teams and units a test writes as records."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = iter(range(1, 1000))
        database.write(lambda session: publish.ensure_built_in(session, migrate=tables.migrate, now=NOW))

    def create(self, entity: str, name: str, **values: Any) -> str:
        identity = version_7(int(NOW.timestamp() * 1000), next(self._numbers))
        self.database.write(lambda session: self.write(session, entity, identity, name=name, **values))
        return identity

    def write(self, session: Session, entity: str, identity: str, **values: Any) -> None:
        act = {"kind": "create", "entity": entity, "record": identity, "values": values}
        self._apply(session, act)

    def set(self, session: Session, entity: str, identity: str, **values: Any) -> None:
        edits = {name: {"value": value, "old": None, "base": 99} for name, value in values.items()}
        self._apply(session, {"kind": "set", "entity": entity, "record": identity, "edits": edits})

    def _apply(self, session: Session, act: dict[str, Any]) -> None:
        (outcome,) = apply_many(session, OFFICE, [act], metadata=service.current(session), now=NOW)
        assert outcome["problem"] is None, outcome

    def circle(self, person: str) -> Circle:
        return self.database.read(lambda session: circle_of(session, person))


@pytest.fixture
def firm(database: Database) -> Firm:
    return Firm(database)


def test_before_anyone_is_there_everyone_stands_nowhere(database: Database) -> None:
    assert database.read(lambda session: circle_of(session, OFFICE.person)) == NO_CIRCLE


def test_the_tables_read_here_are_those_of_the_built_in_entities(firm: Firm) -> None:
    model = firm.database.read(lambda session: service.current(session).model)

    for read, entity in ((circle.people, "person"), (circle.teams, "team"), (circle.units, "business_unit")):
        laid_out = layout.layout_of(Model(1, model.entities), entity).table
        assert read.name == table_name(entity)
        assert {column.name for column in read.columns} <= {column.name for column in laid_out.columns}


@pytest.mark.feature("DAT-09")
def test_a_record_that_moves_moves_the_circle(firm: Firm) -> None:
    top, below = firm.create("business_unit", "Top"), ""
    below = firm.create("business_unit", "Below", parent=top)
    ada = firm.create("person", "Ada", unit=top)
    bob = firm.create("person", "Bob", unit=below, manager=ada)
    before = firm.circle(ada)

    firm.database.write(lambda session: firm.set(session, "person", bob, manager=None))
    firm.database.write(lambda session: firm.set(session, "business_unit", below, parent=None))

    assert (before.reports, before.units_below) == ({bob}, {top, below})
    assert firm.circle(ada) == Circle(top, frozenset({top}), top)


@pytest.mark.feature("DAT-09")
def test_a_team_change_takes_effect_with_the_next_question(firm: Firm) -> None:
    ada, team = firm.create("person", "Ada"), firm.create("team", "Night shift")
    before = firm.circle(ada)

    firm.database.write(
        lambda session: teams.set_members(session, OFFICE, team, [ada], touch=touch_as, now=NOW)
    )
    inside = firm.circle(ada)
    firm.database.write(lambda session: teams.set_teams(session, OFFICE, ada, [], touch=touch_as, now=NOW))

    assert (before.teams, inside.teams, firm.circle(ada).teams) == (frozenset(), {team}, frozenset())


@pytest.mark.feature("DAT-09")
def test_members_that_stay_the_same_touch_nothing(firm: Firm) -> None:
    ada, team = firm.create("person", "Ada"), firm.create("team", "Night shift")

    def join(session: Session) -> bool:
        return teams.set_members(session, OFFICE, team, [ada], touch=touch_as, now=NOW)

    assert [firm.database.write(join), firm.database.write(join)] == [True, False]


def test_what_a_transaction_wrote_and_took_back_is_not_remembered(firm: Firm) -> None:
    ada, bob = firm.create("person", "Ada"), firm.create("person", "Bob")
    eve = firm.create("person", "Eve")
    firm.circle(ada)
    seen: list[frozenset[str]] = []

    def rolled_back(session: Session) -> None:
        firm.set(session, "person", bob, manager=ada)
        seen.append(circle_of(session, ada).reports)
        raise LookupError

    with pytest.raises(LookupError):
        firm.database.write(rolled_back)
    # This write takes the number that the other gave back.
    firm.database.write(lambda session: firm.set(session, "person", eve, manager=ada))

    assert seen == [{bob}]
    assert firm.circle(ada).reports == {eve}


def test_everyone_is_read_once_for_each_state(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = firm.create("person", "Ada")
    read: list[int] = []
    real: Callable[..., Company] = circle._read

    def counted(session: Session) -> Company:
        read.append(1)
        return real(session)

    monkeypatch.setattr(circle, "_read", counted)

    for _ in range(3):
        firm.circle(ada)
    firm.create("person", "Bob")
    firm.circle(ada)

    assert len(read) == 2

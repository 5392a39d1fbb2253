"""What publishing would do, counted before: the very records that it then does it to, and nothing written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts.user import EntityRights, User
from backend.database import Database
from backend.errors import Conflict, NotFound
from backend.metadata.phone_effects import phone_effects
from backend.records import converting, effects
from backend.records.models import history
from tests.backend.metadata.rules import compare, lines, op, validity, value
from tests.backend.metadata.rules import field as read
from tests.backend.records.office import NOW, choices, create, edits, entity, field, new_id, user
from tests.backend.records.test_publishing import COUNTED, Desk
from tests.backend.records.versioned import VISIT, with_fields

NOTE = entity("note", field("name", required=True))
DONE = {"op": "eq", "path": "state", "value": "done"}
PAST = compare("le", read("day"), {"op": "current-day"})


@pytest.fixture
def desk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(effects, "SLICE", 2)
    monkeypatch.setattr(converting, "SLICE", 2)
    return Desk(database)


def counted(desk: Desk, **more: Any) -> list[dict[str, Any]]:
    """All that is counted, part after part."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        part = desk.database.read(
            lambda session, after=after: effects.effects(session, "visits", after, now=NOW, **more)
        )
        found += part["effects"]
        after = part["next"]
        if after is None:
            return found


def seen(desk: Desk, **more: Any) -> list[tuple[Any, ...]]:
    return [(one["kind"], one["field"], one["records"], one["unfit"]) for one in counted(desk, **more)]


def unfit(desk: Desk, who: User | None = None) -> list[dict[str, Any]]:
    def work(session: Session) -> list[dict[str, Any]]:
        return effects.unfit(session, who or user("Ann", everything=True), "visits", "visit", "count")

    return desk.database.read(work)


@pytest.mark.feature("MET-04", "BEY-24")
def test_values_that_cannot_be_converted_are_counted_as_publishing_finds_them(desk: Desk) -> None:
    desk.fill("1", "many", "3", "4", "few")
    desk.design(COUNTED)
    before = desk.database.read(lambda session: len(session.execute(history.select()).all()))

    found = seen(desk)

    with pytest.raises(Conflict) as refused:
        desk.publish(COUNTED)
    after = desk.database.read(lambda session: len(session.execute(history.select()).all()))
    assert found == [("convert", "count", 5, 2)]
    assert refused.value.arguments["count"] == 2
    assert after == before


@pytest.mark.feature("BEY-24")
def test_a_long_conversion_is_tried_in_parts_that_go_on_where_the_last_one_ended(desk: Desk) -> None:
    desk.fill("1", "many", "3", "4", "few")
    desk.design(COUNTED)
    always_over = iter(range(10**6))

    parts = counted(desk, clock=lambda: float(next(always_over) * 10))

    assert [(one["looked"], one["unfit"]) for one in parts] == [(2, 1), (4, 1), (5, 2)]
    assert {one["records"] for one in parts} == {5}


@pytest.mark.feature("BEY-24")
def test_each_change_of_the_model_says_how_many_records_it_concerns(desk: Desk) -> None:
    for state in ("open", "done", "done", None):
        values = {"name": "n", "extra": "x"} | ({"state": state} if state else {})
        desk.write(create("visit", new_id(), **values), under=desk.first)
    retired = [{**one, "retired": one["id"] == "done"} for one in choices("open", "done")]
    desk.design(
        with_fields(
            VISIT,
            field("state", "choice", choices=retired, required=True),
            field("name", required=True, unique=True),
            field("day", "date", indexed=True),
            field("size", required=True),
            field("shown", computed=op("upper", read("name"))),
            field("new", required=True),
            without="extra",
        )
    )

    found = seen(desk)

    assert sorted(found, key=str) == sorted(
        [
            ("drop", "extra", 4, 0),
            ("unique", "name", 4, 1),
            ("require", "size", 4, 0),
            ("index", "day", 4, 0),
            ("require", "state", 1, 0),
            ("retire", "state", 2, 0),
            ("compute", "shown", 4, 0),
            ("require", "new", 4, 0),
        ],
        key=str,
    )


@pytest.mark.feature("BEY-24")
def test_what_takes_too_long_is_left_open_and_the_rest_is_counted(desk: Desk) -> None:
    desk.fill("1")
    desk.design(with_fields(VISIT, field("size", required=True), field("extra", required=True)))

    left = desk.database.read(lambda session: effects.uncounted(session, "visits", None))
    rest = desk.database.read(lambda session: effects.effects(session, "visits", left["next"], now=NOW))

    assert [(one["field"], one["records"]) for one in left["effects"]] == [("size", None)]
    assert [(one["field"], one["records"]) for one in rest["effects"]] == [("extra", 1)]
    assert rest["next"] is None


def visits(desk: Desk, *made: dict[str, Any]) -> None:
    for values in made:
        desk.write(create("visit", new_id(), name="n", **values), under=desk.first)


def told(desk: Desk, **more: Any) -> list[tuple[Any, ...]]:
    """What is demanded anew: of which field or by which rule, of how many, and how many do not meet it."""
    found = counted(desk, **more)
    return [(one["kind"], one["rule"] or one["field"], one["records"], one["unfit"]) for one in found]


@pytest.mark.feature("BEY-24")
def test_records_that_will_lack_what_a_condition_asks_for_are_counted_and_refused_at_their_next_edit(
    desk: Desk,
) -> None:
    done = [new_id(), new_id(), new_id()]
    for one in done:
        desk.write(create("visit", one, name="n", state="done"), under=desk.first)
    visits(desk, {"state": "open"}, {"state": "done", "size": "L"}, {})
    sized = with_fields(VISIT, field("size", requiredWhen=DONE))
    desk.design(sized)

    found = told(desk)

    under = desk.publish(sized)
    outcome = desk.write(edits("visit", done[0], 1, extra=(None, "x")), under=under)
    assert found == [("require_when", "size", 5, 3)]
    assert outcome["problem"]["code"] == "value-required"


@pytest.mark.feature("BEY-24")
def test_records_that_will_not_meet_a_rule_are_counted_part_after_part(desk: Desk) -> None:
    visits(desk, *({"day": day} for day in ("2020-01-01", "2999-01-01", "2998-01-01", "2019-01-01")), {})
    desk.design({**VISIT, "validities": [validity("not_to_come", PAST, field="day")]})
    always_over = iter(range(10**6))

    parts = counted(desk, clock=lambda: float(next(always_over) * 10))

    assert [(one["rule"], one["looked"], one["unfit"]) for one in parts] == [
        ("not_to_come", 2, 1),
        ("not_to_come", 4, 2),
        ("not_to_come", 5, 3),
    ]


@pytest.mark.feature("BEY-24")
def test_of_very_many_records_some_are_asked_and_it_is_said_of_how_many(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effects, "MOST_ASKED", 2)
    visits(desk, *[{"state": "done"}] * 5)
    desk.design(with_fields(VISIT, field("size", requiredWhen=DONE)))

    [found] = counted(desk)

    assert (found["records"], found["looked"], found["unfit"]) == (5, 2, 2)


@pytest.mark.feature("BEY-24")
def test_a_demand_reads_the_records_around_and_finds_nothing_where_the_model_has_nothing_yet(
    desk: Desk,
) -> None:
    visits(desk, {}, {"size": "L"})
    part = entity("part", field("name"), field("visit", "lookup", target="visit"))
    some = compare("ge", lines("count", "part", "visit"), value("integer", 1))
    new = with_fields(VISIT, field("checked", "yes_no"))
    checked = compare("eq", read("checked"), value("yes_no", True))
    desk.design({**new, "validities": [validity("parts", some), validity("seen", checked)]}, part)

    found = told(desk)

    assert found == [("demand", "parts", 2, 2), ("demand", "seen", 2, 2)]


@pytest.mark.feature("BEY-24")
def test_what_is_known_only_afterwards_or_of_each_person_is_left_open_and_what_only_warns_is_not_asked(
    desk: Desk,
) -> None:
    visits(desk, {"count": "1"})
    many = compare("gt", read("count"), value("integer", 3))
    shown = compare("eq", read("shown"), value("text", "N"))
    mine = compare("eq", read("name"), {"op": "user", "what": "language"})
    warns = {**validity("warned", PAST), "severity": "warning"}
    new = with_fields(VISIT, field("count", "integer"), field("shown", computed=op("upper", read("name"))))
    rules = [validity("many", many), validity("shown", shown), validity("mine", mine), warns]
    desk.design({**new, "validities": rules})

    found = [one for one in told(desk) if one[0] == "demand"]

    assert found == [("demand", one, None, 0) for one in ("many", "shown", "mine")]


@pytest.mark.feature("BEY-24")
def test_a_demand_that_stays_as_it_is_is_not_asked_again(desk: Desk) -> None:
    held = {**with_fields(VISIT, field("size", requiredWhen=DONE)), "validities": [validity("past", PAST)]}
    desk.publish(held)
    desk.design({**held, "label": {"en": "Call"}})

    assert told(desk) == []


@pytest.mark.parametrize("place", ["1.0.0.0.0.", "x", "-1", "999.0.0.0.0.", "1.2.3"])
def test_counting_does_not_go_on_where_the_design_was_another(desk: Desk, place: str) -> None:
    desk.design(COUNTED)

    with pytest.raises(Conflict) as refused:
        desk.database.read(lambda session: effects.effects(session, "visits", place, now=NOW))

    assert refused.value.code == "design-moved"


@pytest.mark.feature("SEC-02", "BEY-24")
def test_values_that_do_not_fit_are_shown_to_those_who_may_read_them(desk: Desk) -> None:
    desk.fill("1", "many")
    desk.design(COUNTED)
    reads = EntityRights(depths={"read": "all"})
    blind = EntityRights(depths={"read": "all"}, hidden=frozenset({"count"}))

    shown = unfit(desk, user("Bo", special={"visit": reads}))
    of_his_own = unfit(desk, user("Cy", special={"visit": EntityRights(depths={"read": "own"})}))

    assert [(one["title"], one["value"]) for one in shown] == [("nmany", "many")]
    assert of_his_own == []
    for who in (user("Di", special={"visit": blind}), user("Ed")):
        with pytest.raises(NotFound):
            unfit(desk, who)


@pytest.mark.feature("BEY-24", "PUB-01")
def test_phones_take_again_what_is_converted_and_computed(desk: Desk) -> None:
    desk.fill("1", "2")
    desk.design(COUNTED)

    def work(session: Session) -> dict[str, Any]:
        return phone_effects(session, "visits", count=effects.records, now=NOW + dt.timedelta(days=1))

    found = desk.database.read(work)

    assert found == {
        "breaking": True,
        "others": [],
        "downloads": [{"entity": "visit", "records": 2}],
        "devices": 0,
    }


def test_a_design_that_changes_nothing_of_the_model_asks_nothing(desk: Desk) -> None:
    desk.fill("1")
    desk.design(VISIT, NOTE)

    assert seen(desk) == []

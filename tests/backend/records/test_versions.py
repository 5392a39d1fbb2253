"""Changes made under every earlier version of the model, and records that were there before it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from backend.database import Database
from backend.errors import Conflict
from backend.expressions.context import Context
from backend.records import read
from tests.backend.records.office import NOW, choices, create, delete, edits, field, new_id, resolve, restore
from tests.backend.records.versioned import ANN, TALLY, VISIT, VersionedOffice, with_fields

RENAMED = with_fields(VISIT, {**VISIT["fields"][0], "label": {"en": "Who"}}, field("place"))
COUNTED = with_fields(RENAMED, field("count", "integer"))
MEASURED = with_fields(COUNTED, field("size", "decimal", scale=2), field("day", "date_time"))
RETIRED_OPEN = [{**choices("open")[0], "retired": True}, *choices("done")]
FEWER = with_fields(MEASURED, field("state", "choice", choices=RETIRED_OPEN), without="extra")
PLACED = with_fields(FEWER, field("place", required=True, default="here"))
WRITTEN = with_fields(PLACED, field("count"), field("state"))
VERSIONS = (VISIT, RENAMED, COUNTED, MEASURED, FEWER, PLACED, WRITTEN)
"""Renamed and added; retyped; retyped twice; a choice retired, a field dropped; required; retyped again."""


@pytest.fixture
def office(database: Database) -> VersionedOffice:
    return VersionedOffice(database)


def value_of(kind: str, value: Any) -> Any:
    """A number as a field of a version holds it."""
    return int(value) if kind == "integer" else value


def entered(document: dict[str, Any]) -> dict[str, Any]:
    """What a form of that version of the entity brings: 7, 2.50, a day, open, and more where it is there."""
    kinds = {one["id"]: one["type"] for one in document["fields"]}
    values: dict[str, Any] = {"name": "Acme", "count": 7 if kinds["count"] == "integer" else "7"}
    values["size"] = "2.50" if kinds["size"] == "decimal" else "2.5"
    values["day"] = "2026-11-22" if kinds["day"] == "date" else "2026-11-21T23:00:00.000Z"
    values["state"] = "open"
    if "extra" in kinds:
        values["extra"] = "more"
    return values


NOW_HELD = {
    "name": "Acme",
    "count": "7",
    "size": "2.50",
    "day": "2026-11-21T23:00:00.000Z",
    "state": "open",
    "place": "here",
}


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
@pytest.mark.parametrize("made_under", range(len(VERSIONS)))
def test_a_record_made_under_any_earlier_version_is_a_record_of_today(
    office: VersionedOffice, made_under: int
) -> None:
    published = [office.publish(one) for one in VERSIONS]
    act = create("visit", **entered(VERSIONS[made_under]))

    outcome = office.write(act, under=published[made_under])

    dropped = "extra" in act["values"]
    assert outcome["status"] == ("applied_with_drops" if dropped else "applied"), outcome
    if dropped:
        [told] = outcome["problem"]["arguments"]["values"]
        assert told == {"entity": "visit", "record": act["record"], "values": {"extra": "more"}}
    assert office.values(act["record"]) == NOW_HELD


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
@pytest.mark.parametrize("made_under", range(len(VERSIONS)))
def test_an_edit_made_under_any_earlier_version_is_lifted_with_what_its_user_saw(
    office: VersionedOffice, made_under: int
) -> None:
    record, published = new_id(), []
    for number, version in enumerate(VERSIONS):
        published.append(office.publish(version))
        if number == 0:
            office.write(create("visit", record, **entered(VISIT)), under=published[0])
    kinds = {one["id"]: one["type"] for one in VERSIONS[made_under]["fields"]}
    saw, writes = (value_of(kinds["count"], one) for one in ("7", "8"))
    base = office.version(record)
    # Somebody else writes the field and takes it back: only what was seen tells that nothing differs.
    last = published[-1]
    office.write(edits("visit", record, base, count=("7", "9")), under=last)
    office.write(edits("visit", record, base + 1, count=("9", "7")), under=last)

    outcome = office.write(edits("visit", record, base, count=(saw, writes)), under=published[made_under])

    assert (outcome["status"], office.values(record)["count"]) == ("merged", "8")


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
def test_records_of_before_hold_what_they_held_as_the_field_is_now(office: VersionedOffice) -> None:
    first = office.publish(VISIT)
    record = new_id()
    office.write(create("visit", record, **entered(VISIT)), under=first)
    held = []

    for version in VERSIONS[1:]:
        office.publish(version)
        held.append(office.values(record))

    assert [one["count"] for one in held] == ["7", 7, 7, 7, 7, "7"]
    assert [one["size"] for one in held] == ["2.5", "2.5", *["2.50"] * 4]
    # Nobody's zone in particular: the organisation's.
    assert [one["day"] for one in held] == ["2026-11-22"] * 2 + ["2026-11-22T00:00:00.000Z"] * 4
    assert [one.get("extra") for one in held] == ["more"] * 3 + [None] * 3


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26, 2)
def test_an_edit_that_cannot_be_converted_waits_as_a_conflict_and_nothing_is_lost(
    office: VersionedOffice,
) -> None:
    first = office.publish(VISIT)
    record = new_id()
    office.write(create("visit", record, name="Acme", count="7", size="1"), under=first)
    now = office.publish(COUNTED)

    outcome = office.write(edits("visit", record, 1, count=("7", "a dozen"), size=("1", "2")), under=first)

    [conflict] = office.conflicts()
    assert outcome["status"] == "conflict"
    assert outcome["conflicts"] == [conflict["id"]]
    assert (conflict["kind"], conflict["mine"], conflict["theirs"]) == (
        "retyped",
        {"count": "a dozen"},
        {"count": 7},
    )
    assert office.values(record) == {"name": "Acme", "count": 7, "size": "2"}
    chosen = resolve("visit", record, [conflict["id"]], office.version(record), values={"count": 12})
    assert office.write(chosen, under=now)["status"] == "applied"
    assert (office.values(record)["count"], office.conflicts()) == (12, [])


@pytest.mark.feature("MET-04")
def test_a_group_waits_as_one_when_a_field_of_it_cannot_be_converted(office: VersionedOffice) -> None:
    first = office.publish(VISIT)
    record = new_id()
    office.write(create("visit", record, name="Acme", street="Main", floor="1"), under=first)
    office.publish(with_fields(VISIT, field("floor", "integer", group="address")))

    office.write(edits("visit", record, 1, street=("Main", "Side"), floor=("1", "top")), under=first)

    [conflict] = office.conflicts()
    assert conflict["mine"] == {"street": "Side", "floor": "top"}
    assert office.values(record) == {"name": "Acme", "street": "Main", "floor": 1}


@pytest.mark.feature("MET-04")
def test_a_new_record_drops_what_cannot_be_converted_and_tells(office: VersionedOffice) -> None:
    first = office.publish(VISIT)
    office.publish(COUNTED)
    act = create("visit", name="Acme", count="a dozen")

    outcome = office.write(act, under=first)

    assert outcome["status"] == "applied_with_drops"
    assert outcome["problem"]["arguments"]["values"][0]["values"] == {"count": "a dozen"}
    assert office.values(act["record"]) == {"name": "Acme"}


@pytest.mark.feature("MET-04")
def test_a_new_record_without_what_is_required_since_is_refused_with_the_field(
    office: VersionedOffice,
) -> None:
    first = office.publish(VISIT)
    office.publish(with_fields(VISIT, field("reason", required=True)))
    act = create("visit", name="Acme")

    outcome = office.write(act, under=first)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "value-required")
    assert outcome["problem"]["field"] == "reason"


@pytest.mark.feature("MET-04")
@pytest.mark.invariant(26)
@pytest.mark.parametrize("version", [99, -1, 2**31])
def test_a_change_under_a_version_that_never_was_is_refused_and_changes_nothing(
    office: VersionedOffice, version: int
) -> None:
    first = office.publish(VISIT)
    record = new_id()
    office.write(create("visit", record, name="Acme"), under=first)

    outcome = office.write(edits("visit", record, 1, name=("Acme", "Other")), under=version)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "unknown-metadata-version")
    assert (office.values(record), office.version(record)) == ({"name": "Acme"}, 1)


@pytest.mark.feature("MET-04")
def test_what_was_made_without_any_metadata_is_read_by_the_publication_in_force(
    office: VersionedOffice,
) -> None:
    office.publish(VISIT)
    record = new_id()

    outcome = office.write(create("visit", record, name="Acme"), under=0)

    assert (outcome["status"], office.values(record)) == ("applied", {"name": "Acme"})


@pytest.mark.feature("MET-04")
def test_a_step_published_before_sets_what_its_value_has_become(office: VersionedOffice) -> None:
    first = office.publish(VISIT, actions=[TALLY])
    record = new_id()
    office.write(create("visit", record, name="Acme"), under=first)
    office.publish(COUNTED)
    act = {"kind": "step", "entity": "visit", "record": record, "workspace": "visits", "action": "tally"}

    outcome = office.write({**act, "comment": None, "base": 1}, under=first)

    assert (outcome["status"], office.values(record)["count"]) == ("applied", 3)


@pytest.mark.feature("MET-04")
def test_values_that_would_stay_behind_stop_the_publication_unless_that_is_wanted(
    office: VersionedOffice, database: Database
) -> None:
    first = office.publish(VISIT)
    record, other = new_id(), new_id()
    office.write(create("visit", record, name="Acme", count="a dozen"), under=first)
    office.write(create("visit", other, name="Bo", count="12"), under=first)

    with pytest.raises(Conflict) as refusal:
        office.publish(COUNTED)
    version = office.current.version
    office.publish(COUNTED, leave=True)

    problem = refusal.value.problem()
    assert (problem["code"], problem["field"]) == ("field-not-convertible", "visit.count")
    assert problem["arguments"] == {"count": 1}
    assert version == first
    assert (office.values(record), office.values(other)["count"]) == ({"name": "Acme"}, 12)
    kept = database.read(
        lambda s: s.execute(text("SELECT f_count FROM e_visit ORDER BY f_count")).scalars().all()
    )
    assert kept == ["12", "a dozen"]


@pytest.mark.feature("MET-04")
def test_a_record_deleted_before_a_field_was_retyped_comes_back_with_its_values(
    office: VersionedOffice,
) -> None:
    first = office.publish(VISIT)
    record = new_id()
    office.write(create("visit", record, **entered(VISIT)), under=first)
    office.write(delete("visit", record, 1), under=first)
    for version in VERSIONS[1:]:
        last = office.publish(version)

    outcome = office.write(restore("visit", record), under=last)

    assert outcome["status"] == "applied"
    values = office.values(record)
    assert (values["count"], values["size"], values["day"]) == ("7", "2.50", "2026-11-22T00:00:00.000Z")


@pytest.mark.feature("MET-04")
def test_lists_are_filtered_by_what_a_retyped_field_holds_now(office: VersionedOffice) -> None:
    first = office.publish(VISIT)
    for count in ("7", "12"):
        office.write(create("visit", name=f"n{count}", count=count), under=first)
    office.publish(COUNTED)
    metadata = office.current

    condition = {"op": "gt", "path": "count", "value": 8}
    context = Context.at(ANN.person, NOW)
    found = office.database.read(
        lambda s: read.page(s, metadata, ANN, "visit", context=context, filter=condition)
    )

    assert [row["values"]["name"] for row in found["records"]] == ["n12"]


@pytest.mark.feature("BEY-23", "MET-04")
def test_history_is_told_as_its_fields_are_now_and_as_entered_where_they_take_it_no_more(
    office: VersionedOffice,
) -> None:
    first, record = office.publish(VISIT), new_id()
    office.write(create("visit", record, name="Acme", count="many"), under=first)
    office.write(edits("visit", record, 1, count=("many", "7")), under=first)

    office.publish(COUNTED)

    edit, created = office.history(record)
    assert (edit["old"], edit["new"]) == ({"count": "many"}, {"count": 7})
    assert created["new"]["count"] == "many"

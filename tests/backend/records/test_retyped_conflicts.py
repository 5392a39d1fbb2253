"""Tests of conflicts that are open while a publication gives their field another type."""

from __future__ import annotations

from typing import Any

import pytest

from backend.database import Database
from backend.records import retyped_conflicts
from tests.backend.records.office import create, delete, edits, field, new_id, resolve
from tests.backend.records.versioned import VISIT, VersionedOffice, with_fields

COUNTED = with_fields(VISIT, field("count", "integer"))
WRITTEN = with_fields(COUNTED, field("count"))


@pytest.fixture
def office(database: Database) -> VersionedOffice:
    retyped_conflicts.listen()
    return VersionedOffice(database)


def contested(office: VersionedOffice, theirs: Any, mine: Any) -> tuple[str, str]:
    """Return a visit over whose count two people disagree, and the conflict."""
    under, record = office.publish(VISIT), new_id()
    office.write(create("visit", record, name="Acme", count="1"), under=under)
    office.write(edits("visit", record, 1, count=("1", theirs)), under=under)
    (conflict,) = office.write(edits("visit", record, 1, count=("1", mine)), under=under)["conflicts"]
    return record, conflict


@pytest.mark.feature("MET-04", "CON-06")
@pytest.mark.invariant(19, 26)
def test_the_values_of_an_open_conflict_are_converted_with_those_of_records(office: VersionedOffice) -> None:
    record, conflict = contested(office, "2", "3")

    now = office.publish(COUNTED)

    (row,) = office.conflicts()
    assert (row["id"], row["kind"]) == (conflict, "fields")
    assert (row["base"], row["mine"], row["theirs"]) == ({"count": 1}, {"count": 3}, {"count": 2})
    chosen = resolve("visit", record, [conflict], office.version(record), values=row["mine"])
    assert office.write(chosen, under=now)["status"] == "applied"
    assert office.values(record)["count"] == 3


@pytest.mark.feature("MET-04", "CON-06")
@pytest.mark.invariant(2)
def test_what_the_field_does_not_take_any_more_stays_as_it_was_entered_and_is_entered_anew(
    office: VersionedOffice,
) -> None:
    record, conflict = contested(office, "2", "a dozen")

    now = office.publish(COUNTED)

    (row,) = office.conflicts()
    assert (row["kind"], row["mine"], row["theirs"]) == ("retyped", {"count": "a dozen"}, {"count": 2})
    chosen = resolve("visit", record, [conflict], office.version(record), values={"count": 12})
    assert office.write(chosen, under=now)["status"] == "applied"
    assert (office.values(record)["count"], office.conflicts()) == (12, [])


def test_what_stayed_as_it_was_entered_is_a_value_again_once_its_field_takes_it(
    office: VersionedOffice,
) -> None:
    contested(office, "2", "a dozen")
    office.publish(COUNTED)

    office.publish(WRITTEN)

    (row,) = office.conflicts()
    assert (row["kind"], row["mine"], row["theirs"]) == ("fields", {"count": "a dozen"}, {"count": "2"})


def test_what_the_office_had_and_is_lost_to_the_field_is_empty_as_in_its_record(
    office: VersionedOffice,
) -> None:
    record, _ = contested(office, "many", "3")

    office.publish(COUNTED, leave=True)

    (row,) = office.conflicts()
    assert (row["kind"], row["mine"], row["theirs"]) == ("fields", {"count": 3}, {"count": None})
    assert "count" not in office.values(record)


def test_that_a_record_was_deleted_is_still_chosen_for(office: VersionedOffice) -> None:
    under, record = office.publish(VISIT), new_id()
    office.write(create("visit", record, name="Acme", count="1"), under=under)
    office.write(delete("visit", record, 1), under=under)
    office.write(edits("visit", record, 1, count=("1", "7")), under=under)

    office.publish(COUNTED)

    (row,) = office.conflicts()
    assert (row["kind"], row["mine"]) == ("edited_deleted", {"count": 7})


@pytest.mark.invariant(9)
def test_phones_are_told_of_the_conflict_as_it_is_now_and_the_stream_stays_dense(
    office: VersionedOffice,
) -> None:
    contested(office, "2", "3")
    before, numbers = office.told()

    office.publish(COUNTED)

    after, then = office.told()
    assert after > before
    assert then == list(range(1, len(numbers) + 2))


def test_conflicts_over_other_fields_are_not_told_again(office: VersionedOffice) -> None:
    contested(office, "2", "3")
    before = office.told()

    office.publish(with_fields(VISIT, field("size", "decimal", scale=2)))

    assert office.told() == before

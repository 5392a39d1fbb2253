"""Attacks on the write path, each named after what somebody tries."""

from __future__ import annotations

import pytest

from backend.errors import NotFound
from tests.backend.records.office import (
    CUSTOMER,
    ORDER,
    PERSON,
    REPORT,
    Office,
    change,
    create,
    delete,
    edits,
    metadata_of,
    new_id,
    resolve,
    restore,
    user,
)

STRANGER = user("Stranger", rights="", entities=())


@pytest.mark.invariant(16)
@pytest.mark.parametrize("make_act", [
    lambda record: edits("customer", record, 1, name=("Acme", "Mine")),
    lambda record: delete("customer", record, 1),
    lambda record: restore("customer", record),
    lambda record: resolve("customer", record, [new_id()], 1),
    lambda record: create("customer", record),
])  # fmt: skip
def test_a_stranger_cannot_tell_which_records_exist_by_writing(office: Office, make_act: object) -> None:
    there, absent = office.make(), new_id()

    problems = [
        office.apply(change(make_act(record)), by=STRANGER)["problem"]  # type: ignore[operator]
        for record in (there, absent)
    ]

    for problem in problems:
        del problem["arguments"]["record"]
    assert problems[0] == problems[1]
    assert problems[0]["code"] == "forbidden"


@pytest.mark.invariant(16)
def test_a_stranger_cannot_tell_which_records_exist_by_reading(office: Office) -> None:
    there, absent = office.make(), new_id()

    errors = []
    for entity, record in (("customer", there), ("customer", absent), ("no_entity", absent)):
        with pytest.raises(NotFound) as caught:
            office.get(entity, record, by=STRANGER)
        errors.append(caught.value.problem())

    assert errors[0] == errors[1] == errors[2]


@pytest.mark.invariant(16)
def test_a_lookup_does_not_tell_whether_an_unreadable_record_exists(office: Office) -> None:
    clerk = user("Clerk", entities=("order",))
    there = office.make()

    outcomes = [office.apply(change(create("order", customer=c)), by=clerk) for c in (there, new_id())]

    assert [outcome["problem"]["code"] for outcome in outcomes] == ["lookup-not-found"] * 2


@pytest.mark.invariant(16)
def test_a_refused_deletion_does_not_count_records_that_the_person_may_not_read(office: Office) -> None:
    clerk = user("Clerk", entities=("customer",))
    customer = office.make()
    office.make("order", customer=customer)

    outcome = office.apply(change(delete("customer", customer, 1)), by=clerk)

    assert outcome["problem"]["code"] == "still-referenced"
    assert outcome["problem"]["arguments"]["count"] == 0


@pytest.mark.invariant(16)
def test_a_refused_value_does_not_name_the_record_that_holds_it(office: Office) -> None:
    holder = office.make(account="A1")
    act = create(account="A1")

    outcome = office.apply(change(act))

    assert holder not in str(outcome)


@pytest.mark.parametrize(
    "record",
    ["00000000-0000-4000-8000-000000000000", "00000000-0000-0000-0000-000000000000"],
)
def test_an_id_that_is_no_uuid7_is_refused(office: Office, record: str) -> None:
    outcome = office.apply(change(create(record_=record)))

    assert outcome["problem"]["code"] == "record-id-invalid"


@pytest.mark.invariant(22)
def test_taking_over_the_id_of_somebody_elses_record_fails(office: Office) -> None:
    customer = office.make(name="Acme")

    outcome = office.apply(change(create(record_=customer, name="Mine")))

    assert outcome["problem"]["code"] == "record-exists"
    assert office.values("customer", customer)["name"] == "Acme"


def test_naming_an_owner_over_the_wire_does_nothing(office: Office) -> None:
    act = {**create("report"), "owner": new_id()}

    office.apply(change(act))

    assert office.get("report", act["record"])["owner"] == office.ann.person


def test_closing_the_conflict_of_another_record_does_not_work(office: Office) -> None:
    victim, mine = office.make(), office.make()
    office.apply(change(edits("customer", victim, 1, name=("Acme", "Hers"))))
    conflict = office.apply(change(edits("customer", victim, 1, name=("Acme", "His"))))["conflicts"][0]

    office.apply(change(resolve("customer", mine, [conflict], 1)))
    office.apply(change(resolve("customer", mine, [conflict], 1, values={"name": "Other"})))

    assert [row["id"] for row in office.conflicts()] == [conflict]


@pytest.mark.invariant(14)
def test_conflicts_are_not_shown_to_those_who_may_not_read_the_record(office: Office) -> None:
    customer = office.make()
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))

    assert office.conflicts(by=STRANGER) == []
    assert office.conflicts(by=user("Reader", rights="read")) == []
    assert len(office.conflicts(by=user("Editor", rights="read edit"))) == 1


def test_values_for_a_field_that_is_gone_are_dropped_and_kept_in_the_outcome(office: Office) -> None:
    older = office.metadata
    shrunk = {**CUSTOMER, "fields": [one for one in CUSTOMER["fields"] if one["id"] != "town"]}
    newer = metadata_of(PERSON, shrunk, ORDER, REPORT, version=2)
    act = create(town="Lund")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.metadata.service.at", lambda _session, _version: older)
        outcome = office.apply(change(act), metadata=newer, under=older.version)

    assert outcome["status"] == "applied_with_drops"
    assert outcome["problem"]["arguments"]["values"] == [
        {"entity": "customer", "record": act["record"], "values": {"town": "Lund"}}
    ]
    assert office.values("customer", act["record"]) == {"name": "Acme"}


def test_a_filter_cannot_look_into_what_the_person_may_not_read(office: Office) -> None:
    clerk = user("Clerk", entities=("order",))
    office.make("order", customer=office.make(name="Secret"))

    with pytest.raises(Exception, match="filter-unknown-field"):
        office.page("order", by=clerk, filter={"op": "eq", "path": "customer.name", "value": "Secret"})


@pytest.mark.parametrize("words", ["%", "_", "a_c", "\\", "' OR 1=1 --"])
def test_a_search_takes_wildcards_and_quotes_as_they_stand(office: Office, words: str) -> None:
    office.make(name="abc")
    office.make(name=f"has {words} in it")

    found = office.page("customer", search=words)

    assert [row["values"]["name"] for row in found["records"]] == [f"has {words} in it"]


@pytest.mark.parametrize("mark", ["x", "WzFd", "bnVsbA", "W251bGwsICIxIl0", "e30"])
def test_a_made_up_page_mark_is_refused(office: Office, mark: str) -> None:
    with pytest.raises(Exception, match="page-mark-invalid"):
        office.page("customer", after=mark, sort="name")

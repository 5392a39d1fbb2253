"""Tests of the write path: create, edit, delete, restore, and what refuses a change."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from backend.errors import NotFound
from backend.records.apply import apply
from tests.backend.records.office import (
    NOW,
    Office,
    change,
    create,
    delete,
    edits,
    new_id,
    restore,
    user,
)


@pytest.mark.feature("APP-08")
def test_a_created_record_can_be_read_with_version_one(office: Office) -> None:
    act = create(name="  Åsa AB ", email="a@b.se", credit={"amount": "12.5", "currency": "EUR"})

    outcome = office.apply(change(act))

    found = office.get("customer", act["record"])
    assert outcome["status"] == "applied"
    assert outcome["records"] == [{"entity": "customer", "record": act["record"], "version": 1}]
    assert outcome["seq"] == office.head()
    assert found["version"] == 1
    assert found["values"] == {
        "name": "Åsa AB",
        "email": "a@b.se",
        "credit": {"amount": "12.50", "currency": "EUR"},
    }


def test_an_edit_raises_the_version_and_remembers_what_it_replaced(office: Office) -> None:
    customer = office.make(name="Acme", email="old@acme.com")

    outcome = office.apply(change(edits("customer", customer, 1, email=("old@acme.com", "new@acme.com"))))

    newest = office.history("customer", customer)[0]
    assert outcome["status"] == "applied"
    assert office.get("customer", customer)["version"] == 2
    assert (newest["old"], newest["new"]) == ({"email": "old@acme.com"}, {"email": "new@acme.com"})
    assert (newest["kind"], newest["by_name"]) == ("edit", "Ann")


def test_an_edit_that_changes_nothing_takes_no_number(office: Office) -> None:
    customer = office.make(name="Acme")
    before = office.head()

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme"))))

    assert (outcome["status"], outcome["seq"]) == ("applied", 0)
    assert office.head() == before
    assert outcome["records"][0]["version"] == 1


def test_a_deleted_record_is_gone_for_readers_and_kept_in_history(office: Office) -> None:
    customer = office.make(name="Acme")

    office.apply(change(delete("customer", customer, 1)))

    with pytest.raises(NotFound):
        office.get("customer", customer)
    assert office.sidecar("customer", customer).gone is True
    assert office.history("customer", customer)[0]["old"] == {"name": "Acme"}


@pytest.mark.invariant(22)
def test_only_a_restore_brings_a_deleted_record_back(office: Office) -> None:
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(delete("customer", customer, 1)))

    again = office.apply(change(create(record_=customer, name="Again")))
    edited = office.apply(change(edits("customer", customer, 1, name=("Acme", "Edited"))))
    was_gone = office.sidecar("customer", customer).gone
    restored = office.apply(change(restore("customer", customer)))

    assert again["problem"]["code"] == "record-exists"
    assert (edited["status"], was_gone) == ("conflict", True)
    assert restored["status"] == "applied"
    assert office.values("customer", customer) == {"name": "Acme", "email": "a@acme.com"}
    assert office.get("customer", customer)["version"] == 3


@pytest.mark.invariant(7)
def test_one_bad_act_undoes_the_whole_change_and_no_other(office: Office) -> None:
    first, second, third = new_id(), new_id(), new_id()
    before = office.head()

    office.apply(
        change(create(record_=first)),
        change(create(record_=second), create(name=None)),
        change(create(record_=third)),
    )

    assert office.head() == before + 2
    assert office.sidecar("customer", second) is None
    assert office.get("customer", first)["version"] == office.get("customer", third)["version"] == 1


@pytest.mark.invariant(9)
def test_refused_changes_give_their_numbers_back(office: Office) -> None:
    office.make(account="A1")
    office.apply(change(create(account="a1")), change(create(name=None)), change(create()))
    office.make()

    numbers = office.numbers()

    assert numbers == list(range(1, office.head() + 1))


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"name": None}, "value-required", "name"),
        ({"email": "no address"}, "value-not-an-email", "email"),
        ({"credit": {"amount": "1.234", "currency": "EUR"}}, "value-too-precise", "credit"),
        ({"since": "2026-02-30"}, "value-not-a-date", "since"),
        ({"shoe_size": "42"}, "unknown-field", "shoe_size"),
        ({"name": "a\u0000b"}, "value-bad-text", "name"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_its_field(
    office: Office, values: dict[str, object], code: str, field: str
) -> None:
    outcome = office.apply(change(create(**values)))

    assert outcome["status"] == "rejected"
    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == (code, field)


def test_a_required_field_cannot_be_emptied(office: Office) -> None:
    customer = office.make()

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", ""))))

    assert outcome["problem"]["code"] == "value-required"


def test_auto_numbers_count_up_and_are_given_back_by_a_refused_change(office: Office) -> None:
    first = office.make("order")
    office.apply(change(create("order", lines="many")))
    office.apply(change(create("order"), create("order", customer=new_id())))

    second = office.make("order")

    assert office.values("order", first) == {"number": "SO-000001"}
    assert office.values("order", second) == {"number": "SO-000002"}


@pytest.mark.parametrize("value", ["SO-999999", "mine"])
def test_nobody_sets_an_auto_number(office: Office, value: str) -> None:
    outcome = office.apply(change(create("order", number=value)))

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("field-read-only", "number")


def test_an_imported_auto_number_stays_and_the_next_goes_on_above_it(office: Office) -> None:
    act = create("order", number="SO-000500")

    office.apply(change(act), imported=True)
    following = office.make("order")

    assert office.values("order", act["record"])["number"] == "SO-000500"
    assert office.values("order", following)["number"] == "SO-000501"


def test_a_read_only_field_takes_its_default_and_nothing_else(office: Office) -> None:
    report = office.make("report", name="May")

    on_create = office.apply(change(create("report", status="approved")))
    on_edit = office.apply(change(edits("report", report, 1, status=("draft", "approved"))))

    assert office.values("report", report)["status"] == "draft"
    assert on_create["problem"]["code"] == on_edit["problem"]["code"] == "field-read-only"


def test_the_person_who_creates_owns_records_of_an_owned_entity(office: Office) -> None:
    report, customer = office.make("report"), office.make()

    assert office.get("report", report)["owner"] == office.ann.person
    assert office.get("customer", customer)["owner"] is None


def test_unique_values_are_compared_by_what_people_take_for_the_same(office: Office) -> None:
    office.make(account="Straße 1")

    outcome = office.apply(change(create(account="  STRASSE   1 ")))

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("value-not-unique", "account")


def test_two_records_may_exchange_unique_values_in_one_change(office: Office) -> None:
    one, two = office.make(account="A"), office.make(account="B")

    outcome = office.apply(
        change(edits("customer", one, 1, account=("A", "B")), edits("customer", two, 1, account=("B", "A")))
    )

    assert outcome["status"] == "applied"
    assert (office.values("customer", one)["account"], office.values("customer", two)["account"]) == (
        "B",
        "A",
    )


def test_the_value_of_a_deleted_record_is_free_again(office: Office) -> None:
    first = office.make(account="A")
    office.apply(change(delete("customer", first, 1)))

    second = office.apply(change(create(account="A")))
    back = office.apply(change(restore("customer", first)))

    assert second["status"] == "applied"
    assert back["problem"]["code"] == "value-not-unique"


def test_lookups_may_point_at_records_made_later_in_the_same_change(office: Office) -> None:
    customer, order = new_id(), new_id()

    outcome = office.apply(change(create("order", order, customer=customer), create("customer", customer)))

    assert outcome["status"] == "applied"
    assert office.values("order", order)["customer"] == customer


def test_a_lookup_to_a_record_that_is_not_there_is_refused(office: Office) -> None:
    gone = office.make()
    office.apply(change(delete("customer", gone, 1)))

    missing = office.apply(change(create("order", customer=new_id())))
    deleted = office.apply(change(create("order", customer=gone)))

    assert missing["problem"]["code"] == deleted["problem"]["code"] == "lookup-not-found"


@pytest.mark.invariant(21)
def test_of_several_that_go_the_one_is_named_that_others_point_at_and_how_many(office: Office) -> None:
    free, held, far = office.make(), office.make(), office.make()
    orders = [office.make("order", customer=customer) for customer in (held, held, far)]
    going = [delete("customer", customer, 1) for customer in (free, held, far)]

    refused = office.apply(change(*going))
    fewer = office.apply(change(*going, delete("order", orders[0], 1)))
    gone = office.apply(change(*going, *[delete("order", order, 1) for order in orders]))

    assert [refused["problem"]["arguments"]["count"], fewer["problem"]["arguments"]["count"]] == [2, 1]
    assert gone["status"] == "applied"


def test_many_records_are_deleted_by_as_few_questions_as_one(office: Office) -> None:
    statements: list[str] = []
    ids = [office.make() for _ in range(31)]

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    def deleting(*records: str) -> int:
        going = [delete("customer", identity, 1) for identity in records]
        together = {**change(*going), "metadata_version": office.metadata.version}

        def work(session: Session) -> None:
            event.listen(session.connection(), "before_cursor_execute", note)
            apply(session, office.ann, [together], metadata=office.metadata, now=NOW)

        statements.clear()
        office.write(work)
        return len(statements)

    assert deleting(*ids[1:]) <= deleting(ids[0])


@pytest.mark.invariant(21)
def test_a_record_that_others_point_at_is_deleted_only_together_with_them(office: Office) -> None:
    customer = office.make()
    order = office.make("order", customer=customer)

    alone = office.apply(change(delete("customer", customer, 1)))
    together = office.apply(change(delete("customer", customer, 1), delete("order", order, 1)))

    assert (alone["problem"]["code"], alone["problem"]["arguments"]["count"]) == ("still-referenced", 1)
    assert together["status"] == "applied"


@pytest.mark.parametrize(
    "acts",
    [
        lambda record: [delete("customer", record, 1), edits("customer", record, 1, name=("Acme", "B"))],
        lambda record: [delete("customer", record, 1), restore("customer", record)],
        lambda record: [create(record_=record), create(record_=record)],
    ],
)
def test_acts_that_cannot_both_be_meant_are_refused(office: Office, acts: object) -> None:
    customer = office.make()

    outcome = office.apply(change(*acts(customer)))  # type: ignore[operator]

    assert outcome["problem"]["code"] == "acts-clash"


def test_fields_set_after_a_create_are_part_of_it(office: Office) -> None:
    customer = new_id()

    office.apply(change(create(record_=customer), edits("customer", customer, 0, name=("Acme", "Acme 2"))))

    assert office.get("customer", customer)["version"] == 1
    assert office.values("customer", customer)["name"] == "Acme 2"


@pytest.mark.invariant(23)
@pytest.mark.parametrize("rights", ["", "read", "read create", "create edit", "edit delete"])
def test_rights_are_asked_when_the_change_is_applied(office: Office, rights: str) -> None:
    customer = office.make()
    bob = user("Bob", rights=rights)

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "Mine"))), by=bob)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "forbidden")
    assert office.values("customer", customer)["name"] == "Acme"

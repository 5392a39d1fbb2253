"""Tests of unique values that another record took first: what a phone set waits in a conflict."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.user import User
from backend.records.tables import migrate
from tests.backend.records.office import (
    Office,
    change,
    create,
    delete,
    edits,
    entity,
    field,
    metadata_of,
    new_id,
    resolve,
    restore,
    rights_of,
    user,
)

PHONE = new_id()


def sent(office: Office, *acts: dict[str, Any], by: User | None = None) -> dict[str, Any]:
    """Apply acts as one change of a phone."""
    return office.apply(change(*acts), by=by, device=PHONE)


def named(office: Office, outcome: dict[str, Any], by: User | None = None) -> list[dict[str, Any]]:
    """Return the open conflicts that an outcome names."""
    return [row for row in office.conflicts(by) if row["id"] in outcome["conflicts"]]


@pytest.mark.feature("CON-06")
@pytest.mark.invariant(2)
def test_a_value_that_another_record_took_waits_in_a_conflict_and_the_rest_is_written(office: Office) -> None:
    office.make(name="First", account="C-1")
    customer = office.make(name="Second", account="C-2")

    outcome = sent(office, edits("customer", customer, 1, account=("C-2", "c-1"), name=("Second", "Brava")))

    (row,) = named(office, outcome)
    assert outcome["status"] == "conflict"
    assert office.values("customer", customer) == {"name": "Brava", "account": "C-2"}
    assert (row["kind"], row["base"], row["mine"], row["theirs"]) == (
        "unique",
        {"account": "C-2"},
        {"account": "c-1"},
        {"account": "C-2"},
    )


@pytest.mark.feature("CON-06")
@pytest.mark.parametrize("chosen", ["another value", "the office's"])
def test_such_a_conflict_ends_with_another_value_or_the_one_that_there_was(
    office: Office, chosen: str
) -> None:
    office.make(name="First", account="C-1")
    customer = office.make(name="Second", account="C-2")
    (row,) = named(office, sent(office, edits("customer", customer, 1, account=("C-2", "C-1"))))
    values = {"account": "C-3"} if chosen == "another value" else {}

    outcome = sent(office, resolve("customer", customer, [row["id"]], 1, values=values))

    assert outcome["status"] == "applied"
    assert office.conflicts() == []
    assert office.values("customer", customer)["account"] == values.get("account", "C-2")


def test_a_choice_that_is_taken_as_well_is_a_new_conflict_in_place_of_the_old(office: Office) -> None:
    for name in ("C-1", "C-3"):
        office.make(name=name, account=name)
    customer = office.make(name="Second", account="C-2")
    (row,) = named(office, sent(office, edits("customer", customer, 1, account=("C-2", "C-1"))))

    outcome = sent(office, resolve("customer", customer, [row["id"]], 1, values={"account": "C-3"}))

    (again,) = office.conflicts()
    assert outcome["conflicts"] == [again["id"]] != [row["id"]]
    assert (again["kind"], again["mine"]) == ("unique", {"account": "C-3"})


def test_a_value_that_has_become_free_can_be_chosen_again(office: Office) -> None:
    first = office.make(name="First", account="C-1")
    customer = office.make(name="Second", account="C-2")
    (row,) = named(office, sent(office, edits("customer", customer, 1, account=("C-2", "C-1"))))
    office.apply(change(delete("customer", first, 1)))

    outcome = sent(office, resolve("customer", customer, [row["id"]], 1, values={"account": "C-1"}))

    assert outcome["status"] == "applied"
    assert office.values("customer", customer)["account"] == "C-1"


def test_two_records_of_one_change_exchange_their_values(office: Office) -> None:
    one, other = (office.make(name=name, account=name) for name in ("C-1", "C-2"))

    outcome = sent(
        office,
        edits("customer", one, 1, account=("C-1", "C-2")),
        edits("customer", other, 1, account=("C-2", "C-1")),
    )

    assert outcome["status"] == "applied"
    assert office.values("customer", one)["account"] == "C-2"


def test_a_value_that_stays_with_its_record_is_not_taken_by_another_of_the_same_change(
    office: Office,
) -> None:
    one, other = (office.make(name=name, account=name) for name in ("C-1", "C-2"))
    office.make(name="Third", account="C-3")

    outcome = sent(
        office,
        edits("customer", one, 1, account=("C-1", "C-2")),
        edits("customer", other, 1, account=("C-2", "C-3"), name=("C-2", "Brava")),
    )

    assert {row["record"]: row["mine"] for row in named(office, outcome)} == {
        one: {"account": "C-2"},
        other: {"account": "C-3"},
    }
    assert office.values("customer", other) == {"name": "Brava", "account": "C-2"}


@pytest.mark.parametrize("what", ["a new record", "two records of one change"])
def test_where_nobody_could_choose_a_taken_value_refuses_the_change(office: Office, what: str) -> None:
    office.make(name="First", account="C-1")
    one, other = (office.make(name=name, account=name) for name in ("C-2", "C-3"))
    acts = {
        "a new record": [create(account="C-1")],
        "two records of one change": [
            edits("customer", one, 1, account=("C-2", "C-4")),
            edits("customer", other, 1, account=("C-3", "C-4")),
        ],
    }[what]

    outcome = sent(office, *acts)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "value-not-unique")
    assert office.conflicts() == []


def taken_meanwhile(office: Office) -> str:
    """Return a deleted customer whose account another one has by now."""
    gone = office.make(name="Gone", account="C-1", town="Lund")
    office.apply(change(delete("customer", gone, 1)))
    office.make(name="First", account="C-1")
    return gone


@pytest.mark.feature("CON-06")
def test_what_comes_back_without_a_value_that_was_taken_meanwhile_is_given_another(office: Office) -> None:
    gone = taken_meanwhile(office)

    outcome = sent(office, restore("customer", gone))

    (row,) = named(office, outcome)
    assert outcome["status"] == "conflict"
    assert office.values("customer", gone) == {"name": "Gone", "town": "Lund"}
    assert (row["kind"], row["base"], row["mine"], row["theirs"]) == (
        "unique",
        {},
        {"account": "C-1"},
        {"account": None},
    )
    chosen = resolve("customer", gone, [row["id"]], row["version"], values={"account": "C-9"})
    assert sent(office, chosen)["status"] == "applied"
    assert office.values("customer", gone)["account"] == "C-9"


@pytest.mark.parametrize("why", ["hidden", "read_only", "no edit"])
def test_it_does_not_come_back_for_who_could_not_give_it_another_value(office: Office, why: str) -> None:
    gone = taken_meanwhile(office)
    rights = "read create" if why == "no edit" else "read create edit"
    fields = {} if why == "no edit" else {why: "account"}
    clerk = office.hire(user("Clerk", special={"customer": rights_of(rights, **fields)}))

    outcome = sent(office, restore("customer", gone), by=clerk)

    assert (outcome["status"], outcome["problem"]["code"]) == ("rejected", "value-not-unique")
    assert office.conflicts() == []


def test_it_does_not_come_back_without_what_it_must_have(office: Office) -> None:
    site = entity("site", field("name"), field("code", unique=True, required=True))
    office.metadata = metadata_of(*office.metadata.model_document["entities"], site, version=2)
    office.write(lambda session: migrate(session, None, office.metadata.model))
    clerk = office.hire(user("Clerk", special={"site": rights_of("read create edit delete")}))
    gone = office.make("site", by=clerk, code="S-1")
    office.apply(change(delete("site", gone, 1)), by=clerk)
    office.make("site", by=clerk, code="S-1")

    outcome = sent(office, restore("site", gone), by=clerk)

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("value-not-unique", "code")


def test_who_is_answered_at_once_is_refused_and_corrects_it_himself(office: Office) -> None:
    office.make(name="First", account="C-1")
    customer = office.make(name="Second", account="C-2")

    outcome = office.apply(change(edits("customer", customer, 1, account=("C-2", "C-1"))))

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("value-not-unique", "account")


@pytest.mark.invariant(16)
def test_the_conflict_says_the_same_whether_the_other_record_is_readable_or_not(office: Office) -> None:
    site = entity("site", field("name"), field("code", unique=True), ownership="person")
    office.metadata = metadata_of(*office.metadata.model_document["entities"], site, version=2)
    office.write(lambda session: migrate(session, None, office.metadata.model))
    own = {"site": rights_of("read create edit", "own")}
    agnes, berit = (office.hire(user(name, special=own)) for name in ("Agnes", "Berit"))
    told = []
    for holder in (agnes, berit):
        office.make("site", by=holder, name="Holder", code=f"C-{holder.name}")
        mine = office.make("site", by=agnes, name="Mine")

        outcome = sent(office, edits("site", mine, 1, code=(None, f"C-{holder.name}")), by=agnes)

        (row,) = named(office, outcome, by=agnes)
        told.append({key: row[key] for key in ("kind", "base", "theirs", "theirs_by", "version", "open")})

    assert told[0] == told[1]

"""Tests of the history of a record: from which device, what did not come to stand, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.backend.records.office import (
    Office,
    assign,
    change,
    edits,
    new_id,
    resolve,
    rights_of,
    user,
)


def clash(office: Office) -> tuple[str, str]:
    """Return a customer at version 2 over whose name two disagree, and the conflict."""
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))
    return customer, outcome["conflicts"][0]


def newest(office: Office, customer: str, **more: Any) -> dict[str, Any]:
    return office.history("customer", customer, **more)[0]


@pytest.mark.feature("BEY-23")
def test_an_entry_says_from_which_device_it_came_without_saying_its_id(office: Office) -> None:
    device = new_id()
    customer = office.make(name="Acme")

    office.apply(change(edits("customer", customer, 1, name=("Acme", "Brava"))), device=device)

    edit, created = office.history("customer", customer)
    assert (edit["device"], created["device"]) == (device[-4:].upper(), None)
    assert device not in str((edit, created))


@pytest.mark.feature("BEY-23", "CON-09")
def test_what_became_a_conflict_stands_with_the_change_of_who_wanted_it(office: Office) -> None:
    customer, _ = clash(office)

    entry = newest(office, customer)

    assert (entry["kind"], entry["disputed"], entry["lost"]) == ("conflict", {"name": "His"}, {})


@pytest.mark.feature("BEY-23", "CON-09")
@pytest.mark.parametrize(
    ("chosen", "lost"),
    [("His", {}), ("Hers", {"name": ["His"]}), ("Ours", {"name": ["His"]})],
)
def test_what_a_choice_left_out_stands_with_the_choice(
    office: Office, chosen: str, lost: dict[str, Any]
) -> None:
    customer, conflict = clash(office)

    office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": chosen})))

    assert newest(office, customer)["lost"] == lost


@pytest.mark.feature("CON-09")
@pytest.mark.invariant(2)
def test_what_was_lost_comes_back_as_an_ordinary_change(office: Office) -> None:
    customer, conflict = clash(office)
    office.apply(change(resolve("customer", customer, [conflict], 2)))
    (value,) = newest(office, customer)["lost"]["name"]

    outcome = office.apply(change(edits("customer", customer, 2, name=("Hers", value))))

    assert outcome["status"] == "applied"
    assert office.values("customer", customer)["name"] == "His"


@pytest.mark.invariant(14)
@pytest.mark.parametrize(("rights", "told"), [("read edit", True), ("read", False), ("read edit:own", False)])
def test_what_stood_in_conflicts_is_told_to_whom_conflicts_are_told(
    office: Office, rights: str, *, told: bool
) -> None:
    reader = office.hire(user("Reader", special={"report": rights_of(rights)}))
    report = office.make("report", name="May")
    chief = user("Chief", everything=True)
    office.apply(change(assign("report", report, office.ann.person)), by=chief)
    office.apply(change(edits("report", report, 1, name=("May", "Hers"))))
    outcome = office.apply(change(edits("report", report, 1, name=("May", "His"))))
    office.apply(change(resolve("report", report, outcome["conflicts"], 2)))

    seen = office.history("report", report, by=reader)

    assert [bool(entry["disputed"] or entry["lost"]) for entry in seen][:2] == [told, told]
    assert told == ("His" in str(seen))


@pytest.mark.invariant(14)
def test_no_part_of_an_entry_holds_a_hidden_field(office: Office) -> None:
    customer, conflict = clash(office)
    office.apply(change(resolve("customer", customer, [conflict], 2)))
    rights = {**office.ann.rights, "customer": rights_of("read create edit delete", hidden="name")}
    blind = replace(office.ann, rights=rights)

    seen = office.history("customer", customer, by=blind)

    assert not {"Acme", "Hers", "His"} & {word.strip("'\",:{}[]") for word in str(seen).split()}

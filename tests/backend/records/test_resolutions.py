"""Attacks by way of a resolution: what it may name, set and bring back, and whose choice it does not undo."""

from __future__ import annotations

from dataclasses import replace

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
from tests.backend.records.unseen import ALL, alike

LINE = entity(
    "line",
    field("name"),
    field("about", "lookup", target="report"),
    field("street", group="address"),
    field("town", group="address"),
)


def clash(office: Office, record: str, entity_: str = "customer") -> str:
    """Open a conflict over the name of a record at version 1, and return it."""
    office.apply(change(edits(entity_, record, 1, name=("Acme", "Hers"))))
    outcome = office.apply(change(edits(entity_, record, 1, name=("Acme", "His"))))
    assert outcome["status"] == "conflict", outcome
    return str(outcome["conflicts"][0])


def edit_of_deleted(office: Office, record: str, by: User | None = None) -> str:
    """Delete a record at version 1, edit its name, and return the conflict of that."""
    office.apply(change(delete("customer", record, 1)))
    outcome = office.apply(change(edits("customer", record, 1, name=("Acme", "Mine"))), by=by)
    assert outcome["status"] == "conflict", outcome
    return str(outcome["conflicts"][0])


@pytest.mark.invariant(22)
@pytest.mark.invariant(23)
def test_a_deleted_record_comes_back_by_a_resolution_for_those_alone_who_may_restore_it(
    office: Office,
) -> None:
    editor = office.hire(user("Agnes", rights="read edit"))
    customer = office.make(name="Acme")
    conflict = edit_of_deleted(office, customer, by=editor)
    chosen = resolve("customer", customer, [conflict], 2, values={"name": "Mine"})

    plain = office.apply(change(restore("customer", customer)), by=editor)
    refused = office.apply(change(chosen), by=editor)
    gone, still = office.sidecar("customer", customer).gone, office.conflicts()
    allowed = office.apply(change(chosen))

    assert plain["problem"]["code"] == refused["problem"]["code"] == "forbidden"
    assert (gone, [row["id"] for row in still]) == (True, [conflict])
    assert allowed["status"] == "applied"
    assert office.values("customer", customer) == {"name": "Mine"}


@pytest.mark.invariant(23)
def test_a_record_comes_back_by_a_resolution_only_within_reach_of_the_right_to_create(
    office: Office,
) -> None:
    clerk = office.hire(user("Clerk", special={"report": rights_of("read edit create:own")}))
    theirs = office.make("report", name="Acme")
    own = office.make("report", by=clerk, name="Acme")
    outcomes = []
    for report in (theirs, own):
        office.apply(change(delete("report", report, 1)))
        opened = office.apply(change(edits("report", report, 1, name=("Acme", "Mine"))), by=clerk)
        act = resolve("report", report, opened["conflicts"], 2, values={"name": "Mine"})
        outcomes.append(office.apply(change(act), by=clerk))

    assert outcomes[0]["problem"]["code"] == "forbidden"
    assert outcomes[1]["status"] == "applied"
    assert [office.sidecar("report", one).gone for one in (theirs, own)] == [True, False]


@pytest.mark.invariant(22)
@pytest.mark.invariant(2)
def test_who_chose_before_he_saw_that_the_record_was_deleted_is_asked_again(office: Office) -> None:
    customer = office.make(name="Acme", email="a@acme.com")
    conflict = clash(office, customer)
    office.apply(change(delete("customer", customer, 2)))

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    (row,) = office.conflicts()
    assert outcome["status"] == "conflict"
    assert office.sidecar("customer", customer).gone is True
    assert (row["kind"], row["mine"]) == ("edited_deleted", {"name": "His"})
    again = resolve("customer", customer, [row["id"]], row["version"], values={"name": "His"})
    assert office.apply(change(again))["status"] == "applied"
    assert office.values("customer", customer) == {"name": "His", "email": "a@acme.com"}


@pytest.mark.invariant(16)
@pytest.mark.invariant(22)
@pytest.mark.parametrize("gone", [False, True])
def test_a_conflict_is_known_only_on_its_own_record_and_to_who_is_told_of_it(
    office: Office, mallory: User, gone: bool
) -> None:
    mine, other, report = (
        office.make(name="Acme"),
        office.make(name="Acme"),
        office.make("report", name="Acme"),
    )
    elsewhere, unreadable = clash(office, other), clash(office, report, "report")
    for text in ("1", "2"):
        office.apply(change(edits("customer", mine, 1, notes=(None, text))))
    (hidden,) = [row["id"] for row in office.conflicts() if row["record"] == mine]
    if gone:
        office.apply(change(delete("customer", mine, 2)))
    before = office.head()

    answers = [
        alike(office.apply(change(resolve("customer", mine, ids, 9, **what)), by=mallory))
        for ids in ([new_id()], [elsewhere], [unreadable], [hidden], [hidden, new_id()])
        for what in ({}, {"values": {"name": "Risen"}}, {"values": {"email": "m@m.se"}})
    ]

    assert len(set(answers)) == 1
    assert "unknown-conflict" in answers[0]
    assert {row["id"] for row in office.conflicts()} == {elsewhere, unreadable, hidden}
    assert (office.head(), office.sidecar("customer", mine).gone) == (before, gone)


def test_a_resolution_that_names_one_conflict_too_many_closes_none(office: Office) -> None:
    customer = office.make(name="Acme")
    conflict = clash(office, customer)

    outcome = office.apply(change(resolve("customer", customer, [conflict, new_id()], 2)))

    assert outcome["problem"]["code"] == "unknown-conflict"
    assert [row["id"] for row in office.conflicts()] == [conflict]


@pytest.mark.invariant(2)
@pytest.mark.invariant(19)
def test_what_is_chosen_of_a_conflict_that_another_has_closed_is_not_lost(office: Office) -> None:
    customer = office.make(name="Acme")
    conflict = clash(office, customer)
    office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    other = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "Both"})))
    (row,) = office.conflicts()
    seen = office.apply(change(resolve("customer", customer, [conflict], 3, values={"name": "Last"})))

    assert (other["status"], row["mine"], row["theirs"]) == ("conflict", {"name": "Both"}, {"name": "His"})
    assert (seen["status"], office.values("customer", customer)["name"]) == ("applied", "Last")
    assert [one["id"] for one in office.conflicts()] == [row["id"]]


@pytest.mark.invariant(2)
def test_a_choice_to_delete_does_not_undo_what_another_has_chosen_since(office: Office) -> None:
    customer = office.make(name="Acme")
    conflict = clash(office, customer)
    office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, delete=True)))

    (row,) = office.conflicts()
    assert (outcome["status"], row["kind"]) == ("conflict", "deleted_edited")
    assert office.values("customer", customer)["name"] == "His"


@pytest.mark.parametrize("gone", [False, True])
def test_a_resolution_sets_no_field_that_its_conflicts_are_not_about(office: Office, gone: bool) -> None:
    customer = office.make(name="Acme", email="a@acme.com")
    conflict = edit_of_deleted(office, customer) if gone else clash(office, customer)
    values = {"name": "His", "email": "m@m.se"}

    outcome = office.apply(change(resolve("customer", customer, [conflict], 9, values=values)))

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("field-not-contested", "email")
    assert [row["id"] for row in office.conflicts()] == [conflict]
    assert office.sidecar("customer", customer).gone is gone


@pytest.mark.feature("CON-06")
def test_a_resolution_may_set_the_whole_group_of_a_field_in_conflict(office: Office) -> None:
    customer = office.make(street="Main 1", town="Lund")
    for town in ("Malmö", "Ystad"):
        outcome = office.apply(change(edits("customer", customer, 1, town=("Lund", town))))
    values = {"street": "High 2", "town": "Ystad"}

    chosen = office.apply(change(resolve("customer", customer, outcome["conflicts"], 2, values=values)))

    assert chosen["status"] == "applied"
    assert office.values("customer", customer) == {"name": "Acme", **values}


@pytest.mark.invariant(16)
@pytest.mark.invariant(23)
def test_a_record_that_comes_back_points_where_it_did_and_not_where_its_chooser_may_not_look(
    office: Office,
) -> None:
    _with_lines(office)
    special = {"report": rights_of(ALL, "own"), "line": rights_of(ALL)}
    oskar = office.hire(user("Oskar", entities=("person",), special=special))
    theirs, before = office.make("report", name="Theirs"), office.make("report", name="Before")
    own, others = office.make("report", by=oskar, name="Own"), office.make("report", name="Gone")
    office.apply(change(delete("report", others, 1)))

    def chosen(about: str) -> tuple[str, str]:
        """Bring a line back that pointed at a record that he may not read, with another reference."""
        line = create("line", name="Line", about=before)
        office.apply(change(line), by=replace(oskar, everything=True))
        office.apply(change(delete("line", line["record"], 1)), by=oskar)
        edit = edits("line", line["record"], 1, about=(before, about))
        conflicts = office.apply(change(edit), by=oskar)["conflicts"]
        act = resolve("line", line["record"], conflicts, 2, values={"about": about})
        outcome = office.apply(change(act), by=oskar)
        return alike(outcome), "back" if not office.sidecar("line", line["record"]).gone else "gone"

    answers = {name: chosen(about) for name, about in {
        "unreadable": theirs, "none": new_id(), "deleted": others, "own": own, "as it was": before,
    }.items()}  # fmt: skip

    assert answers["unreadable"] == answers["none"] == answers["deleted"]
    assert "lookup-not-found" in answers["none"][0]
    assert {name for name, (_, where) in answers.items() if where == "back"} == {"own", "as it was"}


def _with_lines(office: Office) -> None:
    office.metadata = metadata_of(*office.metadata.model_document["entities"], LINE, version=2)
    office.write(lambda session: migrate(session, None, office.metadata.model))

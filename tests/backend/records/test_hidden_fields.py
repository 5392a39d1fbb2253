"""Attacks on fields that a person may not read or change: answered as if there were no such fields."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts.user import User
from backend.records import read
from backend.records.conflicts import conflicts_since
from tests.backend.records.office import (
    Office,
    change,
    create,
    edits,
    new_id,
    resolve,
    rights_of,
    step,
    user,
)
from tests.backend.records.unseen import SECRET, alike

HIDDEN = ("notes", "shoe_size")
"""A field that is hidden and one that there is not."""


@pytest.mark.feature("SEC-05")
@pytest.mark.feature("L14")
@pytest.mark.invariant(16)
def test_a_hidden_field_is_refused_like_one_that_there_is_not(office: Office, mallory: User) -> None:
    customer = office.make(name="Acme", notes=SECRET)
    order = office.make("order", customer=customer)
    assert office.values("order", order)["customer"] == customer

    def refused(work: Callable[[], Any]) -> str:
        try:
            return json.dumps(work()["problem"])
        except Exception as refusal:
            return f"{type(refusal).__name__} {refusal}"

    def attempts(name: str) -> list[str]:
        setting = {"kind": "set", "entity": "customer", "record": customer, "edits": {}}
        made = {"value": "x", "old": SECRET, "base": 1}
        acts = [
            {**setting, "edits": {name: made}},
            {**setting, "edits": {"name": {**made, "old": "Acme"}, name: made}},
            create(**{name: "x"}),
            create(**{name: None}),
            resolve("customer", customer, [new_id()], 1, values={name: "x"}),
        ]
        leaf = {"op": "eq", "path": name, "value": SECRET}
        pages: list[tuple[str, dict[str, Any]]] = [
            ("customer", {"filter": leaf}),
            ("customer", {"filter": {"op": "null", "path": name}}),
            ("order", {"filter": {**leaf, "path": f"customer.{name}"}}),
            ("customer", {"sort": name}),
            ("customer", {"sort": f"-{name}"}),
        ]
        told = [refused(lambda act=act: office.apply(change(act), by=mallory)) for act in acts]  # type: ignore[misc]
        told += [refused(lambda e=e, q=q: office.page(e, by=mallory, **q)) for e, q in pages]  # type: ignore[misc]
        return [alike(one, name) for one in told]

    hidden, unknown = map(attempts, HIDDEN)

    assert hidden == unknown
    assert all("unknown-field" in one or "sort-not-possible" in one for one in hidden)
    assert office.page("customer", by=mallory, search=SECRET)["total"] == 0
    assert office.values("customer", customer) == {"name": "Acme", "notes": SECRET}


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_nothing_that_is_read_holds_a_hidden_value(office: Office, mallory: User) -> None:
    money = {"amount": "777.00", "currency": "EUR"}
    customer = office.make(name="Acme", notes=SECRET, credit=money)
    office.apply(change(edits("customer", customer, 1, notes=(SECRET, SECRET + "1"))))
    for other in ("2", "3"):
        office.apply(change(edits("customer", customer, 1, notes=(SECRET, SECRET + other))))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    office.apply(change(edits("customer", customer, 1, name=("Acme", "His"), notes=(SECRET, SECRET + "4"))))
    model, head = office.metadata.model, office.head()

    everything = [
        office.get("customer", customer, by=mallory),
        office.page("customer", by=mallory, sort="name"),
        office.history("customer", customer, by=mallory),
        office.conflicts(by=mallory),
        office.read(lambda s: read.rows_for(s, model, "customer", [customer], user=mallory)),
        office.read(lambda s: conflicts_since(s, mallory, model, after=0, until=head, entities=["customer"])),
    ]

    written = alike(everything)
    assert SECRET not in written
    assert "777" not in written
    assert [row["mine"] for row in office.conflicts(by=mallory)] == [{"name": "His"}]
    assert [entry["version"] for entry in office.history("customer", customer, by=mallory)] == [3, 1]
    assert len(office.conflicts()) == 4


@pytest.mark.invariant(14)
def test_a_conflict_over_hidden_fields_is_closed_by_nobody_who_cannot_see_it(
    office: Office, mallory: User
) -> None:
    customer = office.make(name="Acme", notes=SECRET)
    for other in ("1", "2"):
        office.apply(change(edits("customer", customer, 1, notes=(SECRET, SECRET + other))))
    (unseen,) = office.conflicts()

    blind = office.apply(change(resolve("customer", customer, [unseen["id"]], 2)), by=mallory)
    absent = office.apply(change(resolve("customer", customer, [new_id()], 2)), by=mallory)

    assert alike(blind) == alike(absent)
    assert [row["id"] for row in office.conflicts()] == [unseen["id"]]


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(23)
def test_a_field_that_is_read_only_for_him_is_refused_by_its_name_and_shown(office: Office) -> None:
    clerk = user("Clerk", special={"customer": rights_of("read create edit", read_only="town")})
    customer = office.make(town="Lund")

    refused = [
        office.apply(change(act), by=clerk)["problem"]
        for act in (edits("customer", customer, 1, town=("Lund", "Malmö")), create(town="Malmö"))
    ]
    made = office.apply(change(create(town=None)), by=clerk)

    assert [(one["code"], one["field"]) for one in refused] == [("field-forbidden", "town")] * 2
    assert made["status"] == "applied"
    assert office.get("customer", customer, by=clerk)["values"]["town"] == "Lund"


@pytest.mark.feature("SEC-05")
def test_a_published_step_sets_what_is_hidden_from_him_who_runs_it(office: Office) -> None:
    right = rights_of("read create edit", "own", hidden="status", read_only="note")
    clerk = office.hire(user("Clerk", special={"report": right}))
    report = office.make("report", by=clerk, name="May")

    outcomes = [
        office.apply(change(step(report, name, base)), by=clerk)
        for base, name in enumerate(("submit", "mark"), 1)
    ]

    assert [one["status"] for one in outcomes] == ["applied", "applied"]
    stored = office.get("report", report, by=user("Chief", everything=True))["values"]
    assert (stored["status"], stored["note"]) == ("submitted", "marked")
    assert office.get("report", report, by=clerk)["values"] == {"name": "May", "note": "marked"}


@pytest.mark.invariant(16)
def test_a_refusal_names_no_hidden_field(office: Office) -> None:
    clerk = user("Clerk", special={"customer": rights_of("read create edit", hidden="name")})
    act = create()
    del act["values"]["name"]

    problem = office.apply(change(act), by=clerk)["problem"]

    assert problem["code"] == "value-required"
    assert "name" not in json.dumps(problem)

"""Tests of what becomes of two hands on one field where the model says so, and of what is kept."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import pytest

from backend.metadata.built_in import BUILT_IN
from backend.records.conflicts import conflicts_since
from tests.backend.records.office import (
    CUSTOMER,
    ORDER,
    REPORT,
    Office,
    change,
    edits,
    metadata_of,
    new_id,
    resolve,
    rights_of,
    user,
)

LINES = "Oats\nMilk\nBread"


def with_policies(entity: dict[str, Any], of_entity: str = "ask", **policies: str) -> dict[str, Any]:
    """Return an entity with policies of its own and of its fields."""
    found = copy.deepcopy(entity)
    for field in found["fields"]:
        field["policy"] = policies.get(field["id"])
    return {**found, "policy": of_entity}


def decide_by(office: Office, of_entity: str = "ask", **policies: str) -> None:
    """Publish policies of customers and of orders."""
    both = {"lines", "total", "sent"}
    of_orders = {name: policy for name, policy in policies.items() if name in both}
    of_customers = {name: policy for name, policy in policies.items() if name not in both}
    office.metadata = metadata_of(
        *BUILT_IN,
        with_policies(CUSTOMER, of_entity, **of_customers),
        with_policies(ORDER, of_entity, **of_orders),
        REPORT,
    )


@pytest.mark.feature("CON-01", "L01", "OUT-11")
def test_where_the_device_wins_the_value_of_the_office_is_in_the_history(office: Office) -> None:
    decide_by(office, "device")
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))

    assert (outcome["status"], office.conflicts()) == ("merged", [])
    assert office.values("customer", customer)["name"] == "His"
    assert office.history("customer", customer)[0]["old"] == {"name": "Hers"}


@pytest.mark.feature("CON-02", "ADM-07")
def test_where_the_model_asks_the_office_keeps_its_value_and_the_conflict_is_recorded(office: Office) -> None:
    decide_by(office, "device", name="ask")
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))

    (row,) = office.conflicts()
    assert outcome["conflicts"] == [row["id"]]
    assert office.values("customer", customer)["name"] == "Hers"


@pytest.mark.feature("CON-09", "L01", "BEY-03")
@pytest.mark.invariant(2)
@pytest.mark.invariant(19)
def test_where_the_office_wins_what_the_device_wanted_is_kept_and_can_be_set_again(office: Office) -> None:
    decide_by(office, name="office")
    bob = office.hire(user("Bob"))
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    before = office.sidecar("customer", customer)

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))), by=bob)

    entry, after = office.history("customer", customer)[0], office.sidecar("customer", customer)
    assert (outcome["status"], outcome["seq"], outcome["conflicts"]) == ("merged", office.head(), [])
    assert (office.conflicts(), office.values("customer", customer)["name"]) == ([], "Hers")
    assert (entry["by_name"], entry["overruled"]) == ("Bob", {"name": "His"})
    assert (after.version, after.value_seq, after.seq) == (before.version, before.value_seq, before.seq + 1)
    restored = change(edits("customer", customer, 2, name=("Hers", entry["overruled"]["name"])))
    assert office.apply(restored)["status"] == "applied"
    assert office.values("customer", customer)["name"] == "His"


@pytest.mark.feature("CON-09")
def test_an_edit_that_was_overruled_in_part_tells_of_both_parts_in_one_entry(office: Office) -> None:
    decide_by(office, name="office")
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))

    office.apply(
        change(edits("customer", customer, 1, name=("Acme", "His"), email=("a@acme.com", "b@acme.com")))
    )

    entry = office.history("customer", customer)[0]
    assert (entry["kind"], entry["new"], entry["overruled"]) == (
        "edit",
        {"email": "b@acme.com"},
        {"name": "His"},
    )


@pytest.mark.invariant(14)
def test_what_was_overruled_is_told_to_no_device_and_to_nobody_from_whom_it_is_hidden(office: Office) -> None:
    decide_by(office, name="office")
    special = {"customer": rights_of("read edit", hidden="name")}
    blind = office.hire(user("Blind", special=special))
    customer = office.make(name="Acme", email="a@acme.com")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    office.apply(
        change(edits("customer", customer, 1, name=("Acme", "His"), email=("a@acme.com", "b@acme.com")))
    )
    head, model = office.head(), office.metadata.model

    told = [
        office.read(
            lambda s, after=after: conflicts_since(
                s, office.ann, model, after=after, until=head, entities=["customer"]
            )
        )
        for after in (0, 1, head - 1)
    ]

    assert told == [[], [], []]
    assert [entry["overruled"] for entry in office.history("customer", customer, by=blind)] == [{}, {}]


@pytest.mark.feature("BEY-03", "OUT-11")
@pytest.mark.invariant(18)
@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_whoever_counts_is_counted_in_whatever_order_devices_come(
    office: Office, order: tuple[int, ...]
) -> None:
    decide_by(office, lines="add", total="add")
    record = office.make("order", lines=5, total="10.00")
    wanted = [(6, "10.10"), (6, "9.90"), (8, "10.05")]

    for number in order:
        lines, total = wanted[number]
        act = edits("order", record, 1, lines=(5, lines), total=("10.00", total))
        outcome = office.apply(change(act), device=new_id())
        assert outcome["status"] in ("applied", "merged")

    assert office.conflicts() == []
    assert office.values("order", record) == {"number": "SO-000001", "lines": 10, "total": "10.05"}


@pytest.mark.feature("BEY-03")
def test_a_device_that_goes_on_from_a_number_it_has_not_seen_merged_loses_nothing_of_the_others(
    office: Office,
) -> None:
    decide_by(office, lines="add")
    device, record = new_id(), office.make("order", lines=5)
    office.apply(change(edits("order", record, 1, lines=(5, 15))))
    office.apply(change(edits("order", record, 1, lines=(5, 7))), device=device)

    outcome = office.apply(change(edits("order", record, 1, lines=(7, 8))), device=device)

    assert outcome["status"] == "merged"
    assert office.values("order", record)["lines"] == 18


@pytest.mark.feature("BEY-03")
def test_what_a_device_did_not_know_it_changed_is_not_added_to(office: Office) -> None:
    decide_by(office, lines="add")
    record = office.make("order", lines=5)
    office.apply(change(edits("order", record, 1, lines=(5, 15))))
    act = edits("order", record, 1, lines=(None, 7))
    del act["edits"]["lines"]["old"]

    outcome = office.apply(change(act))

    assert outcome["status"] == "conflict"
    assert office.conflicts()[0]["base"] == {}


@pytest.mark.feature("L44", "BEY-03")
def test_two_who_edit_other_lines_of_one_text_both_survive(office: Office) -> None:
    decide_by(office, "merge")
    customer = office.make(notes=LINES)
    office.apply(change(edits("customer", customer, 1, notes=(LINES, "Oats\nMilk\nRye bread"))))

    outcome = office.apply(change(edits("customer", customer, 1, notes=(LINES, "2 kg oats\nMilk\nBread"))))

    assert outcome["status"] == "merged"
    assert office.values("customer", customer)["notes"] == "2 kg oats\nMilk\nRye bread"


@pytest.mark.feature("L44")
@pytest.mark.invariant(18)
def test_two_who_edit_the_same_line_are_asked(office: Office) -> None:
    decide_by(office, notes="lines")
    customer = office.make(notes=LINES)
    office.apply(change(edits("customer", customer, 1, notes=(LINES, "Oats\nMilk\nRye bread"))))

    outcome = office.apply(change(edits("customer", customer, 1, notes=(LINES, "Oats\nMilk\nWhite bread"))))

    (row,) = office.conflicts()
    assert (outcome["status"], row["base"]) == ("conflict", {"notes": LINES})
    assert office.values("customer", customer)["notes"] == "Oats\nMilk\nRye bread"


@pytest.mark.invariant(18)
@pytest.mark.feature("L01")
def test_values_that_differ_in_white_space_alone_are_no_conflict(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme  AB"))))

    outcome = office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))

    assert (outcome["status"], office.conflicts()) == ("merged", [])
    assert office.values("customer", customer)["name"] == "Acme  AB"


def test_white_space_that_one_person_changes_is_changed(office: Office) -> None:
    customer = office.make(name="Acme  AB")

    office.apply(change(edits("customer", customer, 1, name=("Acme  AB", "Acme AB"))))

    assert office.values("customer", customer)["name"] == "Acme AB"


@pytest.mark.invariant(20)
@pytest.mark.feature("BEY-03")
def test_a_policy_never_makes_what_its_field_does_not_take(office: Office) -> None:
    decide_by(office, lines="add")
    field = next(one for one in office.metadata.model.entity("order").fields.values() if one["id"] == "lines")
    field["maximum"] = 10  # type: ignore[index]
    record = office.make("order", lines=5)
    office.apply(change(edits("order", record, 1, lines=(5, 9))))

    outcome = office.apply(change(edits("order", record, 1, lines=(5, 8))))

    (row,) = office.conflicts()
    assert (outcome["status"], row["kind"], row["mine"]) == ("conflict", "fields", {"lines": 8})
    assert office.values("order", record)["lines"] == 9


@pytest.mark.invariant(20)
@pytest.mark.invariant(19)
def test_a_record_that_a_policy_would_make_invalid_is_left_and_mine_is_what_i_entered(office: Office) -> None:
    decide_by(office, notes="append")
    customer = office.make(notes="n")
    office.apply(change(edits("customer", customer, 1, notes=("n", "n\n" + "t" * 60_000))))
    mine = {"notes": ("n", "n\nmine"), "remarks": (None, "r" * 90_000)}

    outcome = office.apply(change(edits("customer", customer, 1, **mine)))

    (row,) = office.conflicts()
    assert (outcome["status"], row["kind"]) == ("conflict", "invalid")
    assert row["mine"] == {"notes": "n\nmine", "remarks": "r" * 90_000}
    assert office.values("customer", customer)["notes"] == "n\n" + "t" * 60_000


@pytest.mark.invariant(19)
@pytest.mark.feature("CON-06")
def test_what_somebody_has_chosen_no_policy_decides_again(office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Hers"))))
    conflict = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))["conflicts"][0]
    decide_by(office, "office")
    office.apply(change(edits("customer", customer, 2, name=("Hers", "Theirs"))))

    outcome = office.apply(change(resolve("customer", customer, [conflict], 2, values={"name": "His"})))

    assert outcome["status"] == "conflict"
    assert office.conflicts()[0]["mine"] == {"name": "His"}


@pytest.mark.feature("BEY-03")
def test_a_group_is_overruled_as_one(office: Office) -> None:
    decide_by(office, "office")
    customer = office.make(street="Main 1", town="Lund")
    office.apply(change(edits("customer", customer, 1, town=("Lund", "Malmö"))))

    outcome = office.apply(change(edits("customer", customer, 1, street=("Main 1", "High 2"))))

    assert outcome["status"] == "merged"
    assert office.values("customer", customer) == {"name": "Acme", "street": "Main 1", "town": "Malmö"}
    assert office.history("customer", customer)[0]["overruled"] == {"street": "High 2"}

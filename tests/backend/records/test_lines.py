"""A header with lines in one change: all of it or nothing, and what is wrong is said of its line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.records.office import Office, change, create, delete, edits, new_id

Act = dict[str, Any]


def lines(header: str, *numbers: str) -> list[Act]:
    return [create("order", customer=header, total=number) for number in numbers]


@pytest.mark.feature("L19", "DSG-14")
def test_a_header_and_its_lines_are_written_together_whichever_comes_first(office: Office) -> None:
    header, before = new_id(), office.head()
    made = lines(header, "1.00", "2.00", "3.00")

    outcome = office.apply(change(made[0], create(record_=header), *made[1:]))

    assert outcome["status"] == "applied"
    assert [office.values("order", line["record"])["customer"] for line in made] == [header] * 3
    assert office.head() == before + 4


@pytest.mark.feature("L19", "DSG-14", "L15")
@pytest.mark.invariant(7)
def test_a_line_that_is_wrong_keeps_the_header_and_all_lines_from_being_written(office: Office) -> None:
    header, before = new_id(), office.head()
    made = lines(header, "1.00", "much", "3.00")

    outcome = office.apply(change(create(record_=header), *made))

    problem = outcome["problem"]
    assert outcome["status"] == "rejected"
    assert (problem["field"], problem["arguments"]["record"]) == ("total", made[1]["record"])
    assert office.head() == before
    assert office.sidecar("customer", header) is None


@pytest.mark.feature("L19", "DSG-14", "CON-01")
def test_a_line_that_the_office_changed_meanwhile_is_not_deleted_and_the_rest_of_the_form_is_written(
    office: Office,
) -> None:
    header = new_id()
    first, second = lines(header, "1.00", "2.00")
    office.apply(change(create(record_=header), first, second))
    office.apply(change(edits("order", first["record"], 1, total=("1.00", "9.00"))))

    outcome = office.apply(
        change(
            edits("order", second["record"], 1, total=("2.00", "4.00")),
            *(added := lines(header, "5.00")),
            delete("order", first["record"], 1),
        )
    )

    [conflict] = office.conflicts()
    assert outcome["status"] == "conflict"
    assert conflict["record"] == first["record"]
    totals = [office.values("order", line["record"])["total"] for line in (first, second, *added)]
    assert totals == ["9.00", "4.00", "5.00"]


@pytest.mark.feature("L19", "DSG-14")
def test_lines_of_a_header_that_is_gone_are_refused_with_the_line_and_its_lookup(office: Office) -> None:
    header = office.make()
    office.apply(change(delete("customer", header, 1)))
    before = office.head()
    first, second = lines(header, "1.00", "2.00")

    outcome = office.apply(change(first, second))

    problem = outcome["problem"]
    assert outcome["status"] == "rejected"
    assert (problem["field"], problem["arguments"]["record"]) == ("customer", first["record"])
    assert office.head() == before

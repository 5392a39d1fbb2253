"""Tests of business steps: run by the server on the record as it stands."""

from __future__ import annotations

import pytest

from tests.backend.records.office import NOW, Office, change, create, edits, new_id, step, user


def test_a_step_sets_what_it_declares(office: Office) -> None:
    boss = office.hire(user("Boss"))
    report = office.make("report", name="May")
    office.apply(change(step(report, "submit")))

    outcome = office.apply(change(step(report, "approve", 2, comment=" Fine ")), by=boss)

    assert outcome["status"] == "applied"
    assert office.values("report", report) == {
        "name": "May",
        "status": "approved",
        "remark": "Fine",
        "decided_by": boss.person,
        "decided_at": NOW.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "decided_on": NOW.date().isoformat(),
    }


@pytest.mark.parametrize(
    ("made_at", "moment", "day"),
    [
        ("2026-11-18T23:30:00.000Z", "2026-11-18T23:30:00.000Z", "2026-11-19"),
        ("2031-01-01T00:00:00.000Z", "2026-11-21T12:00:00.000Z", "2026-11-21"),
        ("9999-12-31T23:59:00.000Z", "2026-11-21T12:00:00.000Z", "2026-11-21"),
        ("2016-02-29T23:59:00.000Z", "2026-11-21T12:00:00.000Z", "2026-11-21"),
        ("0001-01-01T00:30:00.000Z", "2026-11-21T12:00:00.000Z", "2026-11-21"),
        ("long ago", "2026-11-21T12:00:00.000Z", "2026-11-21"),
    ],
    ids=[
        "offline for days",
        "a clock that is ahead",
        "at the calendar's end",
        "years behind",
        "at the calendar's beginning",
        "no moment",
    ],
)
def test_a_step_sets_when_it_was_taken_on_the_phone_in_the_days_of_its_user(
    office: Office, made_at: str, moment: str, day: str
) -> None:
    boss = office.hire(user("Boss", zone="Europe/Stockholm"))
    report = office.make("report", name="May")
    office.apply(change(step(report, "submit")))

    office.apply(change(step(report, "approve", 2, comment="Fine"), made_at=made_at), by=boss)

    values = office.values("report", report)
    assert (values["decided_at"], values["decided_on"]) == (moment, day)


def test_a_step_whose_condition_does_not_hold_is_refused(office: Office) -> None:
    report = office.make("report", name="May")

    outcome = office.apply(change(step(report, "approve", comment="Fine")))

    assert outcome["problem"]["code"] == "step-not-allowed"
    assert office.values("report", report)["status"] == "draft"


@pytest.mark.parametrize("comment", [None, "", "   "])
def test_a_step_that_needs_a_comment_asks_for_it(office: Office, comment: str | None) -> None:
    report = office.make("report", name="May")
    office.apply(change(step(report, "submit")))

    outcome = office.apply(change(step(report, "approve", 2, comment=comment)))

    assert (outcome["problem"]["code"], outcome["problem"]["field"]) == ("value-required", "comment")


@pytest.mark.invariant(23)
def test_the_second_of_two_deciders_is_told_that_it_is_too_late(office: Office) -> None:
    report = office.make("report", name="May")
    office.apply(change(step(report, "submit")))
    office.apply(change(step(report, "approve", 2, comment="Yes")))

    outcome = office.apply(change(step(report, "approve", 2, comment="Yes, too")))

    assert outcome["problem"]["code"] == "step-not-allowed"
    assert office.values("report", report)["remark"] == "Yes"


def test_a_step_runs_on_fields_set_in_the_same_change(office: Office) -> None:
    report = new_id()

    outcome = office.apply(change(create("report", report, name="May"), step(report, "submit", 0)))

    assert outcome["status"] == "applied"
    assert office.get("report", report)["version"] == 1
    assert office.values("report", report)["status"] == "submitted"


def test_a_step_and_an_edit_of_one_change_are_one_version(office: Office) -> None:
    report = office.make("report", name="May")

    office.apply(change(edits("report", report, 1, name=("May", "June")), step(report, "submit")))

    assert office.get("report", report)["version"] == 2
    assert office.values("report", report) == {"name": "June", "status": "submitted"}


def test_a_step_without_a_condition_conflicts_like_an_edit(office: Office) -> None:
    report = office.make("report", name="May")
    office.apply(change(edits("report", report, 1, note=(None, "mine"))))

    outcome = office.apply(change(step(report, "mark", 1)))

    assert outcome["status"] == "conflict"
    assert office.values("report", report)["note"] == "mine"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"workspace": "other"}, "forbidden"),
        ({"action": "nothing"}, "unknown-step"),
        ({"record": "01890000-0000-7000-8000-000000000000"}, "record-not-found"),
    ],
)
def test_a_step_that_is_not_there_is_refused(office: Office, more: dict[str, str], code: str) -> None:
    report = office.make("report", name="May")

    outcome = office.apply(change({**step(report, "submit"), **more}))

    assert outcome["problem"]["code"] == code


@pytest.mark.invariant(23)
@pytest.mark.parametrize(
    "person",
    [user(rights="read create delete"), user(workspaces=frozenset())],
    ids=["no edit", "no workspace"],
)
def test_a_step_needs_the_right_to_edit_and_the_workspace(office: Office, person: object) -> None:
    report = office.make("report", name="May")

    outcome = office.apply(change(step(report, "submit")), by=person)  # type: ignore[arg-type]

    assert outcome["problem"]["code"] == "forbidden"

"""Which conflicts a device hears of: with its scope, and within what its user may read."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.rights import whole_rights
from backend.accounts.user import OFFICE
from backend.metadata import service as metadata
from backend.records.conflicts import open_conflicts
from backend.sync import limits
from tests.backend.sync.company import ALL_OPERATIONS, MINE, TITLES, Company, custom, part
from tests.backend.sync.office import Person, Phone

DIG = custom({"op": "eq", "path": "title", "value": "Dig"})


@pytest.fixture
def ana(company: Company) -> Person:
    return company.person("Ana")


@pytest.fixture
def phone(ana: Person) -> Phone:
    return ana.device()


def device_of_bo(company: Company) -> Phone:
    bo = company.person("Bo").device()
    bo.hello()
    return bo


def disagree(
    company: Company, job: str, field: str = "title", bo: Phone | None = None, more: str = ""
) -> None:
    """Let Bo edit from an old base what the office has changed since."""
    bo = bo or device_of_bo(company)
    company.edit("job", job, {field: f"The office's{more}"})
    edits = {field: {"value": f"Bo's{more}", "old": "Base", "base": 1}}
    [outcome] = bo.push(bo.change({"kind": "set", "entity": "job", "record": job, "edits": edits}))[
        "outcomes"
    ]
    assert outcome["status"] == "conflict", outcome


@pytest.mark.feature("SYN-07")
@pytest.mark.invariant(1)
@pytest.mark.parametrize("wished", ["pinned", "edited"])
def test_a_conflict_that_is_older_than_the_scope_comes_with_its_record(
    company: Company, phone: Phone, wished: str
) -> None:
    job = company.job("Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job)
    phone.pull()
    assert phone.conflicts == {}

    if wished == "pinned":
        company.keep(phone.person, "job", job)
    else:
        company.edit("job", job, {"title": "Dig"})
    phone.pull()

    [conflict] = phone.conflicts.values()
    assert (conflict["record"], conflict["mine"], conflict["open"]) == (job, {"title": "Bo's"}, True)


@pytest.mark.invariant(1)
def test_a_conflict_comes_with_a_record_that_a_comparison_brings(company: Company, phone: Phone) -> None:
    job = company.job("Base")
    company.take_along(part("job", MINE))
    phone.sync()
    disagree(company, job)
    phone.pull()

    company.take_along(part("job", MINE, custom({"op": "not-null", "path": "title"})))
    phone.pull()

    assert {one["record"] for one in phone.conflicts.values()} == {job}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
def test_a_conflict_about_a_hidden_field_is_not_told(company: Company, phone: Phone) -> None:
    job = company.job("Dig", cost="Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job, "cost")
    given: dict[str, Any] = dict.fromkeys(TITLES, ALL_OPERATIONS)
    company.put_role(entities={**given, "job": whole_rights(**{**ALL_OPERATIONS, "hidden": ["cost"]})})
    phone.heard.clear()

    phone.pull()

    assert phone.conflicts == {}
    assert b"Bo's" not in b"".join(phone.heard)
    assert b"The office's" not in b"".join(phone.heard)


@pytest.mark.invariant(14)
def test_a_conflict_on_a_record_outside_the_scope_is_not_told(company: Company, phone: Phone) -> None:
    job = company.job("Base")
    company.take_along(part("job", DIG))
    phone.sync()
    disagree(company, job)

    phone.pull()

    assert phone.conflicts == {}
    assert job.encode() not in b"".join(phone.heard)


def bo_who_may_edit(company: Company) -> Phone:
    """The phone of Bo, whose role nothing is taken from."""
    company.put_role(id="foreman", entities=dict.fromkeys(TITLES, ALL_OPERATIONS))
    bo = company.person("Bo", role="foreman").device()
    bo.hello()
    return bo


def settle(company: Company, job: str) -> None:
    """Let the office choose its own value."""
    [found] = company.database.read(
        lambda session: open_conflicts(session, OFFICE, metadata.current(session).model, "job", job)
    )["conflicts"]
    company.write(
        {
            "kind": "resolve", "entity": "job", "record": job,
            "conflicts": [found["id"]], "values": {}, "seen": 1_000_000, "delete": False,
        }
    )  # fmt: skip


LONG = "x" * 150


def many_that_disagree(company: Company, bo: Phone | None = None) -> list[str]:
    """Make jobs that Bo and the office disagree about, at some length."""
    jobs = [company.job("Base") for _ in range(6)]
    bo = bo or device_of_bo(company)
    for job in jobs:
        disagree(company, job, bo=bo, more=LONG)
    return jobs


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> int:
    """Room for two conflicts on a page."""
    size = limits.ENVELOPE_BYTES + 2_000
    monkeypatch.setattr("backend.sync.parcel.PAGE_BYTES", size)
    monkeypatch.setattr("backend.sync.conflicts.SCANNED_CONFLICTS", 4)
    return size


def told_of(page: dict[str, Any]) -> list[str]:
    return [one["record"] for one in page["conflicts"]]


@pytest.mark.invariant(34)
@pytest.mark.feature("CON-06")
def test_the_conflicts_of_a_first_copy_come_in_pages(
    company: Company, phone: Phone, small_pages: int
) -> None:
    company.take_along(part("job", custom({"op": "not-null", "path": "title"})))
    jobs = many_that_disagree(company)

    phone.sync()

    pages = [page for page in phone.replies() if page["type"] in ("page", "done")]
    assert [record for page in pages for record in told_of(page)] == jobs
    assert len(pages) >= 3
    assert max(map(len, phone.heard[-len(pages) + 1 :])) <= small_pages


@pytest.mark.invariant(34)
def test_the_conflicts_of_a_delta_come_in_pages_each_once(
    company: Company, phone: Phone, small_pages: int
) -> None:
    company.take_along(part("job", custom({"op": "not-null", "path": "title"})))
    phone.sync()
    jobs = many_that_disagree(company)
    before = len(phone.heard)

    phone.pull()

    pages = phone.replies(before)
    assert sorted(record for page in pages for record in told_of(page)) == sorted(jobs)
    assert max(map(len, phone.heard[before:])) <= small_pages
    assert {one["record"] for one in phone.conflicts.values()} == set(jobs)


@pytest.mark.invariant(34)
@pytest.mark.invariant(1)
def test_conflicts_that_do_not_fit_beside_the_records_that_bring_them_come_after_them(
    company: Company, phone: Phone, small_pages: int
) -> None:
    company.take_along(part("job", DIG))
    phone.sync()
    jobs = many_that_disagree(company)
    phone.pull()
    assert phone.conflicts == {}
    for job in jobs:
        company.keep(phone.person, "job", job)
    before = len(phone.heard)

    phone.pull()

    assert {one["record"] for one in phone.conflicts.values()} == set(jobs)
    assert max(map(len, phone.heard[before:])) <= small_pages


@pytest.mark.invariant(1)
@pytest.mark.invariant(10)
def test_what_is_opened_and_closed_between_pages_of_conflicts_is_not_passed_over(
    company: Company, phone: Phone, small_pages: int
) -> None:
    company.take_along(part("job", custom({"op": "not-null", "path": "title"})))
    bo = device_of_bo(company)
    jobs = many_that_disagree(company, bo)
    late = company.job("Base")
    phone.hello()
    phone.take_plan()
    page = phone.ask("pull", cursor=phone.cursor, page=None)
    phone.take(page)
    [first, *_] = told_of(page)

    settle(company, first)
    disagree(company, late, bo=bo)
    while page["type"] == "page":
        phone.ask("pull", cursor=phone.cursor, page=page["next"])
        page = phone.ask("pull", cursor=phone.cursor, page=page["next"])
        phone.take(page)

    assert {one["record"] for one in phone.conflicts.values() if one["open"]} == {*jobs[1:], late}


@pytest.mark.invariant(1)
@pytest.mark.invariant(19)
def test_a_conflict_that_was_closed_is_told_of_by_a_comparison_of_whole_sets(
    company: Company, phone: Phone
) -> None:
    job = company.job("Base")
    company.take_along(part("job", custom({"op": "not-null", "path": "title"})))
    disagree(company, job)
    phone.sync()
    assert [one["open"] for one in phone.conflicts.values()] == [True]
    settle(company, job)
    company.take_along(part("job", DIG, custom({"op": "not-null", "path": "title"})))

    phone.pull()

    assert [one["open"] for one in phone.conflicts.values()] == [False]


EVERY_JOB = part("job", custom({"op": "not-null", "path": "title"}))


class Editing:
    """Ana reads every job; a way in which she may edit this one, or may not any more."""

    def __init__(self, company: Company, ana: Person, way: str) -> None:
        self._company, self._ana, self._way = company, ana, way
        self._here, self._there = company.unit("Here"), company.unit("There")
        self._owner = company.person("Cleo").user.person
        company.edit("person", ana.user.person, {"unit": self._here})
        company.edit("person", self._owner, {"unit": self._there})
        self.job = company.job("Base", owner=self._owner)
        depth = {"role": "none", "share": "none", "owner": "own", "unit of the owner": "unit"}[way]
        company.rights(job={**ALL_OPERATIONS, "edit": depth})
        company.take_along(EVERY_JOB)

    def give(self) -> None:
        self._move("all", ["read", "edit"], self._ana.user.person, self._here)

    def take(self) -> None:
        self._move("none", [], self._owner, self._there)

    def _move(self, depth: str, shared_for: list[str], owner: str, unit: str) -> None:
        if self._way == "role":
            self._company.rights(job={**ALL_OPERATIONS, "edit": depth})
        elif self._way == "share":
            self._company.share("job", self.job, self._ana.user.person, *shared_for)
        elif self._way == "owner":
            self._company.assign(self.job, owner, entity="job")
        else:
            self._company.edit("person", self._owner, {"unit": unit})


WAYS = ["role", "share", "owner", "unit of the owner"]


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(1, 19)
@pytest.mark.parametrize("way", WAYS)
def test_whoever_is_given_the_right_to_edit_hears_of_what_others_disagree_on(
    company: Company, ana: Person, phone: Phone, way: str
) -> None:
    editing = Editing(company, ana, way)
    disagree(company, editing.job, bo=bo_who_may_edit(company))
    phone.sync()
    assert phone.conflicts == {}

    editing.give()
    phone.pull()

    assert {one["record"] for one in phone.conflicts.values()} == {editing.job}


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(1, 15)
@pytest.mark.parametrize("way", WAYS)
def test_from_whom_the_right_to_edit_is_taken_what_others_disagree_on_is_taken_too(
    company: Company, ana: Person, phone: Phone, way: str
) -> None:
    editing = Editing(company, ana, way)
    editing.give()
    disagree(company, editing.job, bo=bo_who_may_edit(company))
    phone.sync()
    assert {one["record"] for one in phone.conflicts.values()} == {editing.job}

    editing.take()
    phone.pull()

    assert phone.conflicts == {}
    assert editing.job in phone.holds("job")


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(15)
@pytest.mark.parametrize("since", ["nothing", "closed", "restored"])
def test_an_own_conflict_on_a_deleted_record_goes_with_the_right_to_read_it(
    company: Company, ana: Person, phone: Phone, since: str
) -> None:
    job = company.job("Base")
    company.take_along(EVERY_JOB)
    phone.sync()
    company.delete(job, entity="job")
    edits = {"title": {"value": "Ana's", "old": "Base", "base": 1}}
    phone.push(phone.change({"kind": "set", "entity": "job", "record": job, "edits": edits}))
    phone.pull()
    assert [one["kind"] for one in phone.conflicts.values()] == ["edited_deleted"]

    if since == "closed":
        settle(company, job)
    elif since == "restored":
        company.write({"kind": "restore", "entity": "job", "record": job})
    company.rights(job={})
    phone.pull()

    assert phone.last_out("lost") == [job]
    assert phone.conflicts == {}

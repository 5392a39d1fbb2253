"""Conflicts and history over HTTP: a page at a time, and a choice of the version that the caller saw."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.backend.records.office import Office, change, delete, edits
from tests.backend.records.test_api import Browser


@pytest.fixture
def ann(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser of Ann, who may do everything."""
    monkeypatch.setattr("backend.metadata.service.current", lambda _session: office.metadata)
    return Browser(app.test_client(), office, office.ann, "read create edit delete")


@pytest.mark.feature("CON-05")
def test_open_conflicts_are_listed(ann: Browser, office: Office) -> None:
    customer = office.make()
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))
    office.apply(change(delete("customer", customer, 1)))

    everywhere, here = ann("GET", "/conflicts"), ann("GET", f"/records/customer/{customer}/conflicts")

    assert [row["kind"] for row in everywhere.json["conflicts"]] == ["deleted_edited"]
    assert everywhere.json == here.json
    assert here.json["conflicts"][0]["mineBy"] == "Ann"


def clash(office: Office, name: str = "Acme") -> tuple[str, str]:
    """Return a record at version 2 and the conflict over its name."""
    customer = office.make(name=name)
    office.apply(change(edits("customer", customer, 1, name=(name, "Hers"))))
    outcome = office.apply(change(edits("customer", customer, 1, name=(name, "His"))))
    return customer, outcome["conflicts"][0]


@pytest.mark.feature("CON-07")
@pytest.mark.invariant(34)
def test_open_conflicts_come_a_page_at_a_time_and_each_once(ann: Browser, office: Office) -> None:
    opened = [clash(office)[1] for _ in range(5)]

    pages, after = [], ""
    while after is not None:
        page = ann("GET", "/conflicts?limit=2" + (f"&after={after}" if after else "")).json
        pages.append([row["id"] for row in page["conflicts"]])
        after = page["next"]

    assert pages == [opened[:2], opened[2:4], opened[4:]]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "after=5", "after=5.x", "other=1"])
def test_a_page_of_conflicts_that_there_cannot_be_is_refused(ann: Browser, query: str) -> None:
    reply = ann("GET", f"/conflicts?{query}")

    assert 400 <= reply.status_code < 500


@pytest.mark.feature("CON-07")
@pytest.mark.parametrize("chosen", ["His", "Hers", "Ours"])
def test_a_conflict_is_settled_over_http_by_who_has_seen_the_record_as_it_is(
    ann: Browser, office: Office, chosen: str
) -> None:
    customer, conflict = clash(office)
    place = f"/records/customer/{customer}/conflicts"
    choice = {"json": {"conflicts": [conflict], "values": {"name": chosen}}}

    blind = ann("POST", f"{place}/resolve", **choice)
    late = ann("POST", f"{place}/resolve", match=1, **choice)
    done = ann("POST", f"{place}/resolve", match=2, **choice)

    assert (blind.status_code, late.status_code) == (428, 412)
    assert (done.status_code, done.json["values"]["name"]) == (200, chosen)
    assert ann("GET", place).json["conflicts"] == []


@pytest.mark.feature("CON-07", "CON-04")
def test_a_deletion_is_settled_over_http(ann: Browser, office: Office) -> None:
    customer = office.make(name="Acme")
    office.apply(change(delete("customer", customer, 1)))
    (conflict,) = office.apply(change(edits("customer", customer, 1, name=("Acme", "His"))))["conflicts"]
    choice = {"json": {"conflicts": [conflict], "values": {"name": "His"}}}

    done = ann("POST", f"/records/customer/{customer}/conflicts/resolve", match=2, **choice)

    assert (done.status_code, done.json["values"]) == (200, {"name": "His"})


def test_history_comes_a_page_at_a_time_and_each_entry_once(ann: Browser, office: Office) -> None:
    customer = office.make(name="v1")
    for version in range(1, 5):
        office.apply(change(edits("customer", customer, version, name=(f"v{version}", f"v{version + 1}"))))

    pages, after = [], ""
    while after is not None:
        query = "?limit=2" + (f"&after={after}" if after else "")
        page = ann("GET", f"/records/customer/{customer}/history{query}").json
        pages.append([entry["version"] for entry in page["entries"]])
        after = page["next"]

    assert pages == [[5, 4], [3, 2], [1]]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "after=x", "after=-1"])
def test_a_page_of_history_that_there_cannot_be_is_refused(ann: Browser, office: Office, query: str) -> None:
    reply = ann("GET", f"/records/customer/{office.make()}/history?{query}")

    assert 400 <= reply.status_code < 500

"""What must hold by a warning or for information: the record is accepted, and its author is told."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from backend.database import Database
from backend.metadata.built_in import BUILT_IN
from backend.protocol.changes import Outcome
from tests.backend.records.office import (
    CUSTOMER,
    ORDER,
    REPORT,
    Office,
    change,
    create,
    edits,
    metadata_of,
    new_id,
    user,
)
from tests.backend.records.ruled import CLIENT, LINE, SALE, RuledOffice
from tests.backend.records.test_api import Browser


def told(database: Database, severity: str) -> RuledOffice:
    """An office where a sale may cost more than its limit, and says so."""
    validities = [{**one, "severity": severity} for one in SALE["validities"]]
    office = RuledOffice(database)
    office.metadata = metadata_of(*BUILT_IN, CLIENT, {**SALE, "validities": validities}, LINE, REPORT)
    return office


@pytest.mark.feature("APP-13", "BEY-20")
@pytest.mark.parametrize("severity", ["warning", "information"])
def test_a_record_is_accepted_and_its_author_is_told_until_it_holds(
    database: Database, severity: str
) -> None:
    office = told(database, severity)
    sale = office.sale()
    office.line(sale)

    outcome = office.apply(change(edits("sale", sale, 2, limit=(None, "19.99"))))
    mended = office.apply(change(edits("sale", sale, 3, limit=("19.99", "20.00"))))

    remark: dict[str, Any] = {"severity": severity, "message": "Too much.", "field": "limit"}
    assert (outcome["status"], outcome["problem"]) == ("applied", None)
    assert outcome["remarks"] == [{**remark, "entity": "sale", "record": sale}]
    assert Outcome().dump(outcome)["remarks"] == outcome["remarks"]
    assert mended["status"] == "applied"
    assert "remarks" not in mended


@pytest.mark.feature("APP-13")
def test_nothing_is_remarked_of_a_record_that_only_follows_its_lines(database: Database) -> None:
    office = told(database, "warning")
    sale = office.sale(limit="5.00")

    line = create("sale_line", new_id(), sale=sale, price="10.00", quantity=2)
    outcome = office.apply(change(line))

    assert outcome["status"] == "applied"
    assert "remarks" not in outcome
    assert office.values("sale", sale)["net"] == "20.00"


@pytest.mark.feature("APP-13", "BEY-25")
def test_who_writes_over_rest_is_told_in_his_language_with_each_write(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"en": "Give an account.", "sv": "Ange ett konto."}
    lacks = {"id": "account", "condition": {"op": "not-null", "path": "account"}, "field": "account"}
    marked = {"id": "unmarked", "condition": {"op": "null", "path": "note"}, "message": {"en": "Marked."}}
    office.metadata = metadata_of(
        *BUILT_IN,
        {**CUSTOMER, "validities": [{**lacks, "message": said, "severity": "warning"}]},
        ORDER,
        {**REPORT, "validities": [{**marked, "severity": "information"}]},
    )
    monkeypatch.setattr("backend.metadata.service.current", lambda _session: office.metadata)
    browser = Browser(app.test_client(), office, user("Sven", language="sv"), "read create edit delete")

    made = browser("POST", "/records/customer", json={"values": {"name": "Acme"}})
    place = f"/records/customer/{made.json['id']}"
    changed = browser("PATCH", place, match=1, json={"values": {"name": "Acme AB"}})
    mended = browser("PATCH", place, match=2, json={"values": {"account": "C-1"}})
    read = browser("GET", place)
    report = browser("POST", "/records/report", json={"values": {"name": "Lund"}}).json["id"]
    stepped = browser("POST", f"/records/report/{report}/steps/expenses/mark", match=1, json={})

    remark = {"severity": "warning", "message": "Ange ett konto.", "field": "account"}
    assert made.json["remarks"] == [{**remark, "entity": "customer", "record": made.json["id"]}]
    assert changed.json["remarks"] == made.json["remarks"]
    assert [one.status_code for one in (mended, read, stepped)] == [200, 200, 200]
    assert "remarks" not in {**mended.json, **read.json}
    assert [one["message"] for one in stepped.json["remarks"]] == ["Marked."]

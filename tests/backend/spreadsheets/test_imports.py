"""Imports from the file to the records and back: read, planned, checked, run, cancelled, undone."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from backend.spreadsheets import limits, standing, work
from tests.backend.records.office import change, edits
from tests.backend.spreadsheets.conftest import Desk, column, csv_of, xlsx_of

NAMES = column(0, "name")
ACCOUNTS = (NAMES, column(1, "account"))


def of_two_kinds() -> bytes:
    return csv_of("Name,Account,Since", "Acme,A1,2024-02-29", "Beta,A2,2024-02-31", ",A3,2024-01-01")


def test_a_spreadsheet_becomes_records_and_they_go_again(desk: Desk) -> None:
    found = desk.upload(csv_of("Name;Account;Credit", "Acme;A1;1 250,50 kr", "Bo & Co;A2;-3,00 kr"), chunk=10)

    checked = desk.plan(found["id"], *ACCOUNTS, column(2, "credit", decimal=",", currency="SEK"))
    before = desk.rows("name")
    ran = desk.act(found["id"], "run", {})
    there = desk.rows("name", "account", "credit")
    undone = desk.act(found["id"], "undo")

    assert (found["state"], found["rows"], found["received"]) == ("ready", 2, found["size"])
    assert (checked["state"], checked["created"], checked["unfit"], before) == ("checked", 2, 0, [])
    assert (ran["state"], ran["created"], ran["updated"]) == ("done", 2, 0)
    assert there == [
        ("Acme", "A1", {"amount": "1250.50", "currency": "SEK"}),
        ("Bo & Co", "A2", {"amount": "-3.00", "currency": "SEK"}),
    ]
    assert (undone["state"], undone["done"], undone["left"], desk.rows("name")) == ("undone", 2, 0, [])


def test_what_does_not_fit_is_told_by_cell_and_left_out_if_he_wants(desk: Desk) -> None:
    found = desk.upload(of_two_kinds())["id"]

    checked = desk.plan(found, *ACCOUNTS, column(2, "since"))
    told = desk.problems(found)
    refused = desk.act(found, "run", {}, status=409)
    ran = desk.act(found, "run", {"skipUnfit": True})

    assert (checked["created"], checked["unfit"]) == (1, 2)
    assert told == [(3, "Since", "2024-02-31", "import-no-such-day"), (4, "Name", "", "value-required")]
    assert (refused["code"], refused["arguments"]) == ("import-rows-unfit", {"count": 2})
    assert (ran["created"], ran["unfit"], desk.rows("name")) == (1, 2, [("Acme",)])


def test_a_field_that_must_be_filled_and_that_no_column_fills_is_named(desk: Desk) -> None:
    found = desk.upload(csv_of("Account", "A1"))["id"]

    checked = desk.plan(found, column(0, "account"))
    told = desk.ask("GET", f"/imports/{found}/problems")["problems"]

    assert (checked["unfit"], [one["column"] for one in told]) == (1, [None])
    assert told[0]["problem"]["sentence"] == "name must be filled, and no column fills it."


def test_what_does_not_fit_comes_as_a_file_too(desk: Desk) -> None:
    found = desk.upload(csv_of("Name,Since", "=1+1,2024-02-31", "Beta,-soon"))["id"]
    desk.plan(found, NAMES, column(1, "since"))

    reply = desk.browser("GET", f"/imports/{found}/problems.csv")

    rows = list(csv.reader(io.StringIO(reply.get_data(as_text=True).removeprefix("\ufeff"))))
    assert reply.headers["Content-Disposition"].startswith("attachment")
    assert rows[0] == ["Row", "Column", "Value", "What is wrong"]
    assert [row[:3] for row in rows[1:]] == [["2", "Since", "2024-02-31"], ["3", "Since", "'-soon"]]


def test_records_are_found_by_a_key_and_changed_and_an_undo_puts_them_back(desk: Desk) -> None:
    acme = desk.office.make(name="Acme", account="A1", notes="old")
    desk.office.make(name="Beta", account="A2", notes="kept")
    lines = csv_of("Name,Account,Notes", "Acme AB,a1,new", "Beta,A2,", "Ceta,A3,more")
    found = desk.upload(lines)["id"]
    columns = (*ACCOUNTS, column(2, "notes"))

    checked = desk.plan(found, *columns, key="account")
    ran = desk.act(found, "run", {})
    there = desk.rows("name", "account", "notes")
    undone = desk.act(found, "undo")

    assert (checked["created"], checked["updated"]) == (1, 1)
    assert (ran["created"], ran["updated"]) == (1, 1)
    assert there == [("Acme AB", "a1", "new"), ("Beta", "A2", "kept"), ("Ceta", "A3", "more")]
    assert (undone["done"], undone["left"]) == (2, 0)
    assert desk.rows("name", "account", "notes") == [("Acme", "A1", "old"), ("Beta", "A2", "kept")]
    assert desk.office.values("customer", acme)["account"] == "A1"


def test_an_undo_leaves_what_was_changed_since_and_tells_of_it(desk: Desk) -> None:
    found = desk.upload(csv_of("Name", "Acme", "Beta"))["id"]
    desk.plan(found, NAMES)
    desk.act(found, "run", {})
    first = next(one for one in desk.office.page("customer")["records"] if one["values"]["name"] == "Acme")
    desk.office.apply(change(edits("customer", first["id"], 1, notes=(None, "Mine"))))

    undone = desk.act(found, "undo")

    assert (undone["state"], undone["done"], undone["left"]) == ("undone", 2, 1)
    assert desk.problems(found) == [(0, "", "Acme", "import-changed-since")]
    assert desk.rows("name", "notes") == [("Acme", "Mine")]


def test_an_undo_leaves_what_others_point_at(desk: Desk) -> None:
    found = desk.upload(csv_of("Name", "Acme", "Beta"))["id"]
    desk.plan(found, NAMES)
    desk.act(found, "run", {})
    first = next(one for one in desk.office.page("customer")["records"] if one["values"]["name"] == "Acme")
    desk.office.make("order", customer=first["id"])

    undone = desk.act(found, "undo")

    assert (undone["left"], desk.problems(found)) == (1, [(0, "", "Acme", "import-still-used")])
    assert desk.rows("name") == [("Acme",)]


def test_what_must_be_unique_may_not_come_twice(desk: Desk) -> None:
    desk.office.make(name="Old", account="a3")
    lines = csv_of("Name,Account", "Acme,A1", "Beta,a1", "Ceta,A2", "Deta,A3")
    found = desk.upload(lines)["id"]

    checked = desk.plan(found, *ACCOUNTS)
    told = desk.problems(found)
    ran = desk.act(found, "run", {"skipUnfit": True})

    assert told == [(3, "Account", "a1", "import-twice"), (5, "Account", "A3", "value-not-unique")]
    assert (checked["created"], ran["created"]) == (2, 2)
    assert desk.rows("name") == [("Acme",), ("Ceta",), ("Old",)]


def test_lookups_are_found_by_the_titles_of_records(desk: Desk) -> None:
    acme = desk.office.make(name="Acme")
    for _ in range(2):
        desk.office.make(name="Twin")
    rows = [("Customer", "Total", "Urgent")]
    rows += [("ACME ", 12.5, True), ("Twin", 1, False), ("Nobody", 2, None), ("Acme", 1.005, None)]
    found = desk.upload(xlsx_of(*rows), "orders.xlsx")["id"]

    columns = [column(0, "customer"), column(1, "total"), column(2, "urgent")]
    checked = desk.plan(found, *columns, entity="order")
    told = desk.problems(found)
    desk.act(found, "run", {"skipUnfit": True})

    assert told == [
        (3, "Customer", "Twin", "import-title-several"),
        (4, "Customer", "Nobody", "import-title-unknown"),
        (5, "Total", "1.005", "value-too-precise"),
    ]
    assert checked["unfit"] == 3
    assert desk.rows("number", "customer", "total", "urgent", entity="order") == [
        ("SO-000001", acme, "12.50", True)
    ]


@pytest.mark.feature("DSG-16")
def test_lookups_of_several_are_found_by_titles_or_ids_between_semicolons(listing: Desk) -> None:
    acme, beta, gamma = (listing.office.make(name=name) for name in ("Acme", "Beta", "Gamma"))
    for _ in range(2):
        listing.office.make(name="Twin")
    rows = [("Lines", "Customers")]
    rows += [(1, "beta ;ACME; beta"), (2, f"{gamma};Acme\n"), (3, None), (4, "Acme; Twin"), (5, "Acme; Who")]
    found = listing.upload(xlsx_of(*rows), "orders.xlsx")["id"]

    listing.plan(found, column(0, "lines"), column(1, "customers"), entity="order")
    told = listing.problems(found)
    listing.act(found, "run", {"skipUnfit": True})

    assert [(row, code) for row, _, _, code in told] == [
        (5, "import-title-several"),
        (6, "import-title-unknown"),
    ]
    assert listing.rows("lines", "customers", entity="order") == [
        (1, sorted([acme, beta])),
        (2, sorted([acme, gamma])),
        (3, None),
    ]


def test_an_import_goes_on_after_the_process_has_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "SLICE", 2)
    found = desk.upload(csv_of("Name", *[f"n{number}" for number in range(7)]))["id"]
    desk.plan(found, NAMES)
    desk.office.write(lambda session: standing.start(session, found, "running", created=0, updated=0))

    for _ in range(2):
        work._step(desk.database, work.ImportFiles(desk.folder, found), found, work_clock)
    half = desk.ask("GET", f"/imports/{found}")
    ran = desk.wait(found)

    assert (half["state"], half["done"], half["created"]) == ("running", 4, 4)
    assert (ran["state"], ran["done"], len(desk.rows("name"))) == ("done", 7, 7)


def test_two_who_work_at_one_import_do_nothing_twice(desk: Desk) -> None:
    found = desk.upload(csv_of("Name", "Acme", "Beta"))["id"]
    desk.plan(found, NAMES)
    desk.office.write(lambda session: standing.start(session, found, "running", created=0, updated=0))
    row = desk.office.read(lambda session: standing.working(session, found))
    rows = work.ImportFiles(desk.folder, found).rows(0, 500)

    for _ in range(2):
        desk.office.write(
            lambda session: work._go_through(session, row=row, rows=rows, twice={}, now=work_clock())
        )

    assert desk.ask("GET", f"/imports/{found}")["created"] == 2
    assert len(desk.rows("name")) == 2


def test_what_is_cancelled_stops_and_can_be_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "SLICE", 2)
    found = desk.upload(csv_of("Name", *[f"n{number}" for number in range(7)]))["id"]
    desk.plan(found, NAMES)
    desk.office.write(lambda session: standing.start(session, found, "running", created=0, updated=0))
    work._step(desk.database, work.ImportFiles(desk.folder, found), found, work_clock)

    cancelled = desk.act(found, "cancel")
    there = len(desk.rows("name"))
    undone = desk.act(found, "undo")

    assert (cancelled["state"], cancelled["created"], there) == ("cancelled", 2, 2)
    assert (undone["state"], desk.rows("name")) == ("undone", [])


def test_rows_can_be_checked_for_an_entity_that_is_only_being_made(desk: Desk) -> None:
    lines = csv_of("Name,Made,Kind", "Pump,31/12/2024,New", "Valve,31/02/2024,new", ",,Odd")
    found = desk.upload(lines)["id"]
    label, new = {"en": "x"}, {"id": "new", "label": {"sv": "Ny", "en": "New"}}
    fields: list[dict[str, Any]] = [
        {"id": "name", "type": "text", "label": label, "required": True},
        {"id": "made", "type": "date", "label": label},
        {"id": "kind", "type": "choice", "label": label, "choices": [new]},
    ]  # fmt: skip

    columns = (NAMES, column(1, "made", days="dmy"), column(2, "kind"))
    checked = desk.plan(found, *columns, entity=None, fields=fields)
    refused = desk.act(found, "run", {"skipUnfit": True}, status=409)

    assert (checked["state"], checked["created"], checked["unfit"]) == ("checked", 1, 2)
    assert desk.problems(found) == [
        (3, "Made", "31/02/2024", "import-no-such-day"),
        (4, "Kind", "Odd", "import-choice-unknown"),
        (4, "Name", "", "value-required"),
    ]
    assert refused["code"] == "import-not-ready"


def test_a_value_can_mean_the_same_as_a_choice(desk: Desk) -> None:
    found = desk.upload(csv_of("Name,State", "Pump,OK", "Valve,o.k.", "Motor,fine"))["id"]
    label = {"en": "x"}
    choices = [{"id": "ok", "label": {"en": "OK"}}]
    fields: list[dict[str, Any]] = [{"id": "state", "type": "choice", "label": label, "choices": choices}]

    desk.plan(found, column(1, "state", means={"O.K.": "ok"}), entity=None, fields=fields)

    assert desk.problems(found) == [(4, "State", "fine", "import-choice-unknown")]


@pytest.mark.parametrize(
    ("columns", "more", "code"),
    [
        ([NAMES, column(1, "name")], {}, "import-field-twice"),
        ([NAMES, column(0, "account")], {}, "import-field-twice"),
        ([column(0, "no_such")], {}, "unknown-field"),
        ([column(0, "logo")], {}, "import-field-unusable"),
        ([column(7, "name")], {}, "import-field-unusable"),
        ([column(0, "number")], {"entity": "order"}, "import-field-unusable"),
        ([column(0, "status")], {"entity": "report"}, "import-field-unusable"),
        ([NAMES], {"entity": "no_such"}, "unknown-entity"),
        ([NAMES], {"entity": "person"}, "import-entity-of-product"),
        ([NAMES], {"key": "account"}, "import-key-unusable"),
        ([NAMES, column(1, "since")], {"key": "since"}, "import-key-unusable"),
        ([NAMES], {"entity": None}, "import-without-fields"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    desk: Desk, columns: list[dict[str, Any]], more: dict[str, Any], code: str
) -> None:
    found = desk.upload(csv_of("Name,Since", "Acme,2024-01-01"))["id"]

    refused = desk.plan(found, *columns, status=422, **more)

    assert refused["code"] == code
    assert desk.ask("GET", f"/imports/{found}")["state"] == "ready"


def test_whoever_may_make_no_records_imports_none(desk: Desk, reader: Desk) -> None:
    mine = desk.upload(csv_of("Name", "Acme"))["id"]

    refused = reader.ask("POST", "/imports", {"name": "x.csv", "size": 3}, 403)
    for method, path in (
        ("GET", ""), ("PUT", "/plan"), ("POST", "/run"), ("POST", "/cancel"), ("POST", "/undo"),
        ("GET", "/problems"), ("GET", "/problems.csv"), ("DELETE", ""),
    ):  # fmt: skip
        body = {"columns": [NAMES]} if path == "/plan" else {} if path == "/run" else None
        assert reader.ask(method, f"/imports/{mine}{path}", body, 404)["code"] == "not-found"

    assert refused["code"] == "import-not-allowed"
    assert reader.put(mine, b"x", 0, 8).status_code == 404


def test_a_person_has_only_so_many_imports_under_way(desk: Desk) -> None:
    for _ in range(limits.UNDER_WAY):
        desk.ask("POST", "/imports", {"name": "x.csv", "size": 3}, 201)

    refused = desk.ask("POST", "/imports", {"name": "x.csv", "size": 3}, 429)

    assert refused["code"] == "too-many-at-once"


def test_uploads_that_were_broken_off_hold_nobody_up(desk: Desk) -> None:
    long_ago = work_clock() - limits.COUNTED_FOR
    for _ in range(limits.UNDER_WAY):
        begun = desk.ask("POST", "/imports", {"name": "x.csv", "size": 3}, 201)["id"]
        desk.office.write(lambda session, one=begun: standing.put(session, one, begun_at=long_ago))  # type: ignore[misc]

    desk.ask("POST", "/imports", {"name": "x.csv", "size": 3}, 201)


def test_what_was_left_long_ago_is_removed_with_its_files_and_what_runs_is_not(desk: Desk) -> None:
    old, running = (desk.upload(csv_of("Name", "Acme"))["id"] for _ in range(2))
    long_ago = work_clock() - limits.KEPT_FOR * 2
    for one, state in ((old, "ready"), (running, "running")):
        desk.office.write(
            lambda session, id_=one, now=state: standing.put(session, id_, begun_at=long_ago, state=now)  # type: ignore[misc]
        )

    work.forget_old(desk.database, desk.folder, now=work_clock())

    assert [folder.name for folder in desk.folder.iterdir()] == [running]


def test_an_import_is_forgotten_with_its_file_and_its_records_stay(desk: Desk) -> None:
    found = desk.upload(csv_of("Name", "Acme"))["id"]
    desk.plan(found, NAMES)
    desk.act(found, "run", {})

    desk.ask("DELETE", f"/imports/{found}", status=204)

    assert desk.ask("GET", "/imports") == []
    assert list(desk.folder.iterdir()) == []
    assert desk.rows("name") == [("Acme",)]


def work_clock() -> Any:
    from backend.accounts.guard import utc_now

    return utc_now()

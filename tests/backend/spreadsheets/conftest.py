"""An office, somebody at his desk, and spreadsheets for him to bring in."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from backend.accounts.guard import utc_now
from backend.database import Database
from backend.metadata.built_in import BUILT_IN
from backend.records.tables import migrate
from backend.spreadsheets import work
from backend.web.installation import installation
from tests.backend.records.office import CUSTOMER, ORDER, REPORT, Office, field, metadata_of, user
from tests.backend.records.test_api import Browser

Column = dict[str, Any]


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return a text file of these lines."""
    return "\r\n".join(lines).encode(encoding)


def xlsx_of(*rows: Sequence[Any], title: str = "Sheet1") -> bytes:
    """Return a workbook with these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def column(number: int, field: str, **reading: Any) -> Column:
    """Return a column of a plan."""
    return {"column": number, "field": field, **reading}


class Desk:
    """Somebody who brings spreadsheets in over HTTP; background work is done when he waits."""

    def __init__(self, app: Flask, browser: Browser, office: Office) -> None:
        self.app, self.browser, self.office = app, browser, office
        self.folder = work.folder_of(installation(app).settings.data)

    def ask(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        reply = self.browser(method, path, **({} if body is None else {"json": body}))
        assert reply.status_code == status, reply.get_data(as_text=True)
        return reply.get_json() if reply.data else None

    def upload(self, data: bytes, name: str = "file.csv", *, chunk: int = 1 << 20) -> dict[str, Any]:
        """Bring a file up and wait until it is read."""
        begun = self.ask("POST", "/imports", {"name": name, "size": len(data)}, 201)["id"]
        for start in range(0, len(data), chunk):
            self.put(begun, data[start : start + chunk], start, len(data))
        return self.wait(begun)

    def put(self, identity: str, part: bytes, start: int, total: int) -> Any:
        place = {"Content-Range": f"bytes {start}-{start + len(part) - 1}/{total}"}
        return self.browser("PUT", f"/imports/{identity}/file", data=part, headers=place)

    def wait(self, identity: str) -> dict[str, Any]:
        """Do what is to do, as the background does, and return how the import stands."""
        work.go_on(self.database, self.folder, clock=utc_now, seconds=50)
        found: dict[str, Any] = self.ask("GET", f"/imports/{identity}")
        return found

    def plan(self, identity: str, *columns: Column, status: int = 200, **more: Any) -> dict[str, Any]:
        body = {"entity": "customer", "columns": list(columns), **more}
        answer: dict[str, Any] = self.ask("PUT", f"/imports/{identity}/plan", body, status)
        return self.wait(identity) if status == 200 else answer

    def act(self, identity: str, act: str, body: Any = None, status: int = 200) -> dict[str, Any]:
        answer: dict[str, Any] = self.ask("POST", f"/imports/{identity}/{act}", body, status)
        return self.wait(identity) if status == 200 else answer

    def problems(self, identity: str) -> list[tuple[int, str, str, str]]:
        """Return what does not fit: row, label of the column, value, code."""
        found = self.ask("GET", f"/imports/{identity}/problems?limit=200")["problems"]
        return [(one["row"], one["label"], one["value"], one["problem"]["code"]) for one in found]

    def rows(self, *fields: str, entity: str = "customer") -> list[tuple[Any, ...]]:
        """Return values of all records, in the order of the first field."""
        records = self.office.page(entity, limit=200)["records"]
        found = [tuple(one["values"].get(name) for name in fields) for one in records]
        return sorted(found, key=lambda row: str(row[0]))

    @property
    def database(self) -> Database:
        return self.office.database


@pytest.fixture
def office(database: Database) -> Office:
    """A published model on a fresh database, with no records yet."""
    return Office(database)


@pytest.fixture
def desk(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of Ann, who may do everything."""
    monkeypatch.setattr("backend.metadata.service.current", lambda _session: office.metadata)
    return Desk(app, Browser(app.test_client(), office, office.ann, "read create edit delete"), office)


@pytest.fixture
def listing(desk: Desk) -> Desk:
    """The same, where orders have several customers besides."""
    old = desk.office.metadata.model
    several = field("customers", "lookup", target="customer", several=True)
    order = {**ORDER, "fields": [*ORDER["fields"], several]}
    desk.office.metadata = metadata_of(*BUILT_IN, CUSTOMER, order, REPORT, version=2)
    desk.office.write(lambda session: migrate(session, old, desk.office.metadata.model))
    return desk


@pytest.fixture
def reader(app: Flask, office: Office, desk: Desk) -> Desk:
    """The desk of somebody who may read and no more."""
    return Desk(app, Browser(app.test_client(), office, user("Reader"), "read"), office)


def guesses(state: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """Return these properties of each guess."""
    return [tuple(one[name] for name in names) for one in state["preview"]["columns"]]


def days(first: dt.date, count: int) -> Iterable[dt.date]:
    """Yield days on end."""
    return (first + dt.timedelta(days=one) for one in range(count))

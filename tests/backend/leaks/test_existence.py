"""Nothing tells a record that somebody may not read from one that there is not."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.backend.leaks.browser import Browser, Device
from tests.backend.leaks.estate import Estate
from tests.backend.leaks.test_routes import addresses, contents, routes, shapes
from tests.backend.sync.office import new_id

__all__ = ["shapes"]

_ID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
UNREADABLE = [
    ("job", "closed"),
    ("job", "gone"),
    ("zq_vault", "closed"),
    ("person", "closed"),
    ("team", "closed"),
]


def alike(reply: TestResponse) -> str:
    """Return a whole reply with the ids that were asked about blotted out."""
    headers = sorted((name, value) for name, value in reply.headers if name not in ("Date", "Set-Cookie"))
    return _ID.sub("<id>", f"{reply.status} {headers} {reply.get_data(as_text=True)}")


@pytest.mark.feature("SEC-01", "SEC-02", "L14")
@pytest.mark.invariant(16)
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("entity", "kind"), UNREADABLE)
def test_every_route_answers_of_an_unreadable_record_as_of_none(
    app: Flask, estate: Estate, browser: Browser, shapes: dict[tuple[str, str], str], entity: str, kind: str
) -> None:
    there, absent = estate.places[entity][kind], new_id()
    differ = []

    asked = 0
    for method, address, more in about_one(app, estate, shapes, entity):
        answers = [
            alike(browser.ask(method, address.replace("@@", record), **_named(more, record)))
            for record in (absent, there)
        ]
        asked += 1
        if answers[0] != answers[1]:
            differ.append(f"{method} {address} {more}:\n  {answers[1]}\n  and of none {answers[0]}")

    assert asked >= 25
    assert not differ, f"[inv 16] {len(differ)}:\n" + "\n".join(differ[:5])


def about_one(
    app: Flask, estate: Estate, shapes: dict[tuple[str, str], str], entity: str
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give every request that names one record, in whatever place; ``@@`` stands for its id."""
    for rule, method in routes(app):
        if "record" not in rule.arguments:
            continue
        given = estate.places[entity].values()
        for address in addresses(rule, estate, entity):
            first = next(iter(given))
            if first in address:
                for more in contents(rule, method, estate, entity, shapes):
                    yield method, address.replace(first, "@@"), more
    for of, field in POINTING.get(entity, []):
        title = "title" if of == "job" else "name"
        one = estate.places[of]["open"]
        yield "POST", f"/api/v1/records/{of}", {"json": {"values": {title: "x", field: "@@"}}}
        yield "PATCH", f"/api/v1/records/{of}/{one}", {
            "json": {"values": {field: "@@"}}, "headers": {"If-Match": '"1"'},
        }  # fmt: skip
        for op in ("eq", "ne"):
            tree = {"op": op, "path": field, "value": "@@"}
            yield "GET", f"/api/v1/records/{of}", {"query_string": {"filter": json.dumps(tree)}}
            yield "POST", "/api/v1/filters/preview", {"json": {"entity": of, "condition": tree}}
    recent = {"device": new_id(), "records": [{"entity": entity, "record": "@@"}]}
    yield "POST", "/api/v1/recent", {"json": recent}
    for person in (estate.mallory.user.person, "@@"):
        query = {"person": person, "entity": entity, "record": "@@"}
        yield "GET", "/api/v1/rights/explain", {"query_string": query}


POINTING = {"customer": [("job", "customer")], "job": [("task", "job")]}
"""Entity → what points at it by a field that Mallory may read and write."""


def _named(more: dict[str, Any], record: str) -> dict[str, Any]:
    named: dict[str, Any] = json.loads(json.dumps(more).replace("@@", record)) if "data" not in more else more
    return named


BATTERY = [
    "/api/v1/records/job", "/api/v1/records/job?sort=title&limit=1", "/api/v1/records/job?sort=-due",
    "/api/v1/records/customer?sort=name", "/api/v1/records/task?search=Task", "/api/v1/records/task",
    "/api/v1/records/job?search=Job", '/api/v1/records/job?filter={"op":"not-null","path":"title"}',
    '/api/v1/records/task?filter={"op":"null","path":"job.title"}',
    '/api/v1/records/task?filter={"op":"ne","path":"job.title","value":"x"}',
    "/api/v1/conflicts", "/api/v1/kept", "/api/v1/filters", "/api/v1/metadata",
]  # fmt: skip


@pytest.mark.feature("SEC-02", "L14")
@pytest.mark.invariant(16)
@pytest.mark.timeout(120)
def test_order_totals_and_marks_do_not_move_when_something_unreadable_comes_changes_or_goes(
    estate: Estate, browser: Browser, device: Device
) -> None:
    customer, bo = estate.places["customer"]["open"], estate.bo.user.person
    for number in range(3):
        record = estate.create("job", {"title": f"Job {number}", "customer": customer})
        estate.assign(record, estate.mallory.user.person, entity="job")
    device.sync()
    before, held = battery(browser), told(device)

    job = estate.job("new", bo, customer)
    pages = [battery(browser)]
    estate.edit("job", job, {"title": "AAA", "due": "2026-01-01"})
    pages.append(battery(browser))
    estate.write(
        {"kind": "share", "entity": "job", "record": job, "with_": estate.other_team, "may": ["read"]}
    )
    estate.write(
        {"kind": "keep", "entity": "job", "record": job, "how": "pin", "on": True}, user=estate.bo.user
    )
    pages.append(battery(browser))
    estate.delete(job, entity="job")
    pages.append(battery(browser))

    assert [page == before for page in pages] == [True] * 4, "[inv 16] " + _first_difference(before, pages)
    assert told(device) == held
    estate.ear.check()


def battery(browser: Browser) -> dict[str, str]:
    found = {}
    for address, method in itertools.product(BATTERY, ("GET", "HEAD")):
        reply = browser.ask(method, address)
        assert reply.status_code == 200, (address, reply.get_data(as_text=True))
        headers = sorted((name, value) for name, value in reply.headers if name not in ("Date",))
        found[f"{method} {address}"] = f"{headers} {reply.get_data(as_text=True)}"
    return found


def told(device: Device) -> tuple[Any, ...]:
    """Return what a device has been told, but for how far the office has come."""
    device.pull()
    return device.records, device.stubs, device.counts, device.standing, device.conflicts


def _first_difference(before: dict[str, str], pages: list[dict[str, str]]) -> str:
    return next(
        (f"{name}: {page[name]} and not {before[name]}" for page in pages for name in page
         if page[name] != before[name]), "",
    )  # fmt: skip

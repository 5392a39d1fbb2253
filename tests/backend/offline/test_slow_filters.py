"""Filters that would cost too much: ended, refused before they are saved, and in nobody else's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from sqlalchemy import ColumnElement, literal_column

from backend.channel import commands
from backend.database import Database
from backend.database.turns import Turns
from backend.offline import terms
from backend.records import conditions
from tests.backend.offline.shop import DONE, OPEN, Browser, Shop, signed_in

pytestmark = pytest.mark.timeout(120)

Browse = Callable[[str], Browser]

ENDLESS = "(WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n) = 0"
TRIAL = {"entity": "order", "condition": OPEN}


def body(**more: Any) -> dict[str, Any]:
    return {**TRIAL, "label": {"en": "Open orders"}, **more}


@pytest.fixture
def slow(database: Database, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every condition that asks for open orders takes for ever; set when one is asked for."""
    quick, begun = conditions.compile_filter, threading.Event()

    def compiled(tree: Any, *given: Any, **named: Any) -> ColumnElement[bool]:
        if tree != OPEN:
            return quick(tree, *given, **named)
        begun.set()
        return literal_column(ENDLESS)

    database.filter_seconds = 0.4
    monkeypatch.setattr(conditions, "compile_filter", compiled)
    monkeypatch.setattr(terms, "compile_filter", compiled)
    return begun


def refused(browser: Browser, method: str, path: str, json: Any = None) -> tuple[int, str, str | None]:
    started = time.monotonic()
    reply = browser.ask(method, path, json)
    assert time.monotonic() - started < 10
    return reply.status_code, reply.json["code"], reply.json.get("field")


@pytest.mark.feature("OUT-04", "DAT-02")
def test_a_slow_filter_is_ended_wherever_it_is_tried(
    shop: Shop, browser: Browse, slow: threading.Event
) -> None:
    record = shop.create("order", "ulla", title="Open", status="open")
    ulla, ana = browser("ulla"), browser("ana")
    done = ulla.does("POST", "/filters", body(condition=DONE))
    idle = ulla.does("POST", "/filters", body(active=False))
    asked = orjson.dumps(OPEN).decode()

    answers = [
        refused(ulla, "POST", "/filters/preview", TRIAL),
        refused(ulla, "GET", f"/records/order?filter={asked}"),
        refused(ulla, "POST", "/filters", body()),
        refused(ulla, "PUT", f"/filters/{done['id']}", body()),
        refused(ulla, "POST", f"/filters/{idle['id']}/activate"),
        refused(ana, "POST", "/organisation-filters", body(kind="system")),
        refused(ana, "POST", "/organisation-filters", body(kind="template")),
    ]

    places = ["condition", "filter", *["condition"] * 5]
    assert answers == [(422, "filter-too-slow", place) for place in places]
    assert [(one["id"], one["condition"], one["active"]) for one in ulla.gets("/filters")] == [
        (done["id"], DONE, True),
        (idle["id"], OPEN, False),
    ]
    assert ana.gets("/organisation-filters") == []
    assert ulla.gets(f"/records/order/{record}")["id"] == record


@pytest.mark.feature("OUT-04")
def test_a_slow_filter_waits_in_its_own_line(
    app: Flask, shop: Shop, browser: Browse, slow: threading.Event
) -> None:
    shop.create("order", "ulla", title="Open", status="open")
    bo, other = browser("bo"), {**TRIAL, "condition": DONE}
    shop.database.filter_seconds = 2.0
    ulla = [signed_in(app, "ulla") for _ in range(5)]
    callers = [threading.Thread(target=one.ask, args=("POST", "/filters/preview", TRIAL)) for one in ulla]

    for caller in callers:
        caller.start()
    slow.wait(10)
    took, found = [], []
    for _ in range(3):
        started = time.monotonic()
        found += [bo.gets("/records/order")["total"], bo.does("POST", "/filters/preview", other)["count"]]
        took.append(time.monotonic() - started)
    for caller in callers:
        caller.join()

    assert found == [0] * 6
    assert max(took) < 1.5


def opened(browser: Browser) -> str:
    """Let a new device say hello."""
    device = str(uuid4())
    asked = {"protocolVersion": 1, "nonce": None, "nextNonce": "n" * 20, "metadataVersion": 0}
    held = {"cursor": None, "pending": 0, "stored": 0}
    browser.does("POST", "/sync/hello", {"type": "hello", "id": 1, "device": device, **asked, **held})
    return device


@pytest.mark.feature("OUT-04", "SYN-01")
def test_a_pull_that_takes_too_long_says_so_and_can_be_mended(
    shop: Shop, browser: Browse, slow: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PULL_SECONDS", 0.4)
    shop.database.filter_seconds = 5.0
    ulla = browser("ulla")
    device = opened(ulla)
    # Saved while there was nothing that it took long to look at.
    made = ulla.does("POST", "/filters", body())
    shop.create("order", "ulla", title="Open", status="open")
    asked = {"type": "pull", "id": 2, "device": device, "cursor": None, "page": None}

    stuck = ulla.ask("POST", "/sync/pull", asked).json
    ulla.does("POST", f"/filters/{made['id']}/deactivate")
    going = ulla.ask("POST", "/sync/pull", asked).json

    assert (stuck["type"], stuck["problem"]["code"], stuck["remedy"]) == (
        "refusal",
        "scope-too-slow",
        "retry",
    )
    assert going["type"] == "plan"


@pytest.mark.feature("SYN-01")
def test_the_devices_of_one_person_leave_readers_to_everybody_else(
    app: Flask, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shop.database, "pulling", Turns(each=2, longest_wait=0.2))
    people = [signed_in(app, who) for who in ("ulla", "ulla", "bo")]
    asked = [{"type": "pull", "id": 2, "device": opened(one), "cursor": None, "page": None} for one in people]
    first = [
        one.ask("POST", "/sync/pull", pull).json["type"] for one, pull in zip(people, asked, strict=True)
    ]

    with shop.database.pulling.taken(shop.people["ulla"]), shop.database.pulling.taken(shop.people["ulla"]):
        busy = [one.ask("POST", "/sync/pull", pull).json for one, pull in zip(people, asked, strict=True)]
    free = people[0].ask("POST", "/sync/pull", asked[0]).json

    assert first == ["plan"] * 3
    assert [(one["type"], one.get("remedy")) for one in busy] == [
        ("refusal", "retry"),
        ("refusal", "retry"),
        ("plan", None),
    ]
    assert busy[0]["problem"]["code"] == "too-many-at-once"
    assert free["type"] == "plan"

"""Attacks on what a person may not read: whatever he tries, he is told what he would be told of nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from backend.accounts.user import User
from backend.errors import NotFound
from backend.records.blob_store import BlobStore
from backend.records.blobs import readable_blob
from backend.records.tables import migrate
from tests.backend.records.office import (
    Office,
    assign,
    change,
    create,
    delete,
    edits,
    keep,
    metadata_of,
    new_id,
    resolve,
    restore,
    rights_of,
    share,
    step,
    user,
)
from tests.backend.records.test_api import Browser
from tests.backend.records.test_blobs import Phone, photo, reference
from tests.backend.records.unseen import ALL, SECRET, Act, alike


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what is asked of the database."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(re.sub(r"sa_savepoint_\d+", "savepoint", statement))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


ACTS: dict[str, Callable[[str, User], Act]] = {
    "set": lambda record, _: edits("report", record, 1, name=("May", "Mine")),
    "delete": lambda record, _: delete("report", record, 1),
    "restore": lambda record, _: restore("report", record),
    "step": lambda record, _: step(record, "submit"),
    "resolve": lambda record, _: resolve("report", record, [new_id()], 1, values={"name": "x"}),
    "resolve by deleting": lambda record, _: resolve("report", record, [new_id()], 1, delete=True),
    "assign": lambda record, me: assign("report", record, me.person),
    "share": lambda record, me: share("report", record, me.person, "read"),
    "end a share": lambda record, me: share("report", record, me.person, ""),
    "keep": lambda record, _: keep("report", record),
    "let go": lambda record, _: keep("report", record, on=False),
}


@pytest.mark.feature("SEC-01")
@pytest.mark.invariant(16)
@pytest.mark.parametrize("state", ["live", "deleted", "contested"])
@pytest.mark.parametrize("what", ACTS)
def test_an_act_on_an_unreadable_record_is_answered_and_worked_on_like_one_on_none(
    office: Office, mallory: User, what: str, state: str
) -> None:
    there, absent = office.make("report", name=SECRET), new_id()
    if state == "contested":
        for name in ("One", "Two"):
            office.apply(change(edits("report", there, 1, name=(SECRET, name))))
    if state == "deleted":
        office.apply(change(delete("report", there, 1)))
    before = (office.sidecar("report", there), office.head())

    answers, works = [], []
    for record in (absent, there, absent):
        with statements() as asked:
            answers.append(alike(office.apply(change(ACTS[what](record, mallory)), by=mallory)))
        works.append(asked)

    assert answers[1] == answers[2]
    assert works[1] == works[2]
    assert ("record-not-found" in answers[1]) == (what != "let go")
    assert (office.sidecar("report", there), office.head()) == before


@pytest.mark.invariant(16)
@pytest.mark.parametrize("state", ["readable", "unreadable", "deleted"])
def test_an_id_that_is_taken_is_refused_in_the_same_words_whoever_has_it(
    office: Office, mallory: User, state: str
) -> None:
    taken = office.make("report", by=mallory if state == "readable" else None, name=SECRET)
    if state == "deleted":
        office.apply(change(delete("report", taken, 1)))

    outcome = office.apply(change(create("report", taken, name="x")), by=mallory)

    assert outcome["problem"] == {
        "code": "record-exists",
        "arguments": {"entity": "report", "record": taken},
    }


@pytest.mark.invariant(16)
@pytest.mark.invariant(14)
@pytest.mark.parametrize("way", ["create", "set", "resolve", "restore"])
def test_a_unique_value_that_is_taken_is_refused_in_the_same_words_whoever_has_it(
    office: Office, mallory: User, way: str
) -> None:
    report = next(one for one in office.metadata.model_document["entities"] if one["id"] == "report")
    code = {"id": "code", "type": "text", "label": {"en": "code"}, "unique": True}
    _republish(office, {**report, "fields": [*report["fields"], code]})
    values = {who: f"{who}'s" for who in ("mallory", "ann", "nobody")}

    def refused(value: str) -> tuple[str, list[str]]:
        made = create("report", name="Own", **({"code": value} if way in ("create", "restore") else {}))
        act, own = made, made["record"]
        if way != "create":
            office.apply(change(made), by=mallory)
        if way == "set":
            act = edits("report", own, 1, code=(None, value))
        if way == "restore":
            office.apply(change(delete("report", own, 1)), by=mallory)
            act = restore("report", own)
        if way == "resolve":
            office.apply(change(edits("report", own, 1, code=(None, value + "!"))), by=mallory)
            opened = office.apply(change(edits("report", own, 1, code=(None, value))), by=mallory)
            act = resolve("report", own, opened["conflicts"], 2, values={"code": value})
        if way == "restore":
            take(value)
        with statements() as asked:
            outcome = office.apply(change(act), by=mallory)
        return alike(outcome["problem"], value), asked

    def take(value: str) -> None:
        if value != values["nobody"]:
            by = mallory if value == values["mallory"] else office.ann
            office.make("report", by=by, name=SECRET, code=value)

    if way != "restore":
        for value in values.values():
            take(value)
    answers = {who: refused(value) for who, value in values.items()}

    assert answers["ann"] == answers["mallory"]
    assert "value-not-unique" in answers["ann"][0]
    assert SECRET not in str(answers)
    assert answers["nobody"][0] == "null"


@pytest.mark.invariant(16)
@pytest.mark.invariant(14)
def test_what_points_at_unreadable_records_is_as_if_they_were_not_there(office: Office) -> None:
    secret, own = office.make("report", name=SECRET), new_id()
    note = {"id": "about", "type": "lookup", "label": {"en": "about"}, "target": "report"}
    order = {**office.metadata.model_document["entities"][-2]}
    assert order["id"] == "order"
    document = {**order, "fields": [*order["fields"], note]}
    _republish(office, document)
    special = {"report": rights_of(ALL, "own")}
    clerk = office.hire(user("Clerk", entities=("order", "person", "customer"), special=special))
    office.apply(change(create("report", own, name="Own")), by=clerk)

    pointing = [office.apply(change(create("order", about=to)), by=clerk) for to in (secret, new_id())]
    for to in (secret, own):
        office.make("order", about=to)
    tree = {"op": "eq", "path": "about.name"}
    found = [
        office.page("order", by=clerk, filter={**tree, "value": name})["total"] for name in (SECRET, "Own")
    ]
    missing = office.page("order", by=clerk, filter={"op": "null", "path": "about.name"})["total"]
    unequal = office.page("order", by=clerk, filter={**tree, "op": "ne", "value": SECRET})["total"]

    assert alike(pointing[0]["problem"]) == alike(pointing[1]["problem"])
    assert pointing[0]["problem"]["code"] == "lookup-not-found"
    assert found == [0, 1]
    assert (missing, unequal) == (1, 2)


def _republish(office: Office, *changed: dict[str, Any]) -> None:
    by_id = {entity["id"]: entity for entity in (*office.metadata.model_document["entities"], *changed)}
    office.metadata = metadata_of(*by_id.values())
    office.write(lambda session: migrate(session, None, office.metadata.model))


@pytest.mark.invariant(16)
@pytest.mark.parametrize("seen", ["unreadable", "by a hidden field"])
def test_a_refused_deletion_counts_only_what_the_person_may_read(office: Office, seen: str) -> None:
    right = rights_of("read:own") if seen == "unreadable" else rights_of("read", hidden="customer")
    clerk = user("Clerk", entities=("customer",), special={"order": right})
    customer = office.make()
    office.make("order", customer=customer)

    problem = office.apply(change(delete("customer", customer, 1)), by=clerk)["problem"]

    assert (problem["code"], problem["arguments"]["count"]) == ("still-referenced", 0)


ROUTES: list[tuple[str, str, dict[str, Any]]] = [
    ("GET", "/records/report/{id}", {}),
    ("GET", "/records/report/{id}/history", {}),
    ("GET", "/records/report/{id}/conflicts", {}),
    ("PATCH", "/records/report/{id}", {"json": {"values": {"name": "Mine"}}}),
    ("DELETE", "/records/report/{id}", {}),
    ("POST", "/records/report/{id}/steps/expenses/submit", {"json": {}}),
    ("POST", "/records/report/{id}/steps/expenses/approve", {"json": {"comment": "x"}}),
    ("GET", "/records/report/{id}/shares", {}),
    ("PUT", "/records/report/{id}/shares/{me}", {"json": {"may": ["read"]}}),
    ("PUT", "/records/report/{id}/owner", {"json": {"owner": "{me}"}}),
    ("PUT", "/records/report/{id}/kept/pin", {}),
    ("DELETE", "/records/report/{id}/kept/pin", {}),
    ("GET", "/records/report?search=" + SECRET, {}),
    ("GET", "/records/report?sort=-name", {}),
    ("GET", '/records/report?filter={"op":"like","path":"name","value":"' + SECRET + '"}', {}),
    ("GET", "/conflicts", {}),
    ("GET", "/conflicts?entity=report", {}),
]


@pytest.mark.feature("SEC-02")
@pytest.mark.invariant(14)
@pytest.mark.invariant(16)
def test_every_route_answers_for_an_unreadable_record_as_for_none(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.metadata.service.current", lambda _session: office.metadata)
    own = dict.fromkeys(ALL.split(), "own")
    me = office.hire(user("Mallory"))
    mallory = Browser(app.test_client(), office, me, "read", report=own)

    def answers(record: str) -> list[str]:
        found = []
        for method, path, more in ROUTES:
            more = json.loads(json.dumps(more).replace("{me}", me.person))
            address = path.replace("{id}", record).replace("{me}", me.person)
            reply = mallory(method, address, match=1, **more)
            headers = {name: value for name, value in reply.headers if name != "Set-Cookie"}
            found.append(alike([path, reply.status, headers, reply.get_data(as_text=True)], record))
        return found

    before = answers(new_id())
    there = office.make("report", name=SECRET, remark=SECRET)
    for name in ("One", "Two"):
        office.apply(change(edits("report", there, 1, name=(SECRET, SECRET + name))))

    assert answers(there) == before
    assert answers(new_id()) == before
    assert SECRET not in "".join(before).replace("=" + SECRET, "").replace(f'\\"{SECRET}\\"', "")


@pytest.mark.invariant(14)
def test_a_picture_is_out_of_reach_where_the_record_or_the_field_is(
    office: Office, mallory: User, tmp_path: Path
) -> None:
    store, data = BlobStore(tmp_path / "blobs"), photo()
    blob, awaited = new_id(), new_id()
    Phone(office, store).send(blob, data)
    for identity in (blob, awaited):
        office.make(name="Acme", logo=reference(identity, data))
    reader = user("Reader", rights="read")

    told = []
    for identity in (blob, awaited, new_id()):
        with pytest.raises(NotFound) as caught:
            office.read(lambda s, identity=identity: readable_blob(s, mallory, identity))  # type: ignore[misc]
        told.append(alike(caught.value.problem()))

    assert told[0] == told[1] == told[2]
    assert office.read(lambda s: readable_blob(s, reader, blob)).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.feature("SEC-01")
@pytest.mark.invariant(17)
@pytest.mark.invariant(23)
def test_what_was_made_before_a_right_was_lost_is_refused_without_a_word_of_the_record(
    office: Office, mallory: User
) -> None:
    report = office.make("report", by=mallory, name="May")
    office.apply(change(assign("report", report, office.ann.person)), by=replace(mallory, everything=True))
    office.apply(change(edits("report", report, 2, name=("May", SECRET))))

    outcome = office.apply(change(edits("report", report, 1, name=("May", "Mine"))), by=mallory)

    assert outcome["status"] == "rejected"
    assert alike(outcome["problem"]) == alike(
        {"code": "record-not-found", "arguments": {"entity": "report", "record": new_id()}}
    )
    assert office.values("report", report)["name"] == SECRET
    assert office.conflicts() == []

"""Tests of records and blobs over HTTP."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow.validate import Length
from werkzeug.test import TestResponse

import backend
from backend.accounts import roles, service, sessions
from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE, utc_now
from backend.accounts.user import User
from backend.metadata.documents import whole
from backend.protocol.metadata import EntityRights
from backend.records.api.shapes import ListQuery
from tests.backend.records.office import ENTITIES, Office, change, edits, new_id, user
from tests.backend.records.test_blobs import photo, reference


class Browser:
    """Somebody's session."""

    def __init__(
        self, client: FlaskClient, office: Office, person: User, rights: str, **special: dict[str, Any]
    ) -> None:
        role = {"id": person.name.lower(), "label": {"en": person.name}}
        right = whole(EntityRights, dict.fromkeys(rights.split(), "all"))
        granted = dict.fromkeys(ENTITIES, right)
        granted |= {entity: whole(EntityRights, document) for entity, document in special.items()}

        def sign_in(session: Any) -> str:
            roles.put_role(
                session, {**role, "entities": granted, "workspaces": ["expenses"], "privileges": []}
            )
            email = f"{person.name}@example.com"
            service.create_account(
                session,
                person=person.person,
                name=person.name,
                email=email,
                password_hash="nothing",
                roles=[role["id"]],  # type: ignore[list-item]
                now=utc_now(),
                language=person.language,
            )
            proven = sessions.credentials(session, email)
            return sessions.begin(session, proven, profile="one", now=utc_now())

        token = office.write(sign_in)
        signed_in = office.read(lambda session: sessions.running(session, token, now=utc_now()))
        assert signed_in is not None
        client.set_cookie(SESSION_COOKIE, token)
        self.client, self.csrf = client, signed_in.csrf

    def __call__(self, method: str, path: str, *, match: int | None = None, **more: Any) -> TestResponse:
        headers = {CSRF_HEADER: self.csrf, **more.pop("headers", {})}
        if match is not None:
            headers["If-Match"] = f'"{match}"'
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)


@pytest.fixture
def ann(app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser of Ann, who may do everything."""
    monkeypatch.setattr("backend.metadata.service.current", lambda _session: office.metadata)
    return Browser(app.test_client(), office, office.ann, "read create edit delete")


@pytest.fixture
def reader(app: Flask, office: Office, ann: Browser) -> Browser:
    """The browser of somebody who may read."""
    return Browser(app.test_client(), office, user("Reader"), "read")


@pytest.mark.feature("BEY-25")
def test_a_record_is_made_read_changed_and_deleted(ann: Browser) -> None:
    made = ann("POST", "/records/customer", json={"values": {"name": "Acme"}})
    place = f"/records/customer/{made.json['id']}"
    read = ann("GET", place)
    changed = ann("PATCH", place, match=1, json={"values": {"name": "Acme AB"}})
    deleted = ann("DELETE", place, match=2)

    assert (made.status_code, made.headers["ETag"], made.headers["Location"]) == (
        201,
        '"1"',
        f"/api/v1{place}",
    )
    assert read.json["values"] == {"name": "Acme"}
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    assert (deleted.status_code, deleted.data) == (204, b"")
    assert ann("GET", place).json["code"] == "not-found"
    told = ann("GET", f"{place}/history").json["entries"]
    assert [entry["kind"] for entry in told] == ["delete", "edit", "create"]


@pytest.mark.feature("CON-03")
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_write_needs_the_version_that_it_is_based_on(ann: Browser, office: Office, method: str) -> None:
    customer = office.make()
    office.apply(change(edits("customer", customer, 1, name=("Acme", "Acme AB"))))
    body = {"json": {"values": {"name": "Mine"}}} if method == "PATCH" else {}

    missing = ann(method, f"/records/customer/{customer}", **body)
    stale = ann(method, f"/records/customer/{customer}", match=1, **body)

    assert (missing.status_code, missing.json["code"]) == (428, "precondition-required")
    assert (stale.status_code, stale.json["code"]) == (412, "precondition-failed")
    assert office.values("customer", customer)["name"] == "Acme AB"


def test_a_list_is_searched_filtered_sorted_and_paged(ann: Browser, office: Office) -> None:
    for number in range(7):
        office.make(name=f"Norr {number}", town="Lund" if number % 2 else None)
    office.make(name="Söder")

    query = {"search": "norr", "sort": "-name", "limit": 2}
    pages, after = [], None
    while after is not None or not pages:
        page = ann("GET", "/records/customer", query_string={**query, **({"after": after} if after else {})})
        pages.append(page.json)
        after = page.json["next"]
    tree = json.dumps({"op": "eq", "path": "town", "value": "lund"})
    filtered = ann("GET", "/records/customer", query_string={"filter": tree})

    names = [row["values"]["name"] for page in pages for row in page["records"]]
    assert names == [f"Norr {number}" for number in range(6, -1, -1)]
    assert {page["total"] for page in pages} == {7}
    assert filtered.json["total"] == 3


@pytest.mark.feature("L39")
@pytest.mark.feature("BEY-25")
def test_the_office_counts_over_http_and_refuses_what_it_does_not_understand(
    ann: Browser, office: Office
) -> None:
    office.make("order", total="12.50", urgent=True)
    question = {
        "conditions": [{"op": "eq", "path": "urgent", "value": True}],
        "groups": [{"path": "urgent"}],
        "measures": [{"of": "sum", "field": "total"}],
    }

    told = ann("POST", "/records/order/figures", json=question)
    refusals = [
        ann("POST", "/records/order/figures", json={**question, **wrong})
        for wrong in (
            {"groups": [{"path": "urgent"}] * 3},
            {"groups": [{"path": "sent", "period": "moon"}]},
            {"measures": [{"of": "median", "field": "total"}]},
            {"conditions": [{"op": "eq", "path": "no_such", "value": 1}]},
        )
    ]

    assert told.status_code == 200
    assert told.json["count"] == 1
    assert told.json["groups"][0]["keys"] == [True]
    assert told.json["groups"][0]["figures"] == [{"value": "12.5", "currency": None, "mixed": False}]
    assert [reply.status_code for reply in refusals] == [400, 400, 400, 422]
    assert refusals[3].json["code"] == "filter-unknown-field"


@pytest.mark.parametrize("sort", ["town", "-town", "credit", "-credit", "since", "-since", "email", None])
def test_pages_hold_every_record_once_whatever_they_are_sorted_by(office: Office, sort: str | None) -> None:
    made = {
        office.make(
            town=town,
            credit={"amount": amount, "currency": "EUR"} if amount else None,
            since=since,
        )
        for town in (None, "Lund", "Åhus")
        for amount in (None, "1.00", "20.00")
        for since in (None, "2026-01-31")
    }

    seen, after = [], None
    while after is not None or not seen:
        page = office.page("customer", sort=sort, limit=4, after=after)
        seen += [row["id"] for row in page["records"]]
        after = page["next"]

    assert len(seen) == len(made)
    assert set(seen) == made


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "Another record already has this value."), ("sv", "En annan post har redan det här värdet.")],
)
def test_a_problem_has_its_field_and_a_sentence_in_the_reader_s_language(
    app: Flask, ann: Browser, office: Office, language: str, sentence: str
) -> None:
    office.make(account="A1")
    person = user("Reader", language=language)
    browser = Browser(app.test_client(), office, person, "read create")
    body = {"values": {"name": "B", "account": "A1"}}

    reply = browser("POST", "/records/customer", json=body)

    assert (reply.status_code, reply.json["code"], reply.json["field"]) == (
        409,
        "value-not-unique",
        "account",
    )
    assert reply.json["sentence"] == sentence
    assert reply.json["remedy"]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"values": {"Name": "x"}}, "values.Name"),
        ({"values": []}, "values"),
        ({"value": {}}, "values"),
        ({"values": {}, "id": "x"}, "id"),
    ],
)
def test_a_body_of_the_wrong_shape_is_refused_with_its_place(ann: Browser, body: object, place: str) -> None:
    reply = ann("POST", "/records/customer", json=body)

    assert (reply.status_code, reply.json["code"]) == (400, "malformed-at")
    assert reply.json["arguments"]["place"].startswith(place)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"filter": "{"}, "filter-not-a-condition"),
        ({"filter": '{"op":"eq","path":"x","value":1}'}, "filter-unknown-field"),
        ({"sort": "logo"}, "sort-not-possible"),
        ({"limit": "0"}, "malformed-at"),
        ({"nothing": "x"}, "malformed-at"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(ann: Browser, query: dict[str, str], code: str) -> None:
    reply = ann("GET", "/records/customer", query_string=query)

    assert reply.json["code"] == code


def test_a_step_is_run(ann: Browser, office: Office) -> None:
    report = office.make("report", name="May")

    done = ann("POST", f"/records/report/{report}/steps/expenses/submit", match=1, json={})
    again = ann("POST", f"/records/report/{report}/steps/expenses/submit", match=2, json={})

    assert done.json["values"]["status"] == "submitted"
    assert (again.status_code, again.json["code"]) == (409, "step-not-allowed")


ACCESS = [
    ("GET", "/records/customer/{id}", 200, 404),
    ("GET", "/records/customer", 200, 404),
    ("GET", "/records/customer/{id}/history", 200, 404),
    ("GET", "/records/customer/{id}/conflicts", 200, 404),
    ("POST", "/records/customer", 403, 403),
    ("PATCH", "/records/customer/{id}", 403, 404),
    ("DELETE", "/records/customer/{id}", 403, 404),
    ("GET", "/records/nothing/{id}", 404, 404),
    ("GET", "/conflicts", 200, 200),
]


@pytest.mark.invariant(23)
@pytest.mark.parametrize(("method", "path", "for_reader", "for_stranger"), ACCESS)
def test_who_may_do_what_over_http(
    app: Flask,
    office: Office,
    reader: Browser,
    method: str,
    path: str,
    for_reader: int,
    for_stranger: int,
) -> None:
    place = path.format(id=office.make())
    stranger = Browser(app.test_client(), office, user("Stranger"), "")
    body = {"json": {"values": {"name": "x"}}} if method in ("POST", "PATCH") else {}

    replies = [browser(method, place, match=1, **body).status_code for browser in (reader, stranger)]
    nobody = app.test_client().open(f"/api/v1{place}", method=method, **body)

    assert replies == [for_reader, for_stranger]
    assert nobody.status_code == 401


@pytest.mark.feature("APP-14")
def test_a_photo_is_sent_and_shown_and_never_run(ann: Browser, reader: Browser, office: Office) -> None:
    blob, data = new_id(), photo()
    office.make(logo=reference(blob, data))
    digest = hashlib.sha256(data).hexdigest()
    half = len(data) // 2

    for start, end in ((0, half), (half, len(data))):
        sent = {"Content-Range": f"bytes {start}-{end - 1}/{len(data)}", "X-Content-SHA256": digest}
        state = ann("PUT", f"/blobs/{blob}", data=data[start:end], headers=sent)
    shown = reader("GET", f"/blobs/{blob}")
    small = reader("GET", f"/blobs/{blob}/thumbnail")

    assert state.json == {"blob": blob, "received": len(data), "complete": True}
    assert ann("GET", f"/blobs/{blob}/state").json == state.json
    assert (shown.data, shown.mimetype, small.mimetype) == (data, "image/jpeg", "image/webp")
    for reply in (shown, small):
        assert reply.headers["Cache-Control"].startswith("private")
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in reply.headers["Content-Security-Policy"]
        assert reply.headers["Content-Disposition"].startswith("inline; filename=")


def test_a_photo_of_fifty_megabytes_is_refused_with_its_limit(ann: Browser) -> None:
    headers = {"Content-Range": f"bytes 0-9/{50 * 1024 * 1024}", "X-Content-SHA256": "0" * 64}

    reply = ann("PUT", f"/blobs/{new_id()}", data=b"x" * 10, headers=headers)

    assert (reply.status_code, reply.json["code"]) == (413, "blob-too-large")


@pytest.mark.feature("OUT-09")
@pytest.mark.feature("BEY-25")
def test_a_record_is_shared_pinned_and_assigned(app: Flask, ann: Browser, office: Office) -> None:
    every = dict.fromkeys(("read", "edit", "assign", "share"), "own")
    bob, cy = office.hire(user("Bob")), office.hire(user("Cy"))
    his = Browser(app.test_client(), office, bob, "read", report=every)
    hers = Browser(app.test_client(), office, cy, "read", report={"read": "own"})
    report = office.make("report", by=bob)
    place = f"/records/report/{report}"

    before = hers("GET", place)
    shared = his("PUT", f"{place}/shares/{cy.person}", json={"may": ["edit"]})
    listed = his("GET", f"{place}/shares")
    refused = hers("GET", f"{place}/shares")
    pinned = hers("PUT", f"{place}/kept/pin")
    seen = hers("GET", place)
    over = his("PUT", f"{place}/shares/{cy.person}", json={"may": []})
    let_go = hers("DELETE", f"{place}/kept/pin")
    given = his("PUT", f"{place}/owner", json={"owner": office.ann.person})

    assert (before.status_code, seen.json["may"]) == (404, ["read", "edit"])
    assert shared.json["may"] == ["read", "edit", "assign", "share"]
    assert [(row["with"], row["may"], row["by"]) for row in listed.json] == [
        (cy.person, ["read", "edit"], bob.person)
    ]
    assert (refused.status_code, pinned.status_code, let_go.status_code) == (403, 204, 204)
    assert (over.status_code, hers("GET", place).status_code, hers("GET", f"{place}/shares").status_code) == (
        200,
        404,
        404,
    )
    assert (given.status_code, given.json["may"], office.get("report", report)["owner"]) == (
        200,
        [],
        office.ann.person,
    )


def test_a_filter_in_an_address_is_promised_no_more_room_than_the_server_gives_an_address() -> None:
    folder = Path(backend.__file__).parent
    server = (folder / "gunicorn_settings.py").read_text()
    [given] = re.findall(r"^limit_request_line = (\d+)$", server, re.MULTILINE)
    document = json.loads((folder / "web" / "openapi.json").read_text())

    [told] = [
        one["description"]
        for one in document["paths"]["/api/v1/records/{entity}"]["get"]["parameters"]
        if one["name"] == "filter"
    ]
    [length] = [one.max for one in ListQuery().fields["filter"].validators if isinstance(one, Length)]

    assert given in told
    assert length is not None
    assert length < int(given)

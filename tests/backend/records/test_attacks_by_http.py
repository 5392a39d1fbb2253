"""Attacks on lists, conflicts and photos over HTTP: nothing that a stranger writes ends in a failure."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from backend.errors import Invalid
from backend.records.blob_store import BlobStore
from tests.backend.records.office import Office, new_id
from tests.backend.records.test_api import Browser, ann
from tests.backend.records.test_blobs import PIECE, Phone, phone, photo, store

__all__ = ["ann", "phone", "store"]


def mark(value: Any) -> str:
    """Return a page mark that nobody was given."""
    return base64.urlsafe_b64encode(json.dumps([value, new_id()]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "value", ["a\0b", 2**63, 10**30, "Infinity", "1.123456789012", "9" * 30, [], {}, "x"]
)
@pytest.mark.parametrize("descending", ["", "-"])
def test_a_forged_page_mark_is_a_problem_or_a_page(
    ann: Browser, office: Office, value: Any, descending: str
) -> None:
    office.make(name="Acme")
    fields = office.metadata.model.entities["customer"].fields

    replies = [
        ann("GET", f"/records/customer?sort={descending}{field}&after={mark(value)}") for field in fields
    ]

    assert {(reply.status_code, (reply.json or {}).get("code")) for reply in replies} <= {
        (200, None),
        (422, "page-mark-invalid"),
        (422, "sort-not-possible"),
    }


def test_a_character_that_no_database_keeps_finds_nothing(ann: Browser, office: Office) -> None:
    office.make(name="Acme")
    like = json.dumps({"op": "like", "path": "name", "value": "a\0b"})

    searched = ann("GET", "/records/customer?search=x%00y")
    filtered = ann("GET", "/records/customer", query_string={"filter": like})

    assert (searched.status_code, searched.json["total"]) == (200, 0)
    assert (filtered.status_code, filtered.json["code"]) == (422, "value-bad-text")


@pytest.mark.parametrize("record", ["x", "%00", "..%2f..", "x' or 1=1"])
def test_conflicts_of_what_is_no_id_are_not_found(ann: Browser, record: str) -> None:
    reply = ann("GET", f"/records/customer/{record}/conflicts")

    assert (reply.status_code, reply.json["code"]) == (404, "not-found")


@pytest.mark.feature("DSG-19")
def test_a_file_of_any_kind_is_sent_and_kept_and_never_shown_or_run(ann: Browser) -> None:
    blob, data = new_id(), b"<script>alert(1)</script>"
    sent = {
        "Content-Type": "application/octet-stream",
        "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}",
        "X-Content-SHA256": hashlib.sha256(data).hexdigest(),
    }

    state = ann("PUT", f"/blobs/{blob}", data=data, headers=sent)
    found = ann("GET", f"/blobs/{blob}")
    small = ann("GET", f"/blobs/{blob}/thumbnail")

    assert state.json["complete"] is True
    assert (found.data, found.mimetype) == (data, "application/octet-stream")
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert small.status_code == 404


def test_a_photo_that_only_begins_like_one_has_no_thumbnail_and_says_so(
    phone: Phone, store: BlobStore
) -> None:
    blob, data = new_id(), photo()[:-200]
    assert phone.send(blob, data)["complete"] is True

    with pytest.raises(Invalid, match="blob-damaged"):
        store.thumbnail(hashlib.sha256(data).hexdigest())


@pytest.mark.invariant(40)
def test_a_sender_with_other_pieces_does_not_break_the_pieces_that_are_here(
    phone: Phone, store: BlobStore
) -> None:
    blob, data = new_id(), photo()
    phone.send(blob, data, 0, PIECE)
    phone.send(blob, data, PIECE, PIECE * 2)

    store.put_part(blob, 0, data[: PIECE // 2])

    assert store.received(blob) == PIECE * 2


@pytest.mark.invariant(40)
def test_whoever_finishes_second_is_told_that_the_photo_is_here(
    phone: Phone, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob, data = new_id(), photo()
    assemble = store.assemble

    def overtaken(identity: str, sha256: str, *, picture: bool) -> str:
        monkeypatch.setattr(store, "assemble", assemble)
        phone.send(blob, data)
        return assemble(identity, sha256, picture=picture)

    monkeypatch.setattr(store, "assemble", overtaken)

    state = phone.send(blob, data)

    assert state == {"blob": blob, "received": len(data), "complete": True}
    assert phone.read(blob) == data


@pytest.mark.invariant(34)
def test_json_is_small_and_a_piece_of_a_photo_may_be_large(ann: Browser, phone: Phone) -> None:
    body = {"values": {"name": "n" * 600_000}}
    data = photo() + b"." * 600_000

    refused = ann("POST", "/records/customer", json=body)
    taken = phone.send(new_id(), data, 0, 600_000)

    assert refused.status_code == 413
    assert refused.json is not None
    assert (refused.json["code"], refused.json["arguments"]) == ("request-too-large", {"maxBytes": 524_288})
    assert taken["received"] == 600_000


@pytest.mark.invariant(34)
def test_a_record_as_large_as_may_be_is_taken_however_it_is_spelled(ann: Browser) -> None:
    text = json.dumps({"values": {"name": "Acme", "notes": "å" * 60_000}})

    reply = ann("POST", "/records/customer", data=text, content_type="application/json")

    assert len(text) > 360_000
    assert reply.status_code == 201


@pytest.mark.parametrize("levels", [100, 253, 400, 1000])
@pytest.mark.parametrize("field", ["name", "credit", "logo", "since", "account", "no_such"])
def test_a_value_that_is_nested_deeply_is_refused_as_no_value(ann: Browser, field: str, levels: int) -> None:
    deep = "[" * levels + "]" * levels
    text = f'{{"values": {{"name": "Acme", "{field}": {deep}}}}}'

    reply = ann("POST", "/records/customer", data=text, content_type="application/json")

    assert 400 <= reply.status_code < 500
    assert reply.json is not None
    assert reply.json["code"] != "unexpected"

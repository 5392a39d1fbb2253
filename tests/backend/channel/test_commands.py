"""One implementation of each command, the same over a websocket and over HTTP."""

from __future__ import annotations

import gzip

import orjson
import pytest
import zstandard

from backend.accounts.guard import CSRF_HEADER
from backend.accounts.sessions import end_all
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.channel.conftest import HttpPhone, MakePhone
from tests.backend.sync.office import Organisation, Phone, create_place

HELLO = (
    b'{"type": "hello", "id": 4, "device": "0190cd1a-c605-73e8-9d8a-4eace693ae2d", "nonce": null, '
    b'"nextNonce": "0123456789abcdef", "protocolVersion": %(version)s, "metadataVersion": %(metadata)s, '
    b'"cursor": null, "pending": 0, "stored": 0}'
)


@pytest.mark.feature("SYN-05", "SYN-07")
@pytest.mark.invariant(1)
@pytest.mark.invariant(4)
def test_a_phone_syncs_down_and_up(office: Organisation, make_phone: MakePhone) -> None:
    harbour = office.place("Harbour")
    phone = make_phone()
    phone.sync()
    change = phone.change(create_place("Airport"))

    outcome = phone.push(change)
    again = phone.push(change)
    phone.pull()

    assert outcome["outcomes"][0]["status"] == "applied"
    assert again["outcomes"] == outcome["outcomes"]
    assert phone.holds("place") == {harbour: "Harbour", change["acts"][0]["record"]: "Airport"}
    assert phone.counts["place"] == 2


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("hello", b"{", "not-json"),
        ("hello", b"[1]", "not-json"),
        ("hello", b'{"type": "hello", "id": 4}', "malformed-message"),
        ("pull", b'{"type": "pull", "id": 4, "device": "x", "surprise": 1}', "malformed-message"),
        ("push", b'{"type": "push", "id": 4, "device": "x", "changes": []}', "malformed-message"),
        ("hello", b'{"type": "nonsense", "id": 4}', "unknown-message"),
        ("hello", b'{"type": ["hello"], "id": 4}', "unknown-message"),
        ("hello", b'{"id": true}', "unknown-message"),
        ("hello", HELLO % {b"version": b"1", b"metadata": b"1e30"}, "malformed-message"),
        ("hello", HELLO % {b"version": b'"' + b"9" * 400 + b'"', b"metadata": b"0"}, "malformed-message"),
        ("push", b'{"type": "push", "changes": ' + b"[" * 100_000, "not-json"),
        ("push", b'"' + b"x" * 300_000 + b'"', "message-too-large"),
        ("push", b'"' + b"x" * 3_000_000 + b'"', "message-too-large"),
    ],
    ids=["no JSON", "no object", "missing keys", "unknown key", "no changes", "unknown type", "odd type",
         "no type", "a number that no database holds", "a number of many digits", "endless depth",
         "too large", "much too large"],
)  # fmt: skip
def test_a_bad_message_gets_a_problem_and_the_next_one_is_served(
    visitor: Phone, kind: str, text: bytes, code: str
) -> None:
    reply = orjson.loads(visitor.carry(kind, text))

    assert (reply["type"], reply["problem"]["code"]) == ("refusal", code)
    assert reply["id"] == (4 if b'"id": 4' in text else -1)
    assert visitor.hello()["type"] == "welcome"


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_pages_over_http_are_packed(
    office: Organisation, settings: Settings, database: Database, encoding: str
) -> None:
    for number in range(30):
        office.place(f"Place {number}", notes="much the same " * 50)
    app = channel_app(settings, database=database)
    phone = HttpPhone(office.person(), client=app.test_client())
    phone.hello()
    plan = phone.ask("pull", cursor=None, page=None)["plan"]

    reply = phone.client.post(
        "/api/v1/sync/snapshot",
        json={"type": "snapshot", "id": 1, "device": phone.id, "plan": plan, "entity": "place", "after": "",
              "until": ""},
        headers={CSRF_HEADER: phone.csrf, "Accept-Encoding": encoding},
    )  # fmt: skip

    unpack = {"zstd": zstandard.ZstdDecompressor().decompressobj().decompress, "gzip": gzip.decompress}
    page = orjson.loads(unpack[encoding](reply.data))
    assert reply.headers["Content-Encoding"] == encoding
    assert reply.headers["Cache-Control"] == "no-store"
    assert len(page["rows"]) == 30
    assert len(reply.data) * 4 < len(orjson.dumps(page))


def test_a_sign_in_that_has_ended_ends_with_the_next_message(
    office: Organisation, make_phone: MakePhone
) -> None:
    phone = make_phone()
    phone.hello()
    account = phone.person.account
    office.database.write(lambda session: end_all(session, account))

    reply = orjson.loads(phone.carry("pull", orjson.dumps({"type": "pull", "id": 1, "device": phone.id})))

    # Over HTTP the guard of all writes answers first, in the shape of every other request.
    problem = reply["problem"] if reply.get("type") == "refusal" else reply
    assert problem["code"] == "sign-in-required"

"""The way up: every change is answered once and for all, in the order made."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from backend.records.models import history, record, stream
from backend.sync.bodies import body_hash
from tests.backend.sync.office import READ, Organisation, Phone, create_place, new_id


def written(office: Organisation) -> int:
    """How many writes there have been."""
    return office.database.read(
        lambda session: session.scalar(select(func.count()).select_from(history)) or 0
    )


@pytest.fixture
def phone(office: Organisation) -> Phone:
    phone = office.person().device()
    phone.sync()
    return phone


@pytest.mark.feature("SYN-05", "SYN-06")
@pytest.mark.invariant(8)
def test_changes_are_applied_in_the_order_made(office: Organisation, phone: Phone) -> None:
    place = new_id()
    create = phone.change(create_place("First", place))
    rename = phone.change(
        {
            "kind": "set",
            "entity": "place",
            "record": place,
            "edits": {"name": {"value": "Second", "old": "First", "base": 1}},
        }
    )

    reply = phone.push(create, rename)

    assert [one["status"] for one in reply["outcomes"]] == ["applied", "applied"]
    assert reply["nextChange"] == 3
    assert reply["head"] == reply["outcomes"][-1]["seq"]
    assert phone.pull().holds("place") == {place: "Second"}


@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
def test_a_push_that_is_repeated_has_one_effect_and_the_same_answer(
    office: Organisation, phone: Phone
) -> None:
    changes = [phone.change(create_place(f"Place {number}")) for number in range(3)]
    first = phone.push(*changes)
    before = written(office)

    again, overlapping = phone.push(*changes), phone.push(*changes[1:], phone.change(create_place("New")))

    assert again == first
    assert overlapping["outcomes"][:2] == first["outcomes"][1:]
    assert overlapping["outcomes"][2]["status"] == "applied"
    assert written(office) == before + 1


@pytest.mark.invariant(6)
def test_a_number_that_comes_back_with_another_body_is_refused_and_nothing_is_written(
    office: Organisation, phone: Phone
) -> None:
    phone.push(phone.change(create_place("One")))
    before = written(office)

    reply = phone.push(phone.change(create_place("Other"), number=1), phone.change(create_place("Two")))

    assert reply["problem"] == {"code": "change-number-reused", "arguments": {"number": 1}} | {
        key: None for key in ("field", "sentence", "remedy") if key in reply["problem"]
    }
    assert reply["remedy"] == "new_device"
    assert written(office) == before


@pytest.mark.invariant(8)
@pytest.mark.invariant(9)
def test_a_gap_is_refused_with_the_number_that_is_expected(office: Organisation, phone: Phone) -> None:
    one = phone.change(create_place("One"))
    phone.number = 5
    five = phone.change(create_place("Five"))
    before = written(office)

    reply = phone.push(one, five)

    assert reply["problem"]["code"] == "change-number-gap"
    assert reply["problem"]["arguments"] == {"number": 5, "expected": 2}
    assert written(office) == before
    assert phone.hello()["nextChange"] == 1


@pytest.mark.invariant(33)
@pytest.mark.invariant(9)
def test_a_bad_change_stops_no_other_and_takes_no_number(office: Organisation, phone: Phone) -> None:
    bad = phone.change({"kind": "create", "entity": "place", "record": new_id(), "values": {}})
    unknown = phone.change({"kind": "create", "entity": "spaceship", "record": new_id(), "values": {}})
    good = phone.change(create_place("Good"))

    reply = phone.push(bad, unknown, good)

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "rejected", "applied"]
    assert all(one["problem"]["code"] for one in reply["outcomes"][:2])
    head = office.database.read(lambda session: session.scalar(select(stream.c.head)))
    assert reply["head"] == head == written(office)


@pytest.mark.invariant(7)
def test_a_change_of_which_one_act_fails_leaves_nothing(office: Organisation, phone: Phone) -> None:
    good, bad = create_place("Good"), {**create_place("Bad"), "values": {}}

    reply = phone.push(phone.change(good, bad))

    assert reply["outcomes"][0]["status"] == "rejected"
    found = office.database.read(
        lambda session: session.scalar(
            select(func.count()).where(record.c.id == good["record"])  # type: ignore[arg-type]
        )
    )
    assert found == 0


@pytest.mark.invariant(33)
def test_an_unexpected_failure_is_an_answer_and_the_queue_goes_on(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backend.records import stages

    changes = [phone.change(create_place(name)) for name in ("One", "Two", "Three", "Four")]
    real = stages.decide

    def failing(session: Any, work: Any, origin: Any, *rest: Any) -> None:
        if origin.change == changes[1]["id"]:
            raise ZeroDivisionError
        real(session, work, origin, *rest)

    monkeypatch.setattr(stages, "decide", failing)

    reply = phone.push(*changes)

    assert [one["status"] for one in reply["outcomes"]] == ["applied", "rejected", "applied", "applied"]
    assert reply["outcomes"][1]["problem"]["code"] == "unexpected"


def test_a_record_that_is_too_large_is_refused_for_good(phone: Phone) -> None:
    huge = phone.change({**create_place("Huge"), "values": {"name": "Huge", "notes": "x" * 140_000}})

    reply = phone.push(huge, phone.change(create_place("Small")))

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "applied"]
    assert reply["outcomes"][0]["problem"]["code"] == "record-too-large"


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.invariant(32)
@pytest.mark.invariant(33)
@pytest.mark.parametrize("levels", [40, 253, 400, 1000])
@pytest.mark.parametrize("place", ["first value", "value", "old"])
def test_what_is_nested_too_deeply_is_refused_for_good_and_stops_no_other(
    phone: Phone, place: str, levels: int
) -> None:
    there = new_id()
    phone.push(phone.change(create_place("There", there)))
    if place == "first value":
        deep = {**create_place("x"), "values": {"name": "DEEP"}}
    else:
        edit = {"value": "x", "old": "There", "base": 1, place: "DEEP"}
        deep = {"kind": "set", "entity": "place", "record": there, "edits": {"name": edit}}
    changes = [phone.change(deep), phone.change(create_place("Small"))]
    text = orjson.dumps({"type": "push", "id": 7, "device": phone.id, "changes": changes})
    text = text.replace(b'"DEEP"', nested(levels))

    first, again = (orjson.loads(phone.carry("push", text)) for _ in range(2))
    other = orjson.loads(phone.carry("push", text.replace(nested(levels), nested(levels - 1))))

    assert [one["status"] for one in first["outcomes"]] == ["rejected", "applied"]
    assert first["outcomes"][0]["problem"]["code"] == "value-too-deep"
    assert again == first
    assert other["problem"]["code"] == "change-number-reused"
    assert sorted(phone.pull().holds("place").values()) == ["Small", "There"]


@pytest.mark.invariant(32)
@pytest.mark.parametrize("levels", [253, 1000])
@pytest.mark.parametrize(
    "key", ["kind", "entity", "record", "values", "id", "number", "madeAt", "acts", "extra"]
)
def test_depth_where_no_value_belongs_is_a_message_to_mend_and_not_one_to_repeat(
    phone: Phone, key: str, levels: int
) -> None:
    act = create_place("x")
    if key in ("kind", "entity", "record", "values"):
        changes = [phone.change({**act, key: "DEEP"})]
    else:
        changes = [{**phone.change(act), key: "DEEP"}]
    text = orjson.dumps({"type": "push", "id": 7, "device": phone.id, "changes": changes})

    reply = orjson.loads(phone.carry("push", text.replace(b'"DEEP"', nested(levels))))

    assert (reply["type"], reply["problem"]["code"]) == ("refusal", "malformed-message")
    assert reply["remedy"] != "retry"


@pytest.mark.invariant(6)
def test_bodies_that_are_too_deep_to_write_are_told_apart_and_their_spelling_is_not() -> None:
    deep = orjson.loads(nested(300))

    hashes = [
        body_hash(body)
        for body in (
            {"a": deep, "b": [1, "2"], "c": {}},
            {"a": deep, "b": ["1", "2"], "c": {}},
            {"a": deep, "b": ["1,2"], "c": {}},
            {"a": deep, "b": [1], "c": "2"},
            {"a": deep, "b": [1, "2"], "c": []},
            {"a": deep, "b": [[1], "2"], "c": {}},
            {"a": orjson.loads(nested(301)), "b": [1, "2"], "c": {}},
        )
    ]

    assert len(set(hashes)) == len(hashes)
    assert body_hash({"c": {}, "b": [1, "2"], "a": deep}) == hashes[0]


@pytest.mark.invariant(23)
def test_rights_are_those_of_the_moment_of_the_push(office: Organisation, phone: Phone) -> None:
    change = phone.change(create_place("One"))
    office.put_role(entities={"place": READ})

    reply = phone.push(change)

    assert reply["outcomes"][0]["problem"]["code"] == "forbidden"


def test_more_changes_than_the_limit_are_refused_as_a_whole(phone: Phone) -> None:
    reply = phone.push(*(phone.change(create_place("P")) for _ in range(201)))

    assert (reply["type"], reply["problem"]["code"]) == ("refusal", "malformed-message")

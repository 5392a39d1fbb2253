"""Checks by devices that say what they were never given, or what makes no sense."""

from __future__ import annotations

from typing import Any

import pytest

from tests.backend.sync import checking
from tests.backend.sync.checking import check, checks, filled
from tests.backend.sync.office import Organisation, Phone, new_id

pytestmark = [pytest.mark.feature("BEY-21")]


@pytest.mark.parametrize("kind", ["verify", "mend"])
def test_what_was_not_given_to_this_device_is_refused(office: Organisation, phone: Phone, kind: str) -> None:
    filled(office, phone, 3)
    other = office.person("Bo").device().sync()
    own = phone.cursor
    nothing: dict[str, Any] = {"records": [], "versions": [], "masked": [], "masks": []}

    def ask(one: Phone) -> dict[str, Any]:
        return checking.verify(one) if kind == "verify" else checking.mend(one, "place", [1], **nothing)

    answers = []
    for cursor in (other.cursor, "AAAA", f"{own}A", own[:-3] if own else ""):
        phone.cursor = cursor
        answers.append(ask(phone)["problem"]["code"])
    phone.cursor, phone.id = own, other.id
    answers.append(ask(phone)["problem"]["code"])
    phone.id = new_id()
    answers.append(ask(phone)["problem"]["code"])

    assert answers == ["bad-cursor"] * 4 + ["unknown-device"] * 2
    assert checks(office, other) == []


def test_a_generation_that_is_gone_is_refused(office: Organisation, phone: Phone) -> None:
    filled(office, phone, 3)
    old = phone.cursor
    for number in range(3):
        office.place(f"More {number}")
        phone.pull()
    phone.cursor = old

    answer = checking.verify(phone)

    assert (answer["problem"]["code"], answer["remedy"]) == ("bad-cursor", "restart")


@pytest.mark.parametrize(
    "forged",
    [
        {"records": ["01900000-0000-7000-8000-000000000001"], "versions": [], "masked": [], "masks": []},
        {"records": ["01900000-0000-7000-8000-000000000001"], "versions": [1], "masked": [3], "masks": [[]]},
        {"records": ["01900000-0000-7000-8000-0000000000ff"], "versions": [1], "masked": [0], "masks": [[]]},
        {"records": [], "versions": [], "masked": [], "masks": [["No such field"]]},
        {"cursor": 5},
        {"records": ["nonsense"], "versions": [1], "masked": [0], "masks": [[]]},
    ],
    ids=["lengths", "no such mask", "another bucket", "no field", "no cursor", "no id"],
)
def test_what_makes_no_sense_is_refused(office: Organisation, phone: Phone, forged: dict[str, Any]) -> None:
    filled(office, phone, 2)

    answer = checking.mend(phone, "place", [1], **forged)

    assert answer["problem"]["code"] == "malformed-message"


@pytest.mark.parametrize("buckets", [[256], [-1], ["a"], [1] * 257])
def test_buckets_that_there_are_not_are_refused(
    office: Organisation, phone: Phone, buckets: list[Any]
) -> None:
    filled(office, phone, 2)
    nothing: dict[str, Any] = {"records": [], "versions": [], "masked": [], "masks": []}

    answer = checking.mend(phone, "place", buckets, **nothing)

    assert answer["problem"]["code"] == "malformed-message"


@pytest.mark.invariant(34)
def test_a_message_that_speaks_of_too_much_is_refused(office: Organisation, phone: Phone) -> None:
    filled(office, phone, 2)
    many = [f"01900000-0000-7000-8000-{number:010x}ab" for number in range(4001)]
    held = {"records": many, "versions": [1] * 4001, "masked": [0] * 4001, "masks": [[]]}
    said = [{"entity": "place", "sums": ""}] * 41

    mended = checking.mend(phone, "place", [0xAB], **held)
    verified = checking.verify(phone, entities=said)

    assert [one["problem"]["code"] for one in (mended, verified)] == ["malformed-message"] * 2


def test_an_entity_that_there_is_not_holds_nothing(office: Organisation, phone: Phone) -> None:
    filled(office, phone, 2)
    phone.records["castle"] = {new_id(): (1, {"name": "Keep"})}

    found = check(phone)

    assert found.found == 1
    assert phone.records["castle"] == {}

"""Pushes that should not have come: each has a problem or an outcome, and nothing else changes."""

from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest
from sqlalchemy import func, select

from backend.accounts.models import Device
from backend.accounts.user import OFFICE
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.publish import Telling
from backend.records.models import history
from backend.records.tables import migrate
from backend.sync import dropped
from backend.sync.models import ChangeOutcome, DroppedValues, HeldAct, RefusedChange
from tests.backend.sync.office import Organisation, Phone, create_place, new_id
from tests.backend.sync.visits import WORKSPACE


@pytest.fixture
def phone(office: Organisation) -> Phone:
    phone = office.person().device()
    phone.sync()
    return phone


def everything(office: Organisation) -> dict[str, Any]:
    """What a push may have changed: how much there is of it, and where each device stands."""

    def work(session: Any) -> dict[str, Any]:
        counts: dict[str, Any] = {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in (history, *(one.__table__ for one in (ChangeOutcome, RefusedChange, HeldAct)))
        }
        return counts | dict(session.execute(select(Device.id, Device.next_change)).all())

    return office.database.read(work)


def publish_without_notes(office: Organisation) -> None:
    """Take the notes of places out of the model."""

    def work(session: Any) -> None:
        model = copy.deepcopy(metadata.current(session).model_document)
        for entity in model["entities"]:
            entity["fields"] = [one for one in entity["fields"] if one["id"] != "notes"]
        told = Telling(user=OFFICE, now=office.now, note={"en": "News"}, urgency="soft")
        publish.publish(session, WORKSPACE, model, told, migrate=migrate, roles=["field_work"], rules=[])

    office.database.write(work)


@pytest.mark.invariant(6)
def test_nobody_pushes_for_the_device_of_another(office: Organisation, phone: Phone) -> None:
    thief = office.person("Bo").device()
    thief.sync()
    own = thief.id
    thief.id, thief.number = phone.id, 1
    before = everything(office)

    reply = thief.push(thief.change(create_place("Mine")))
    hello = thief.hello(nonce=phone.nonce)

    assert (reply["problem"]["code"], reply["remedy"]) == ("unknown-device", "new_device")
    assert hello["problem"]["code"] == "unknown-device"
    assert everything(office) == before
    assert own != phone.id


@pytest.mark.invariant(34)
def test_ten_megabytes_and_ten_thousand_changes_are_turned_away_before_they_are_read(
    office: Organisation, phone: Phone
) -> None:
    before = everything(office)
    change = phone.change({**create_place("Huge"), "values": {"name": "x", "notes": "x" * 10_000_000}})
    many = [phone.change(create_place("P"), number=number) for number in range(1, 10_001)]

    texts = [
        orjson.dumps({"type": "push", "id": 7, "device": phone.id, "changes": [change]}),
        orjson.dumps({"type": "push", "id": 7, "device": phone.id, "changes": many}),
        orjson.dumps({"type": "push", "id": 7, "device": phone.id, "changes": [{}] * 10_000}),
    ]
    replies = [orjson.loads(phone.carry("push", text)) for text in texts]

    codes = [reply["problem"]["code"] for reply in replies]
    assert codes == ["message-too-large", "message-too-large", "malformed-message"]
    assert {reply["remedy"] for reply in replies} == {"stop"}
    assert everything(office) == before


@pytest.mark.invariant(32)
def test_a_change_to_what_no_model_has_is_refused_for_good(office: Organisation, phone: Phone) -> None:
    gone = {"kind": "set", "entity": "spaceship", "record": new_id(), "edits": {"a": {"value": 1, "base": 0}}}

    reply = phone.push(phone.change(gone), phone.change(create_place("Mill")))

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "applied"]
    assert reply["outcomes"][0]["problem"]["code"] in ("forbidden", "unknown-entity")


@pytest.mark.parametrize("label", ["1970-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z", "yesterday", ""])
def test_a_clock_that_is_years_off_changes_nothing_but_a_label(
    office: Organisation, phone: Phone, label: str
) -> None:
    place = new_id()

    reply = phone.push({**phone.change(create_place("Mill", place)), "madeAt": label})

    assert [one["status"] for one in reply["outcomes"]] == ["applied"]
    moment = select(history.c.at).where(history.c.id == place)
    assert office.database.read(lambda session: session.scalar(moment)) == office.now


@pytest.mark.invariant(32)
@pytest.mark.invariant(33)
@pytest.mark.parametrize("where", ["value", "old", "gone", "comment"])
def test_text_that_no_database_keeps_is_refused_for_good_and_stops_no_other(
    office: Organisation, phone: Phone, where: str
) -> None:
    place = office.place()
    edit: dict[str, Any] = {"value": "x", "old": "Harbour", "base": 1}
    act: dict[str, Any] = {"kind": "set", "entity": "place", "record": place, "edits": {"name": edit}}
    if where in ("value", "old"):
        edit[where] = "a\0b"
    if where == "gone":
        act["edits"] = {"notes": {"value": "a\0b", "old": None, "base": 1}}
    if where == "comment":
        act = {
            "kind": "step", "entity": "place", "record": place, "workspace": "visits", "action": "x",
            "comment": "a\0b", "base": 1,
        }  # fmt: skip
    changes = phone.change(act), phone.change(create_place("Mill"))
    if where == "gone":
        publish_without_notes(office)

    reply = phone.push(*changes)

    assert [one["status"] for one in reply["outcomes"]] == ["rejected", "applied"]
    assert reply["outcomes"][0]["problem"]["code"] == "value-bad-text"


def test_a_backslash_before_u0000_is_text_like_any_other(phone: Phone) -> None:
    reply = phone.push(phone.change(create_place("C:\\u0000")))

    assert [one["status"] for one in reply["outcomes"]] == ["applied"]


@pytest.mark.feature("SYN-14")
def test_values_of_fields_that_are_gone_are_kept_for_ninety_days(office: Organisation, phone: Phone) -> None:
    place = office.place()
    edits = {
        "name": {"value": "Quay", "old": "Harbour", "base": 1},
        "notes": {"value": "By the water", "old": None, "base": 1},
    }
    change = phone.change({"kind": "set", "entity": "place", "record": place, "edits": edits})
    publish_without_notes(office)

    reply = phone.push(change)

    def read(session: Any) -> Any:
        return dropped.page(session, phone.person.user_in(session), metadata.current(session).model)

    kept = office.database.read(read)
    forgotten = [
        office.database.write(
            lambda session, days=days: dropped.collect(session, now=office.now + dropped.KEPT * days)
        )
        for days in (1, 1.01)
    ]
    left = office.database.read(
        lambda session: session.scalar(select(func.count()).select_from(DroppedValues))
    )
    assert [one["status"] for one in reply["outcomes"]] == ["applied_with_drops"]
    assert [(one["record"], one["values"]) for one in kept["dropped"]] == [(place, {"notes": "By the water"})]
    assert kept["dropped"][0]["person"] == phone.person.user.person
    assert (forgotten, left) == ([0, 1], 0)

"""Copies of one store: two devices, and each change once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.backend.sync.backups import Backup
from tests.backend.sync.office import Organisation, create_place
from tests.backend.sync.restoring import Device, opening, rename, restore, writes


@pytest.fixture
def phone(office: Organisation) -> Device:
    return Device(office.person().device())


@pytest.mark.invariant(4)
def test_of_two_copies_of_a_store_one_goes_on_after_a_restore_and_one_becomes_another_device(
    office: Organisation, phone: Device
) -> None:
    nonce, past = phone.phone.nonce, phone.epoch
    restore(office, Backup(office.database))

    first = phone.hello()
    lost_reply = phone.phone.ask("hello", **opening(nonce, phone.phone.nonce, past))
    copy = phone.phone.ask("hello", **opening(nonce, "nonce-of-the-copied-store", past))
    other_copy = phone.phone.ask("hello", **opening("nonce-of-long-ago", "another-nonce-of-all", past))

    assert (first["type"], lost_reply["type"], copy["type"]) == ("welcome", "welcome", "welcome")
    assert (other_copy["problem"]["code"], other_copy["remedy"]) == ("cloned-device", "new_device")


@pytest.mark.invariant(4)
def test_a_change_of_a_copied_store_is_applied_once_for_both(office: Organisation, phone: Device) -> None:
    change = phone.change(create_place("Made before the copy"))
    [answer] = phone.push(change)["outcomes"]
    before = writes(office)
    copy = Device(phone.phone.person.device())

    [outcome] = copy.push({**change, "number": 1})["outcomes"]
    [repeated] = copy.push({**change, "number": 1})["outcomes"]

    assert outcome == repeated == answer
    assert writes(office) == before


@pytest.mark.invariant(4)
def test_two_copies_that_send_at_once_are_answered_alike(office: Organisation, phone: Device) -> None:
    copies = [phone, *(Device(phone.phone.person.device()) for _ in range(3))]
    places = [office.place(f"Place {number}") for number in range(12)]
    before = writes(office)
    changes = [
        {**phone.change(rename(place, "Renamed", "?", 1), number=number)}
        for number, place in enumerate(places, 1)
    ]

    def send(copy: Device) -> list[str]:
        return [copy.push(change)["outcomes"][0]["status"] for change in changes]

    with ThreadPoolExecutor(len(copies)) as pool:
        answers = list(pool.map(send, copies))

    assert answers == [["applied"] * len(places)] * len(copies)
    assert writes(office) == before + len(places)


@pytest.mark.invariant(2)
def test_a_copied_change_that_was_edited_in_the_copy_has_an_answer_of_its_own(
    office: Organisation, phone: Device
) -> None:
    place = office.place("Harbour")
    change = phone.change(rename(place, "First", "Harbour", 1))
    phone.push(change)
    copy = Device(phone.phone.person.device())

    edited = {**change, "number": 1, "acts": [rename(place, "Second", "Harbour", 1)]}
    [outcome] = copy.push(edited)["outcomes"]

    assert outcome["status"] == "conflict"


@pytest.mark.invariant(4)
@pytest.mark.invariant(16)
def test_the_change_of_another_person_is_not_known_by_its_id(office: Organisation, phone: Device) -> None:
    change = phone.change(create_place("Mine"))
    phone.push(change)
    other = Device(office.person("Bo").device())

    [outcome] = other.push({**change, "number": 1})["outcomes"]

    assert outcome["problem"]["code"] == "record-exists"

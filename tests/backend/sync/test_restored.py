"""A database that was put back to a backup: devices replay what it has lost, once."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from backend.records.blob_store import BlobStore
from backend.records.blobs import Chunk, receive, state_of
from backend.records.models import conflict
from backend.records.stream import state
from backend.sync.restored import begin_anew
from tests.backend.sync.backups import Backup
from tests.backend.sync.office import Organisation, create_place, new_id, rule
from tests.backend.sync.restoring import Device, rename, restore, writes

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def phone(office: Organisation) -> Device:
    return Device(office.person().device())


@pytest.mark.invariant(38)
@pytest.mark.invariant(4)
@pytest.mark.invariant(5)
def test_what_the_backup_has_lost_is_applied_once_and_what_it_holds_is_answered_as_before(
    office: Organisation, phone: Device
) -> None:
    kept = phone.change(create_place("Kept"))
    [answer] = phone.push(kept)["outcomes"]
    backup = Backup(office.database)
    lost = phone.change(create_place("Lost"))
    phone.push(lost)
    past = phone.epoch

    begun = restore(office, backup)
    welcome = phone.hello()
    outcomes = phone.again(kept, lost, past=past)
    before = writes(office)
    repeated = phone.again(kept, lost, past=past)

    assert (welcome["type"], welcome["epoch"]) == ("welcome", begun.epoch)
    assert welcome["restored"] == {"epoch": past, "head": begun.head}
    assert outcomes[0] == {**answer, "number": 2}
    assert [one["status"] for one in outcomes] == ["applied", "applied"]
    assert [one["seq"] for one in repeated] == [one["seq"] for one in outcomes]
    assert writes(office) == before
    assert sorted(phone.anew().values()) == ["Kept", "Lost"]


@pytest.mark.invariant(38)
def test_a_device_that_the_backup_does_not_know_is_known_again(office: Organisation) -> None:
    person = office.person()
    backup = Backup(office.database)
    phone = Device(person.device())
    lost = phone.change(create_place("Lost"))
    phone.push(lost)
    past = phone.epoch

    restore(office, backup)
    welcome = phone.hello()
    [outcome] = phone.again(lost, past=past)

    assert (welcome["type"], welcome["nextChange"]) == ("welcome", 1)
    assert outcome["status"] == "applied"
    assert list(phone.anew().values()) == ["Lost"]


@pytest.mark.invariant(38)
@pytest.mark.invariant(12)
def test_nothing_of_an_epoch_that_is_over_is_taken_before_the_device_has_heard_of_the_new_one(
    office: Organisation, phone: Device
) -> None:
    backup = Backup(office.database)
    change = phone.change(create_place("In the middle"))

    restore(office, backup)
    before = writes(office)
    pushed = phone.push(change)
    pulled = phone.phone.ask("pull", cursor=phone.phone.cursor, page=None, epoch=phone.epoch)
    planned = phone.phone.ask("pull", cursor=None, page=None, epoch=phone.epoch)

    codes = [(one["problem"]["code"], one["remedy"]) for one in (pushed, pulled, planned)]
    assert codes == [("epoch-over", "restart")] * 3
    assert writes(office) == before


@pytest.mark.invariant(38)
def test_after_two_restores_each_change_is_there_once(office: Organisation, phone: Device) -> None:
    first = phone.change(create_place("First"))
    monday = Backup(office.database)
    phone.push(first)
    tuesday = Backup(office.database)
    second = phone.change(create_place("Second"))
    phone.push(second)
    beginning = phone.epoch

    restore(office, monday)
    phone.hello()
    phone.again(first, past=beginning)
    restore(office, tuesday)
    welcome = phone.hello()
    outcomes = phone.again(first, second, past=beginning)

    assert welcome["type"] == "welcome"
    assert [one["status"] for one in outcomes] == ["applied", "applied"]
    assert sorted(phone.anew().values()) == ["First", "Second"]
    assert writes(office) == 2 + 1  # the person


@pytest.mark.invariant(38)
def test_a_device_that_was_away_for_two_epochs_is_understood_up_to_what_all_of_them_share(
    office: Organisation, phone: Device
) -> None:
    place = office.place("Harbour")
    beginning = phone.epoch
    backup = Backup(office.database)
    mine = phone.change(rename(place, "Mine", "Harbour", 2))

    restore(office, backup)
    office.rename(place, "Of the second epoch")
    restore(office, Backup(office.database))
    phone.hello()
    [outcome] = phone.again(mine, past=beginning)

    # It says to have seen a second version, but the second version of today it has not seen.
    assert outcome["status"] == "conflict"


@pytest.mark.invariant(38)
@pytest.mark.invariant(18)
def test_versions_of_another_epoch_hide_no_conflict(office: Organisation, phone: Device) -> None:
    place = office.place("Harbour")
    backup = Backup(office.database)
    office.rename(place, "Lost with the backup")
    mine = phone.change(rename(place, "Mine", "Lost with the backup", 2))
    phone.push(mine)
    past = phone.epoch

    restore(office, backup)
    office.rename(place, "Written since")
    phone.hello()
    [outcome] = phone.again(mine, past=past)

    assert outcome["status"] == "conflict"


@pytest.mark.invariant(38)
def test_nobody_conflicts_with_himself_when_his_changes_come_again(
    office: Organisation, phone: Device
) -> None:
    place = office.place("Harbour")
    backup = Backup(office.database)
    changes = [
        phone.change(rename(place, "One", "Harbour", 1)),
        phone.change(rename(place, "Two", "One", 2)),
        phone.change({"kind": "delete", "entity": "place", "record": place, "base": 3}),
    ]
    phone.push(*changes)
    past = phone.epoch

    restore(office, backup)
    phone.hello()
    outcomes = phone.again(*changes, past=past)

    assert [one["status"] for one in outcomes] == ["applied"] * 3


@pytest.mark.invariant(38)
@pytest.mark.parametrize("who_first", ["the author", "the one who chose"])
def test_a_choice_between_values_outlives_the_loss_of_its_conflict(
    office: Organisation, phone: Device, who_first: str
) -> None:
    place = office.place("Harbour")
    judge = Device(office.person("Bo").device())
    backup = Backup(office.database)
    theirs = judge.change(rename(place, "Theirs", "Harbour", 1))
    judge.push(theirs)
    mine = phone.change(rename(place, "Mine", "Harbour", 1))
    [opened] = phone.push(mine)["outcomes"]
    chosen = judge.change(
        {
            "kind": "resolve",
            "entity": "place",
            "record": place,
            "conflicts": opened["conflicts"],
            "values": {"name": "Mine"},
            "seen": 2,
        }
    )
    judge.push(chosen)
    past = phone.epoch

    restore(office, backup)
    for one in (phone, judge):
        one.hello()
    judge.again(theirs, past=past)
    if who_first == "the author":
        [again] = phone.again(mine, past=past)
        assert again["conflicts"] == opened["conflicts"]
    [outcome] = judge.again(chosen, past=past)
    if who_first != "the author":
        phone.again(mine, past=past)

    assert outcome["status"] == "applied"
    assert phone.anew()[place] == "Mine"
    assert office.database.read(lambda session: session.scalars(select(conflict.c.open)).all()) in (
        [False],
        [],
    )


@pytest.mark.invariant(38)
def test_a_choice_to_leave_all_as_it_is_comes_to_nothing_where_the_conflict_is_lost(
    office: Organisation, phone: Device
) -> None:
    place = office.place("Harbour")
    past = phone.epoch
    acts = {
        "kind": "resolve", "entity": "place", "record": place, "conflicts": [new_id()], "values": {},
        "seen": 1,
    }  # fmt: skip
    change = phone.change(acts)
    restore(office, Backup(office.database))
    phone.hello()

    [outcome] = phone.again(change, past=past)

    assert (outcome["status"], outcome["seq"]) == ("applied", 0)


@pytest.mark.invariant(38)
def test_metadata_that_the_backup_has_lost_is_news_though_its_number_was_given_again(
    office: Organisation, phone: Device
) -> None:
    backup = Backup(office.database)
    version = office.publish(rule("visit", "all"))
    phone.hello(metadataVersion=version)
    change = phone.change(create_place("Under the lost publication"))
    past = phone.epoch

    restore(office, backup)
    assert office.publish(rule("place", "all")) == version
    first = phone.hello(metadataVersion=version)
    crashed = phone.hello(metadataVersion=version)
    [outcome] = phone.again(change, past=past)

    assert [one["metadata"]["changed"] for one in (first, crashed)] == [True, True]
    assert outcome["status"] == "applied"


def test_to_say_it_twice_does_no_harm(office: Organisation, phone: Device) -> None:
    change = phone.change(create_place("Once"))
    phone.push(change)
    past = phone.epoch
    before = office.database.read(state)

    restored = [begin_anew(office.database, BlobStore(Path("nowhere")), now=office.now) for _ in range(2)]
    phone.hello()
    phone.again(change, past=past)

    assert {one.head for one in restored} == {before.head}
    assert list(phone.anew().values()) == ["Once"]


@pytest.mark.invariant(38)
@pytest.mark.invariant(40)
def test_a_photo_whose_file_is_missing_is_taken_again(
    office: Organisation, phone: Device, tmp_path: Path
) -> None:
    store, user = BlobStore(tmp_path), phone.phone.person.user
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    data = picture.getvalue()
    kept, lost = new_id(), new_id()
    for blob in (kept, lost):
        send = Chunk(0, data + blob.encode(), len(data) + len(blob), _digest(data + blob.encode()))
        assert receive(office.database, store, user, blob, send, now=office.now)["complete"]
    store.path(_digest(data + lost.encode())).unlink()

    begun = restore(office, Backup(office.database), tmp_path)
    states = [office.database.read(lambda s, b=b: state_of(s, store, user, b)) for b in (kept, lost)]
    again = Chunk(0, data + lost.encode(), len(data) + len(lost), _digest(data + lost.encode()))
    taken = receive(office.database, store, user, lost, again, now=office.now)

    assert begun.missing == 1
    assert [one["complete"] for one in states] == [True, False]
    assert states[1]["received"] == 0
    assert taken["complete"]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_the_command_begins_an_epoch_says_what_to_expect_and_ends_sign_ins_if_asked(tmp_path: Path) -> None:
    environment = {"DATA": str(tmp_path), "DEMO": "0", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "backend.cli", "restored", "--sign-out"]

    said = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True
    )

    with closing(sqlite3.connect(tmp_path / "satchel.db")) as database:
        rows = database.execute("SELECT s.epoch, e.epoch FROM stream s JOIN epoch e ON e.epoch = s.epoch")
        assert len(rows.fetchall()) == 1
    assert said.stdout.startswith("A new epoch begins after write 0.\nPhones hear of it")

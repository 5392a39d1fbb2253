"""One short scenario for each of the promises 1 to 10, with the real client and the real server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.simulation.network import Request, Trouble
from tests.simulation.office import Reply
from tests.simulation.phone import Ended, Phone
from tests.simulation.world import World


@pytest.mark.invariant(1)
def test_everyone_ends_with_the_same_records(world: World) -> None:
    ana, tablet, bo = synced(world)
    first, second, third, _ = world.living("site")

    ana.create("visit", world.new_id(), {"title": "Monday", "site": first, "hours": 3})
    tablet.edit("site", first, {"size": 4})
    bo.edit("site", first, {"size": 5, "notes": "by the harbour"})
    bo.delete("site", third)
    world.office_edits("site", second, {"town": "Luleå"})

    world.converge()


@pytest.mark.invariant(1)
@pytest.mark.invariant(18)
@pytest.mark.invariant(19)
def test_a_conflict_outlives_the_deletion_of_its_record_on_every_device_of_its_author(world: World) -> None:
    ana, tablet, bo = synced(world)
    site = world.living("site")[0]
    world.office_edits("site", site, {"name": "The office's"})
    ana.edit("site", site, {"name": "Ana's"})
    ana.sync()
    world.office_deletes("site", site)

    tablet.edit("site", site, {"notes": "of what is gone"})
    world.converge()

    kinds = [sorted(one["kind"] for one in phone.conflicts()) for phone in (ana, tablet, bo)]
    assert kinds == [["edited_deleted", "fields"], ["edited_deleted", "fields"], []]


@pytest.mark.invariant(1)
@pytest.mark.invariant(18)
def test_a_list_of_which_everyone_takes_out_another_line_is_empty_in_the_end(world: World) -> None:
    phones = synced(world)
    site = world.living("site")[0]
    world.office_edits("site", site, {"tags": "dry\nlocked\nnew"})
    for phone in phones:
        phone.sync()

    for phone, left in zip(phones, ("locked\nnew", "dry\nnew", "dry\nlocked"), strict=True):
        phone.edit("site", site, {"tags": left})
    world.converge()

    assert ["tags" in phone.stored()["site", site][1] for phone in phones] == [False, False, False]
    assert world.office.oracle.disputes == []


@pytest.mark.invariant(2)
def test_what_was_acknowledged_is_current_in_history_or_in_a_conflict(world: World) -> None:
    ana, _, bo = synced(world)
    site = world.living("site")[0]

    ana.edit("site", site, {"name": "Ana's", "size": 1})
    bo.edit("site", site, {"name": "Bo's", "notes": "Bo's"})
    ana.sync()
    bo.sync()
    world.office_edits("site", site, {"size": 2})

    world.converge()
    assert [one.outcome["status"] for one in world.office.pushed.values()] == ["applied", "conflict"]
    assert [one.mine for one in world.office.oracle.disputes] == [{"name": "Bo's"}]


@pytest.mark.invariant(3)
@pytest.mark.parametrize("site", ["outbox.save", "push.number", "push.outcomes"])
def test_a_save_that_resolved_outlives_a_crash(world: World, site: str) -> None:
    ana = synced(world)[0]
    place = world.living("site")[0]

    ana.edit("site", place, {"notes": "kept"})
    ana.arm(site, "end")
    try:
        ana.edit("site", world.living("site")[1], {"notes": "perhaps"})
        ana.sync()
    except Ended:
        ana.ended = True
    ana.reload()

    world.check()
    world.converge()
    assert world.office.oracle.records["site", place].values["notes"] == "kept"


@pytest.mark.invariant(3)
@pytest.mark.parametrize(
    ("mode", "stays"), [("fail", True), ("fail-after", False), ("end", True), ("end-after", False)]
)
def test_what_is_taken_back_while_the_store_fails_is_there_whole_or_gone(
    world: World, mode: str, stays: bool
) -> None:
    ana = synced(world)[0]
    ana.edit("site", world.living("site")[0], {"notes": "kept"})
    [change] = ana.outbox()

    ana.arm("outbox.discard", mode)
    with pytest.raises(Ended):
        ana.discard(change)
    ana.reload()

    assert [one["acts"] for one in ana.outbox()] == ([change["acts"]] if stays else [])
    assert [one.values for one in ana.kept] == [{"notes": "kept"} if stays else {}]
    world.check()
    world.converge()


@pytest.mark.invariant(4)
def test_a_change_that_is_sent_three_times_is_applied_once(world: World) -> None:
    ana = synced(world)[0]

    ana.create("site", world.new_id(), {"name": "Once"})
    ana.sync(Trouble("none"), Trouble("drop reply"))
    ana.sync(Trouble("none"), Trouble("duplicate"))

    [pushed] = world.office.pushed.values()
    assert pushed.times == 3
    world.converge()


@pytest.mark.invariant(5)
def test_the_same_change_gets_the_same_answer_whatever_has_come_since(world: World) -> None:
    ana = synced(world)[0]
    site = world.living("site")[0]
    ana.edit("site", site, {"name": "First"})
    ana.sync()
    request = pushes(ana)[-1]
    answer = resend(world, request).json["outcomes"]

    world.office_edits("site", site, {"name": "Later"})
    world.office.kill()
    world.office.start()
    again = resend(world, request).json["outcomes"]

    assert again == answer
    world.converge()


@pytest.mark.invariant(6)
def test_another_body_under_the_same_number_is_refused(world: World) -> None:
    ana = synced(world)[0]
    site = world.living("site")[0]
    ana.edit("site", site, {"name": "First"})
    ana.sync()
    request = pushes(ana)[-1]
    body = json.loads(request.body)
    body["changes"][0]["acts"][0]["edits"]["name"]["value"] = "Forged"

    reply = resend(world, request, body).json

    assert (reply["type"], reply["problem"]["code"]) == ("refusal", "change-number-reused")
    world.converge()


@pytest.mark.invariant(7)
def test_a_change_of_two_records_is_refused_whole(world: World) -> None:
    ana = synced(world)[0]
    site, visit = world.new_id(), world.new_id()

    ana.create_pair(site, visit, {"title": "Two", "hours": 1001}, "Half")
    ana.sync()

    [pushed] = world.office.pushed.values()
    assert pushed.outcome["status"] == "rejected"
    assert world.office.rows("SELECT id FROM record WHERE id IN (?, ?)", site, visit) == []
    world.converge()


@pytest.mark.invariant(7)
@pytest.mark.parametrize("site", ["journal.step", "journal.finish", "apply.direct"])
def test_no_phone_shows_half_a_change_of_two_records(world: World, site: str) -> None:
    ana, tablet, _ = world.phones
    ana.sync()
    if site == "apply.direct":
        tablet.sync()
    ana.create_pair(world.new_id(), world.new_id(), {"title": "Two"}, "Whole")
    ana.sync()

    tablet.arm(site, "end-after")
    try:
        tablet.sync()
    except Ended:
        tablet.ended = True
    tablet.reload()

    world.check()
    world.converge()


@pytest.mark.invariant(8)
def test_changes_arrive_in_the_order_in_which_they_were_made(world: World) -> None:
    ana = synced(world)[0]
    site, visits = world.new_id(), [world.new_id() for _ in range(3)]

    ana.create("site", site, {"name": "First of all"})
    for at, visit in enumerate(visits):
        ana.create("visit", visit, {"title": f"Visit {at}", "site": site})
        world.check()
    ana.sync(Trouble("none"), Trouble("late"))
    ana.delete("visit", visits[0])
    ana.sync()

    sent = [one.change["acts"][0]["record"] for one in world.office.pushed.values()]
    assert sent == [site, *visits, visits[0]]
    assert {one.outcome["status"] for one in world.office.pushed.values()} == {"applied"}
    world.converge()


@pytest.mark.invariant(9)
def test_refused_changes_leave_no_gap_in_the_stream(world: World) -> None:
    ana = synced(world)[0]
    site = world.living("site")[0]
    ana.create("visit", world.new_id(), {"title": "Holds the site", "site": site})
    ana.edit("site", site, {"size": 1001})
    ana.delete("site", site)
    ana.create("visit", world.new_id(), {"title": "Goes well"})

    ana.sync()

    statuses = [one.outcome["status"] for one in world.office.pushed.values()]
    assert statuses.count("rejected") == 2
    world.converge()


@pytest.mark.invariant(33)
def test_what_needs_a_refused_record_waits_and_goes_on_when_that_is_mended(world: World) -> None:
    ana = synced(world)[0]
    site, visit = world.new_id(), world.new_id()
    ana.create("site", site, {"size": 3})
    ana.create("visit", visit, {"title": "Waits", "site": site})
    ana.edit("visit", visit, {"title": "Waits behind it"})
    ana.create("visit", world.new_id(), {"title": "Goes"})
    ana.sync()
    before = sorted(one.outcome["status"] for one in world.office.pushed.values())
    refused = next(one for one in ana.outbox() if one["outcome"]["status"] == "rejected")
    named = {"kind": "create", "entity": "site", "record": site, "values": {"name": "Named"}}

    ana.ask("amend", change=refused["id"], acts=[named])
    ana.sync()

    assert before[:3] == ["applied", "blocked", "rejected"]
    assert {one["outcome"]["status"] for one in ana.outbox()} == {"applied"}
    world.converge()


@pytest.mark.invariant(10)
def test_a_pull_of_many_pages_that_is_cut_anywhere_passes_over_nothing(world: World) -> None:
    bo = synced(world)[2]
    for number in range(10):
        world.office_creates("site", {"name": f"More {number}"})
    world.office_creates("visit", {"title": "Of another entity, and later"})

    for whole in range(5):
        before = Trouble("none")
        bo.sync(before, *[before] * whole, Trouble("truncate", 300 + 100 * whole))
        world.office_edits("site", world.living("site")[whole], {"notes": f"meanwhile {whole}"})
        world.check()

    world.converge()


@pytest.mark.invariant(38)
@pytest.mark.invariant(2)
@pytest.mark.invariant(4)
@pytest.mark.parametrize("when", ["at rest", "in the middle of a push"])
def test_what_a_backup_has_lost_is_there_once_when_the_phones_have_come_back(world: World, when: str) -> None:
    ana, tablet, bo = synced(world)
    first, second, third, _ = world.living("site")
    ana.edit("site", first, {"notes": "in the backup"})
    ana.sync()
    backup = world.office.backup()
    visit = world.new_id()
    ana.create("visit", visit, {"title": "After the backup", "site": first, "hours": 1})
    ana.sync()
    ana.edit("visit", visit, {"hours": 2})
    bo.edit("site", second, {"size": 7})
    bo.sync()
    tablet.sync()
    tablet.edit("visit", visit, {"title": "On the tablet"})
    tablet.sync()
    lost = world.office_creates("site", {"name": "Of a desk"})
    bo.sync()
    bo.edit("site", third, {"town": "Not sent yet"})
    if when == "at rest":
        ana.sync()
    else:
        ana.sync(Trouble("none"), Trouble("kill after"))

    world.office.put_back(backup)
    for phone in (tablet, bo, ana):
        phone.sync()
    world.converge()

    office = world.office.oracle.records
    assert office["site", first].values["notes"] == "in the backup"
    assert office["site", second].values["size"] == 7
    assert office["site", third].values["town"] == "Not sent yet"
    assert office["visit", visit].values == {"title": "On the tablet", "site": first, "hours": 2}
    assert ("site", lost) not in office
    outcomes = {one["outcome"]["status"] for phone in world.phones for one in phone.outbox()}
    assert outcomes <= {"applied", "merged"}


def synced(world: World) -> list[Phone]:
    for phone in world.phones:
        phone.sync()
    return world.phones


def pushes(phone: Phone) -> list[Request]:
    return [request for request in phone.network.sent if request.path.endswith("/push")]


def resend(world: World, request: Request, body: Any = None) -> Reply:
    """Send a request again, as a network may, or with another body, as it never should."""
    content = request.body if body is None else json.dumps(body).encode()
    return world.office.carry(request.method, request.path, request.headers, content)

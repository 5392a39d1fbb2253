"""What comes to a sudden end: phones at storage calls, the server at statements, whole databases."""

from __future__ import annotations

from random import Random

from tests.simulation.long import around, desk, people
from tests.simulation.long.crashes import Crash
from tests.simulation.long.day import Day
from tests.simulation.long.rules import Acted, Rule, often
from tests.simulation.long.travel import WELL
from tests.simulation.long.typed import new_line
from tests.simulation.network import Trouble
from tests.simulation.phone import Phone

OF_OPENING = ("open.state", "session.recall")
"""Storage calls that a client makes when it is opened, and not again."""
OF_ENTERING = "session.remember"
"""The storage call of a person who opens his store in a browser where he never was."""
FORGETTING = (
    "DELETE FROM scope_set", "DELETE FROM scope_row",
    "UPDATE scope_state SET acknowledged = 0, pending = 0, acknowledged_ledger = '{}', pending_ledger = '{}'",
)  # fmt: skip
"""What the collection does to devices that were not seen for long."""
MODES = ("fail", "fail-after", "end", "end-after")


@often(9)
def a_phone_ends_at_a_storage_call(day: Day, chance: Random, aim: str) -> Acted:
    """There is something to send and something to fetch; on the way there the client comes to an end."""
    site, mode = aim.split(" ")
    if site == OF_ENTERING:
        at = chance.randrange(3)
        day.empty(at, (site, mode))
        day.sync(day.phones[at])
        return [day.phones[at]]
    phone = day.phone(chance.randrange(3))
    day.office.start()
    if site in OF_OPENING:
        day.do(lambda: phone.reload(site=site, mode=mode))
        return [phone]
    if site == "table.load":
        phone.reload()
    if chance.randrange(2):
        desk.office_edits(day, chance, "")
    if site.startswith(("journal.", "pull.", "reload.", "snapshot.")) and chance.randrange(2):
        forget_scopes(day)
    phone.arm(site, mode, chance.choice([1, 1, 1, 2, 3]))
    shown = list(day.shown(phone, "site"))
    if shown and not phone.ended:
        day.do(lambda: phone.edit("site", shown[0], {"gate": new_line(chance)}))
    if not phone.ended:
        day.sync(phone)
    return [phone]


@often(1)
def a_phone_ends(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phones[chance.randrange(3)]
    day.note_points(phone)
    phone.reload()
    return [phone]


@often(14)
def the_server_ends_at_a_statement(day: Day, chance: Random, aim: str) -> Acted:
    """Something is written and somebody syncs; the process, or its transaction, does not see the end."""
    when, how, point = aim.split(" ", 2)
    day.office.start()
    day.office.server.armed = Crash(point, when, how)  # type: ignore[arg-type]
    phone = day.phone(chance.randrange(3))
    acted: Acted = [phone]
    match point.split(":")[0]:
        case "publish":
            desk.publish(day, chance, aim)
        case "give_roles":
            desk.rights_change(day, chance, aim)
        case "post records":
            desk.office_creates(day, chance, aim)
        case "delete records":
            desk.office_deletes(day, chance, aim)
        case "patch records":
            desk.office_edits(day, chance, aim)
        case "post recent":
            acted = _send_what(around.read_a_record_at_the_office, day, chance, phone)
        case _:
            acted = _send_what(chance.choice(SENDING), day, chance, phone)
    return acted


SENDING = (
    people.create_a_site, people.create_a_visit, people.edit, people.edit_the_same_on_two, people.delete,
    people.resolve,
)  # fmt: skip


def _send_what(rule: Rule, day: Day, chance: Random, phone: Phone) -> Acted:
    acted = rule(day, chance, "") or []
    if chance.randrange(3) == 0:
        forget_scopes(day)
    for one in {id(one): one for one in [phone, *acted]}.values():
        if not one.ended:
            day.sync(one)
    return [*acted, phone]


@often(1)
def the_server_is_killed(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    how = chance.choice(["kill before", "kill after"])
    day.sync(phone, *[WELL] * chance.randrange(4), Trouble(how))
    return [phone]


@often(1)
def the_office_forgets_what_phones_hold(day: Day, chance: Random, aim: str) -> Acted:
    forget_scopes(day)
    phone = day.phone(chance.randrange(3))
    day.sync(phone)
    return [phone]


def forget_scopes(day: Day) -> None:
    day.office.execute(*FORGETTING)


@often(1)
def a_browser_is_emptied(day: Day, chance: Random, aim: str) -> Acted:
    at = chance.randrange(3)
    if chance.randrange(3):
        return None
    day.empty(at)
    day.sync(day.phones[at])
    return [day.phones[at]]


@often(1)
def take_a_backup(day: Day, chance: Random, aim: str) -> Acted:
    if day.backup is not None:
        return None
    day.backup = day.office.backup()
    return []


@often(1)
def put_the_backup_back(day: Day, chance: Random, aim: str) -> Acted:
    if day.backup is None or day.restores:
        return None
    day.restores += 1
    day.office.put_back(day.backup)
    phone = day.phone(chance.randrange(3))
    day.sync(phone)
    return [phone]

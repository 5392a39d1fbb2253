"""What goes between phones and office, and what befalls it on the way."""

from __future__ import annotations

from random import Random

from tests.simulation.long.day import Day
from tests.simulation.long.desk import office_edits
from tests.simulation.long.rules import Acted, often
from tests.simulation.long.typed import new_line
from tests.simulation.network import BREAKS, CUTS, Trouble
from tests.simulation.phone import Ended, Phone

WELL = Trouble("none")


@often(9)
def sync(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    day.sync(phone)
    return [phone]


@often(6)
def sync_cut(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    line = [WELL] * chance.randrange(4)
    line.append(Trouble(chance.choice(CUTS)))
    if chance.randrange(3) == 0:
        line.append(Trouble(chance.choice(CUTS)))
    day.sync(phone, *line)
    return [phone]


@often(4)
def sync_broken(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    line = [WELL] * chance.randrange(4)
    day.sync(phone, *line, Trouble(chance.choice(BREAKS), chance.randrange(1000)))
    return [phone]


@often(3)
def something_happens_during_a_sync(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    day.office.start()
    then = chance.choice(["edit", "end", "office"])
    try:
        came = phone.begin_held(chance.randrange(4))
        if came:
            day.tally[f"during a sync: {then}"] += 1
            _meanwhile(day, chance, phone, then)
        if not phone.ended and not (came and then == "end"):
            phone.go_on()
    except Ended:
        phone.ended = True
    finally:
        phone.network.release()
    return [phone]


def _meanwhile(day: Day, chance: Random, phone: Phone, then: str) -> None:
    if then == "end":
        phone.reload()
    elif then == "office":
        office_edits(day, chance, "")
    else:
        for record in list(day.shown(phone, "site"))[:1]:
            phone.edit("site", record, {"gate": new_line(chance)})


@often(3)
def what_was_late_arrives(day: Day, chance: Random, aim: str) -> Acted:
    day.office.start()
    phone = day.phones[chance.randrange(3)]
    if not phone.network.deliver_late():
        return None
    return [phone]

"""What people do on their phones besides working on records: they look, hold, wait, take a picture."""

from __future__ import annotations

from random import Random

from tests.simulation.long.day import Day
from tests.simulation.long.rules import Acted, often
from tests.simulation.long.typed import WORDS
from tests.simulation.passages import PIXEL

DAYS_LATER = 50


@often(6)
def look_at_news(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    day.do(lambda: phone.ask("seen"))
    return [phone]


@often(8)
def open_or_close_a_record(day: Day, chance: Random, aim: str) -> Acted:
    """What is open stays on the phone when it is taken along no longer."""
    phone = day.phone(chance.randrange(3))
    records = list(day.shown(phone, "site"))
    if not records or phone.ended:
        return None
    record, command = chance.choice(records), chance.choice(["open", "open", "close"])
    day.do(lambda: phone.ask(command, entity="site", record=record))
    return [phone]


@often(2)
def hold_what_is_sent(day: Day, chance: Random, aim: str) -> Acted:
    """Somebody says that nothing is to be sent, syncs, and lets go."""
    phone = day.phone(chance.randrange(3))

    def act() -> None:
        phone.ask("hold", held=True)
        phone.ask("hold", held=False)
        phone.ask("stop")

    day.do(act)
    return [phone]


@often(2)
def two_days_pass_on_a_phone(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    if phone.ended:
        return None
    phone.ask("advance", hours=DAYS_LATER)
    day.sync(phone)
    return [phone]


@often(6)
def read_a_record_at_the_office(day: Day, chance: Random, aim: str) -> Acted:
    """What a phone does not take along its user reads at the office; from then on it comes along."""
    phone = day.phone(chance.randrange(3))
    there = sorted({*day.world.living("site")} - {*day.shown(phone, "site")})
    if not there or phone.ended:
        return None
    record = chance.choice(there)
    phone.opened.add(("site", record))
    day.do(lambda: phone.ask("opened", entity="site", record=record))
    return [phone]


@often(2)
def take_a_picture(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    day.do(lambda: phone.photo(day.world.new_id(), {"name": chance.choice(WORDS)}, PIXEL))
    return [phone]


@often(2)
def answer_what_a_phone_asks(day: Day, chance: Random, aim: str) -> Acted:
    """New metadata is taken or put off, and the loss of a store is noted."""
    phone = day.phone(chance.randrange(3))
    command = chance.choice(["accept", "decline", "acknowledge"])
    day.office.start()

    def act() -> None:
        phone.ask(command)
        phone.rest()

    try:
        day.do(act)
    except AssertionError as error:
        # The server may come to its end before it has told what is published.
        if "Unreachable" not in str(error):
            raise
    return [phone]

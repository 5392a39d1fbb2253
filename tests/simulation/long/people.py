"""What people do on their phones."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.simulation.long.day import Day
from tests.simulation.long.rules import Acted, often
from tests.simulation.long.typed import (
    LARGEST,
    TOO_LARGE,
    WORDS,
    new_line,
    secret,
    site_values,
    visit_values,
)  # fmt: skip
from tests.simulation.phone import Phone, is_open

MOST = 25
"""Records of an entity, when nobody makes more."""


@often(6)
def create_a_site(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    if len(day.world.living("site")) > MOST:
        return None
    values = {"name": chance.choice(WORDS), "size": chance.choice([1, 2, 3, 4, 5, TOO_LARGE])}
    if chance.randrange(4) == 0:
        values["code"] = chance.choice("ABCDEF")
    day.do(lambda: phone.create("site", day.world.new_id(), values))
    return [phone]


@often(10)
def create_a_visit(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    sites = list(day.shown(phone, "site"))
    if phone.ended:
        return [phone]
    if len(day.world.living("visit")) > MOST:
        return None
    there = {"site": chance.choice(sites)} if sites else {}
    values = {"title": secret(chance, phone.seat.person), "hours": chance.choice([1, 8, TOO_LARGE])}
    day.do(lambda: phone.create("visit", day.world.new_id(), {**values, **there}))
    return [phone]


@often(3)
def create_a_site_and_a_visit_in_one_change(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    site, visit = day.world.new_id(), day.world.new_id()
    values = {"title": secret(chance, phone.seat.person)}
    day.do(lambda: phone.create_pair(site, visit, values, chance.choice(WORDS)))
    return [phone]


@often(4)
def create_what_is_refused_and_what_hangs_on_it(day: Day, chance: Random, aim: str) -> Acted:
    """A site that is too large, a visit to it, and an edit of that visit: two of them have to wait."""
    phone = day.phone(chance.randrange(3))
    site, visit = day.world.new_id(), day.world.new_id()
    values = {"title": secret(chance, phone.seat.person), "site": site}

    def act() -> None:
        if phone.create("site", site, {"name": chance.choice(WORDS), "size": TOO_LARGE}):
            phone.create("visit", visit, values)

    day.do(act)
    return [phone]


@often(300)
def edit(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    entity = chance.choice(["site", "site", "visit"])
    records = day.shown(phone, entity)
    if phone.ended:
        return [phone]
    if not records:
        return None
    record = chance.choice(list(records))
    values = (
        site_values(chance, records[record]["values"])
        if entity == "site"
        else visit_values(chance, phone.seat.person)
    )
    if all(records[record]["values"].get(name) == value for name, value in values.items()):
        return None
    day.do(lambda: phone.edit(entity, record, values))
    return [phone]


@often(14)
def edit_the_same_on_two(day: Day, chance: Random, aim: str) -> Acted:
    at = chance.randrange(3)
    pair = day.phone(at), day.phone(at + 1)
    shown = [day.shown(phone, "site") for phone in pair]
    both = sorted({*shown[0]} & {*shown[1]})
    if not both:
        return None
    record, number = chance.choice(both), chance.randrange(10**9)
    for at, phone in enumerate(pair):
        # The same field, and mostly another value.
        drawn = Random(number)
        values = site_values(drawn, shown[at][record]["values"])
        name = next(iter(values))
        for _ in range(8 if at else 0):
            other = site_values(chance, shown[at][record]["values"])
            if name in other:
                values = other
                break
        if values.get("size") != TOO_LARGE and not phone.ended:
            day.do(lambda phone=phone, values=values: phone.edit("site", record, values))
    if chance.randrange(4) == 0:
        for phone in pair:
            if not phone.ended:
                day.sync(phone)
    return [*pair]


@often(8)
def delete(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    entity = chance.choice(["site", "visit"])
    records = day.shown(phone, entity)
    if not records:
        return None
    record = chance.choice(list(records))
    day.do(lambda: phone.delete(entity, record))
    return [phone]


@often(3)
def delete_what_another_edits(day: Day, chance: Random, aim: str) -> Acted:
    at = chance.randrange(3)
    one, two = day.phone(at), day.phone(at + 1)
    both = sorted({*day.shown(one, "site")} & {*day.shown(two, "site")})
    if not both or one.ended or two.ended:
        return None
    record = chance.choice(both)
    day.do(lambda: one.delete("site", record))
    day.do(lambda: two.edit("site", record, {"gate": new_line(chance)}))
    for phone in (one, two) if chance.randrange(2) else (two, one):
        if not phone.ended:
            day.sync(phone)
    return [one, two]


@often(8)
def resolve(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    found = sorted(phone.conflicts(), key=lambda one: one["id"])
    if not found:
        return None
    one, mine = chance.choice(found), chance.randrange(2)
    gone = one["kind"] == "deleted_edited" and bool(mine)
    values = one["mine"] if mine and not gone else {}
    if one["kind"] == "unique" and values:
        values = {"code": new_line(chance)}
    day.do(lambda: phone.resolve(one, values, delete=gone))
    return [phone]


@often(10)
def take_up_what_was_refused(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    return [phone] if take_up(day, chance, phone, "rejected") else None


@often(3)
def take_up_what_waits(day: Day, chance: Random, aim: str) -> Acted:
    """What waits for a change that was refused is taken back, said otherwise or sent anew."""
    phone = day.phone(chance.randrange(3))
    return [phone] if take_up(day, chance, phone, "blocked") else None


def take_up(day: Day, chance: Random, phone: Phone, status: str) -> bool:
    refused = [one for one in phone.outbox() if (one["outcome"] or {}).get("status") == status]
    if not refused:
        return False
    one = chance.choice(refused)
    match chance.randrange(4):
        case 0:
            day.do(lambda: phone.ask("resubmit", change=one["id"]))
        case 1:
            day.do(lambda: phone.discard(one))
        case _:
            acts = [mended(act) for act in one["acts"]]
            day.do(lambda: phone.amend(one, acts))
    return True


def mended(act: dict[str, Any]) -> dict[str, Any]:
    """Return an act with what was refused in it put right."""
    act = {**act}
    if act.get("values"):
        act["values"] = {
            name: LARGEST if value == TOO_LARGE else value for name, value in act["values"].items()
        }
        act["values"].pop("code", None)
    if act.get("edits"):
        act["edits"] = {
            name: {**one, "value": LARGEST if one["value"] == TOO_LARGE else one["value"]}
            for name, one in act["edits"].items()
        }
    return act


@often(4)
def undo(day: Day, chance: Random, aim: str) -> Acted:
    phone = day.phone(chance.randrange(3))
    waiting = [one for one in phone.outbox() if is_open(one) and not one["outcome"]]
    if not waiting:
        return None
    one = waiting[-1]
    day.do(lambda: phone.discard(one))
    return [phone]

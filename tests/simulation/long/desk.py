"""What happens at the office: somebody writes by REST, publishes, gives and takes rights."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.simulation.long.day import Day
from tests.simulation.long.rules import Acted, often
from tests.simulation.long.typed import WORDS, site_values
from tests.simulation.organisation import RULES as PROFILE

ROLES = ("site_keeper", "visitor")


@often(9)
def office_edits(day: Day, chance: Random, aim: str) -> Acted:
    day.office.start()
    records = day.world.living("site")
    if not records:
        return None
    record = chance.choice(records)
    before = day.office.oracle.records["site", record].values
    values = {name: value for name, value in site_values(chance, before).items() if value != before.get(name)}
    if not values:
        return None
    day.world.office_edits("site", record, values)
    return []


@often(4)
def office_creates(day: Day, chance: Random, aim: str) -> Acted:
    day.office.start()
    if len(day.world.living("site")) > 25:
        return None
    day.world.office_creates("site", {"name": chance.choice(WORDS), "size": chance.randrange(6)})
    return []


@often(3)
def office_deletes(day: Day, chance: Random, aim: str) -> Acted:
    day.office.start()
    records = day.world.living("site")
    if len(records) < 5:
        return None
    day.world.office_deletes("site", chance.choice(records))
    return []


@often(1)
def publish(day: Day, chance: Random, aim: str) -> Acted:
    """Sites of any size go along, or large ones only; now and then nothing but the title is another one."""
    office, oracle = day.office, day.office.oracle
    least = chance.choice([None, None, 2, 3])
    day.publications += 1
    note, urgency = f"number {day.publications}", chance.choice(["silent", "silent", "soft"])
    if office.console("publish", note=note, urgency=urgency, rules=profile(least)) or published(day, note):
        oracle.stand(least=least)
        day.tally[f"publication: {urgency}"] += 1
    return []


def published(day: Day, note: str) -> bool:
    """Ask whether a publication was made that came to a sudden end."""
    [(found,)] = day.office.rows("SELECT note FROM publication ORDER BY version DESC LIMIT 1")
    return note in found


def profile(least: int | None) -> list[dict[str, Any]]:
    site, visit = PROFILE
    if least is None:
        return [site, visit]
    condition = {"op": "ge", "path": "size", "value": least}
    return [{**site, "rules": [{"kind": "custom", "condition": condition}]}, visit]


@often(1)
def rights_change(day: Day, chance: Random, aim: str) -> Acted:
    office, oracle = day.office, day.office.oracle
    standing = oracle.standings[-1]
    person = chance.choice(sorted(standing.roles))
    role = chance.choice(ROLES)
    roles = standing.roles[person] ^ {role}
    given = office.console("give_roles", person=person, given=sorted(roles))
    if given or has_roles(day, person) == roles:
        oracle.stand(roles={**standing.roles, person: roles})
        day.tally[f"rights: {role} {'given' if role in roles else 'taken'}"] += 1
    return []


def has_roles(day: Day, person: str) -> frozenset[str]:
    rows = day.office.rows(
        "SELECT role FROM account_role JOIN account ON account.id = account_role.account WHERE person = ?",
        person,
    )
    return frozenset(role for (role,) in rows)

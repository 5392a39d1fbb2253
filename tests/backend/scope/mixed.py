"""A long day on which everything happens, each as often as it may in life; devices pull all along.

Where each rule is as likely as any other, people and profiles move so much that hardly a record leaves by
itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tests.backend.scope import company
from tests.backend.scope.conditions import CONDITIONS
from tests.backend.scope.machine import ScopeDays
from tests.backend.scope.rules import ROLES, RULES
from tests.backend.scope.truth import ENTITIES

STAFF, TEAMS, UNITS = list(company.STAFF), list(company.TEAMS), list(company.UNITS)
STATUSES = ("open", "waiting", "done")
LOSSES = ("none", "none", "repeat", "lose", "stop")
DEVICES = 5

Acts = Sequence[tuple[int, Callable[[], object]]]
"""What may happen, and how often beside the others."""


class Draw:
    """What the acts of a day are done to."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def number(self) -> int:
        return self.chance.randrange(41)

    def at(self) -> int:
        return self.chance.randrange(DEVICES)

    def who(self) -> str:
        return self.chance.choice(STAFF)

    def owner(self) -> str:
        return self.chance.choice([*STAFF, *TEAMS])

    def team(self) -> str:
        return self.chance.choice(TEAMS)

    def unit(self) -> str:
        return self.chance.choice(UNITS)

    def role(self) -> str:
        return self.chance.choice([*ROLES])

    def entity(self) -> str:
        return self.chance.choice(ENTITIES)

    def status(self) -> str:
        return self.chance.choice(STATUSES)

    def how(self) -> str:
        return self.chance.choice(("pin", "follow"))

    def flag(self) -> bool:
        return self.chance.random() < 0.5


def office_acts(day: ScopeDays, draw: Draw) -> Acts:
    """Return what happens at the office, and the pulls."""
    one = draw.chance
    kinds = ("role", "team", "person")
    return [
        (4, lambda: day.create(draw.entity(), draw.number())),
        (8, lambda: day.edit_a_job(draw.number(), draw.status(), one.randint(-4, 6), one.randrange(4))),
        (5, lambda: day.edit_a_target(draw.number(), one.randrange(4), draw.flag())),
        (4, lambda: day.edit_a_task(draw.number(), draw.flag(), draw.flag())),
        (2, lambda: day.delete(draw.entity(), draw.number())),
        (3, lambda: day.assign(draw.number(), draw.owner())),
        (2, lambda: day.share(draw.number(), draw.owner(), draw.flag())),
        (3, lambda: day.move_team(draw.who(), draw.team(), draw.flag())),
        (3, lambda: day.change_role(draw.who(), draw.role(), draw.flag())),
        (1, lambda: day.change_manager(draw.who(), draw.who())),
        (2, lambda: day.move_unit(draw.owner(), draw.unit())),
        (1, lambda: day.move_a_unit_below_another(draw.unit(), draw.unit())),
        (3, lambda: day.make_a_filter(draw.who(), one.choice([*CONDITIONS]))),
        (2, lambda: day.change_a_filter(draw.who(), draw.number(), one.choice(("switch", "edit", "delete")))),
        (2, lambda: day.keep(draw.who(), draw.entity(), draw.number(), draw.how(), draw.flag())),
        (2, lambda: _publish(day, one)),
        (2, lambda: day.give_a_profile(one.choice(kinds), draw.role(), draw.who(), draw.team(), draw.flag())),
        (2, lambda: day.advance_clock(one.choice((1, 5, 11, 24, 70)))),
        (1, day.collect_garbage),
        (1, lambda: day.a_device_forgets(draw.at())),
        (16, lambda: day.sync(draw.at(), one.choice(LOSSES), one.randrange(4))),
    ]  # fmt: skip


def live_mixed_day(day: ScopeDays, acts: Acts, draw: Draw, steps: int) -> None:
    """Let the acts happen, after everybody has come to see all jobs; then let everyone pull."""
    day.some_work_is_there(number=draw.number())
    for person in STAFF:
        day.change_role(person, "all_jobs", given=True)
    for _ in range(steps):
        [act] = draw.chance.choices([act for _, act in acts], [weight for weight, _ in acts])
        act()
    day.teardown()


def _publish(day: ScopeDays, chance: Random) -> None:
    rules = {entity: chance.choice(choices) for entity, choices in RULES.items() if chance.randrange(5)}
    day.firm.publish(chance.choice(("everyone", "field")), rules)
    day._count("publish profile")

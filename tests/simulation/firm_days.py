"""Days of the firm with real phones: all that the scope days have, and what people do on their phones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.backend.scope import company
from tests.backend.scope.conditions import CONDITIONS
from tests.backend.scope.machine import ScopeDays, entities, numbers, people, teams
from tests.backend.scope.rules import ROLES, RULES
from tests.backend.scope.truth import ENTITIES, TITLES, Place
from tests.simulation.firm_phone import FirmPhone

phones = st.integers(0, 4)
STAFF, TEAMS, UNITS = list(company.STAFF), list(company.TEAMS), list(company.UNITS)
STATUSES = ("open", "waiting", "done")


class PhoneDays(ScopeDays):
    """Four people with a phone each, and one with two."""

    @rule(at=phones, entity=st.sampled_from(["job", "job", "customer"]), number=numbers)
    def type_on_a_phone(self, at: int, entity: str, number: int) -> None:
        phone = self._phone(at)
        if (place := self._shown(phone, entity, number)) is not None:
            phone.edit(place, TITLES[entity], self._text("typed"))
            self._count("phone: edit")

    @rule(
        at=phones, entity=entities, number=numbers, how=st.sampled_from(["pin", "follow"]), on=st.booleans()
    )
    def keep_on_a_phone(self, at: int, entity: str, number: int, how: str, on: bool) -> None:
        phone = self._phone(at)
        if (place := self._shown(phone, entity, number)) is not None:
            phone.act("keep", place, how=how, on=on)
            self._count("phone: keep")

    @rule(at=phones, number=numbers, to=people | teams)
    def assign_on_a_phone(self, at: int, number: int, to: str) -> None:
        phone = self._phone(at)
        place = self._shown(phone, "job", number)
        if place is not None and phone.may("assign", place):
            phone.act("assign", place, owner=self.firm.ids[to])
            self._count("phone: assign")

    @rule(at=phones, number=numbers, to=people | teams)
    def share_on_a_phone(self, at: int, number: int, to: str) -> None:
        phone = self._phone(at)
        place = self._shown(phone, "job", number)
        if place is not None and phone.may("share", place):
            phone.act("share", place, **{"with": self.firm.ids[to], "may": ["read"]})
            self._count("phone: share")

    @rule(at=phones, entity=entities, number=numbers, opens=st.booleans())
    def look_at_a_record(self, at: int, entity: str, number: int, opens: bool) -> None:
        phone = self._phone(at)
        if (place := self._shown(phone, entity, number)) is not None:
            phone.act("open" if opens else "close", place)
            self._count("phone: look")

    @rule(at=phones)
    def the_app_ends_and_is_opened_again(self, at: int) -> None:
        self._phone(at).reload()
        self._count("phone: reload")

    def _phone(self, at: int) -> FirmPhone:
        found: Any = self.firm.devices[at]
        return found

    @staticmethod
    def _shown(phone: FirmPhone, entity: str, number: int) -> Place | None:
        found = phone.shown(entity)
        return (entity, found[number % len(found)]) if found else None


def mixed_day(day: PhoneDays, chance: Random, steps: int) -> None:
    """Let everything happen, each as often as it may in life; nothing is left out for a whole day."""
    number, at, who = (
        partial(chance.randrange, 41),
        partial(chance.randrange, 5),
        partial(chance.choice, STAFF),
    )
    team, unit = partial(chance.choice, TEAMS), partial(chance.choice, UNITS)
    flag, how = partial(chance.choice, (True, False)), partial(chance.choice, ("pin", "follow"))
    role, entity = partial(chance.choice, [*ROLES]), partial(chance.choice, ENTITIES)
    owner = partial(chance.choice, [*STAFF, *TEAMS])
    status, kind = partial(chance.choice, STATUSES), partial(chance.choice, ("role", "team", "person"))
    loss = partial(chance.choice, ("none", "none", "repeat", "lose", "stop"))
    acts: list[tuple[int, Callable[[], object]]] = [
        (4, lambda: day.create(entity(), number())),
        (4, lambda: day.edit_a_job(number(), status(), chance.randint(-4, 6), chance.randrange(4))),
        (5, lambda: day.edit_a_target(number(), chance.randrange(4), flag())),
        (2, lambda: day.edit_a_task(number(), flag(), flag())),
        (2, lambda: day.delete(entity(), number())),
        (3, lambda: day.assign(number(), owner())),
        (2, lambda: day.share(number(), owner(), flag())),
        (3, lambda: day.move_team(who(), team(), flag())),
        (3, lambda: day.change_role(who(), role(), flag())),
        (1, lambda: day.change_manager(who(), who())),
        (2, lambda: day.move_unit(owner(), unit())),
        (1, lambda: day.move_a_unit_below_another(unit(), unit())),
        (3, lambda: day.make_a_filter(who(), chance.choice([*CONDITIONS]))),
        (2, lambda: day.change_a_filter(who(), number(), chance.choice(("switch", "edit", "delete")))),
        (2, lambda: day.keep(who(), entity(), number(), how(), flag())),
        (2, lambda: _publish(day, chance)),
        (2, lambda: day.give_a_profile(kind(), role(), who(), team(), flag())),
        (2, lambda: day.advance_clock(chance.choice((1, 5, 11, 24, 70)))),
        (1, day.collect_garbage),
        (6, lambda: day.type_on_a_phone(at(), chance.choice(("job", "customer")), number())),
        (3, lambda: day.keep_on_a_phone(at(), entity(), number(), how(), flag())),
        (3, lambda: day.assign_on_a_phone(at(), number(), owner())),
        (2, lambda: day.share_on_a_phone(at(), number(), owner())),
        (2, lambda: day.look_at_a_record(at(), entity(), number(), flag())),
        (2, lambda: day.the_app_ends_and_is_opened_again(at())),
        (1, lambda: day.a_device_forgets(at())),
        (16, lambda: day.sync(at(), loss(), chance.randrange(4))),
    ]  # fmt: skip
    day.some_work_is_there(number=number())
    for person in STAFF:
        day.change_role(person, "all_jobs", given=True)
    for _ in range(steps):
        [act] = chance.choices([act for _, act in acts], [weight for weight, _ in acts])
        act()
    day.teardown()


def _publish(day: PhoneDays, chance: Random) -> None:
    rules = {entity: chance.choice(choices) for entity, choices in RULES.items() if chance.randrange(5)}
    day.firm.publish(chance.choice(("everyone", "field")), rules)
    day._count("publish profile")


def one_of_each_on_phones(day: PhoneDays) -> None:
    """Let what chance may leave out happen once, in a day of its own."""
    day.some_work_is_there(number=7)
    dag, ana = 3, 0
    for number in range(2):
        day.assign_on_a_phone(at=dag, number=number, to="ana")
        day.share_on_a_phone(at=dag, number=number + 1, to="bo")
        day.keep_on_a_phone(at=dag, entity="job", number=number, how="pin", on=True)
        day.type_on_a_phone(at=dag, entity="job", number=number)
    day.sync(at=dag, loss="repeat", after=1)
    day.sync(at=ana, loss="none", after=0)
    for number in range(4):
        day.type_on_a_phone(at=ana, entity="job", number=number)
    day.look_at_a_record(at=ana, entity="job", number=0, opens=True)
    for role in ("own_jobs", "unit_jobs"):
        day.change_role(who="ana", role=role, given=False)
    day.sync(at=ana, loss="none", after=0)
    day.the_app_ends_and_is_opened_again(at=ana)
    day.sync(at=ana, loss="none", after=0)
    for who in ("ana", "bo", "cleo"):
        day.change_role(who=who, role="all_jobs", given=True)
    day.edit_a_job(number=0, status="open", day=None, what=3)
    day.edit_a_target(number=0, what=0, flag=False)
    day.edit_a_target(number=0, what=2, flag=True)
    for at in range(5):
        day.sync(at=at, loss="none", after=0)
    day.delete(entity="task", number=0)
    for number in range(4):
        # That a phone has an answer is written with the next one that moves something.
        day.create(entity="job", number=number)
        day.create(entity="task", number=number)
        for at in range(5):
            day.sync(at=at, loss="none", after=0)
    day.advance_clock(hours=24)
    day.collect_garbage()
    day.teardown()

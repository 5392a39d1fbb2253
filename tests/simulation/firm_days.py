"""Days of the firm with real phones: all that the scope days have, and what people do on their phones."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.backend.scope.machine import ScopeDays, entities, numbers, people, teams
from tests.backend.scope.mixed import Acts, Draw, live_mixed_day, office_acts
from tests.backend.scope.truth import TITLES, Place
from tests.simulation.firm_phone import FirmPhone

phones = st.integers(0, 4)


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
    """Let everything happen that happens at the office, and on phones, in one long day."""
    draw = Draw(chance)
    on_phones: Acts = [
        (6, lambda: day.type_on_a_phone(draw.at(), chance.choice(("job", "customer")), draw.number())),
        (3, lambda: day.keep_on_a_phone(draw.at(), draw.entity(), draw.number(), draw.how(), draw.flag())),
        (3, lambda: day.assign_on_a_phone(draw.at(), draw.number(), draw.owner())),
        (2, lambda: day.share_on_a_phone(draw.at(), draw.number(), draw.owner())),
        (2, lambda: day.look_at_a_record(draw.at(), draw.entity(), draw.number(), draw.flag())),
        (2, lambda: day.the_app_ends_and_is_opened_again(draw.at())),
    ]
    live_mixed_day(day, [*office_acts(day, draw), *on_phones], draw, steps)


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

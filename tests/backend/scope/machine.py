"""Days in an organisation that moves: people, teams, rights, filters, profiles, clocks, and records.

Each step is one thing that happens; devices pull in between, over a network that loses and repeats replies.
Whoever has pulled holds what the oracle says, and no reply held a text that its reader could not read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.backend.scope.conditions import CONDITIONS
from tests.backend.scope.firm import Firm
from tests.backend.scope.rules import ROLES, RULES
from tests.backend.scope.truth import ENTITIES, LOOKUPS, TITLES, Place

numbers = st.integers(0, 40)
people = st.sampled_from(["ana", "bo", "cleo", "dag"])
teams = st.sampled_from(["diggers", "climbers", "drivers"])
units = st.sampled_from(["head", "north", "harbour", "south"])
entities = st.sampled_from(ENTITIES)
statuses = st.sampled_from(["open", "waiting", "done"])
days = st.integers(-4, 6)
losses = st.sampled_from(["none", "none", "repeat", "lose", "stop"])


class ScopeDays(RuleBasedStateMachine):
    """Four people with a device each, and one with two."""

    new_firm: ClassVar[Any]
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.firm: Firm = type(self).new_firm()
        self.truth = self.firm.truth

    @initialize(number=numbers)
    def some_work_is_there(self, number: int) -> None:
        for code in ("N", "S"):
            self.firm.create("region", {"name": self._text("region"), "code": code})
        for _ in range(3):
            self._create("customer", number)
        for at in range(6):
            self._create("job", number + at)
        for at in range(4):
            self._create("task", number + at)
        for device in self.firm.devices:
            self._sync(device)

    # What happens at the office

    @rule(entity=entities, number=numbers)
    def create(self, entity: str, number: int) -> None:
        self._create(entity, number)
        self._count("create")

    @rule(number=numbers, status=statuses, day=st.none() | days, what=st.integers(0, 3))
    def edit_a_job(self, number: int, status: str, day: int | None, what: int) -> None:
        place = self._one("job", number)
        if place is None:
            return
        due = None if day is None else (self.truth.now.date() + dt.timedelta(days=day)).isoformat()
        values = [
            {"status": status},
            {"due": due},
            {"title": self._text("job"), "cost": self._text("cost")},
            {"customer": self._id("customer", number // 2)},
        ][what]
        self.firm.edit(place, values)
        self._count(f"edit a job: {', '.join(values)}")

    @rule(number=numbers, what=st.integers(0, 3), flag=st.booleans())
    def edit_a_target(self, number: int, what: int, flag: bool) -> None:
        """Change what others look up, and what their filters read there."""
        entity, values = [
            ("region", {"code": "N" if flag else "S"}),
            ("region", {"name": self._text("region")}),
            ("customer", {"region": self._id("region", number // 2) if flag else None}),
            ("customer", {"name": self._text("customer"), "credit": self._text("credit")}),
        ][what]
        if (place := self._one(entity, number)) is not None:
            self.firm.edit(place, values)
            self._count(f"edit a {entity}: {', '.join(values)}")

    @rule(number=numbers, urgent=st.booleans(), moves=st.booleans())
    def edit_a_task(self, number: int, urgent: bool, moves: bool) -> None:
        if (place := self._one("task", number)) is not None:
            self.firm.edit(place, {"job": self._id("job", number)} if moves else {"urgent": urgent})
            self._count("edit a task")

    @rule(entity=entities, number=numbers)
    def delete(self, entity: str, number: int) -> None:
        place = self._one(entity, number)
        if place is None or self._pointed_at(place):
            return
        self.firm.delete(place)
        self._count(f"delete a {entity}")

    @rule(number=numbers, to=people | teams)
    def assign(self, number: int, to: str) -> None:
        if (place := self._one("job", number)) is not None:
            self.firm.assign(place, self.firm.ids[to])
            self._count("assign")

    @rule(number=numbers, to=people | teams, on=st.booleans())
    def share(self, number: int, to: str, on: bool) -> None:
        if (place := self._one("job", number)) is not None:
            self.firm.share(place, self.firm.ids[to], ["read"] if on else [])
            self._count("share" if on else "share no longer")

    # What people are

    @rule(who=people, team=teams, joins=st.booleans())
    def move_team(self, who: str, team: str, joins: bool) -> None:
        self.firm.join(who, team) if joins else self.firm.leave(who, team)
        self._count("move team")

    @rule(who=people, role=st.sampled_from(sorted(ROLES)), given=st.booleans())
    def change_role(self, who: str, role: str, given: bool) -> None:
        self.firm.give_role(who, role) if given else self.firm.take_role(who, role)
        self._count("change role")

    @rule(who=people, manager=people | st.none())
    def change_manager(self, who: str, manager: str | None) -> None:
        """Circles of managers are allowed, and harm nobody."""
        self.firm.set_manager(who, manager)
        self._count("change manager")

    @rule(who=people | teams, unit=units | st.none())
    def move_unit(self, who: str, unit: str | None) -> None:
        self.firm.set_unit(who, unit)
        self._count("move unit")

    @rule(unit=units, above=units | st.none())
    def move_a_unit_below_another(self, unit: str, above: str | None) -> None:
        self.firm.set_parent(unit, above)
        self._count("move a unit")

    # What people want

    @rule(who=people, condition=st.sampled_from(sorted(CONDITIONS)))
    def make_a_filter(self, who: str, condition: str) -> None:
        if len(self.firm.member(who).filters) < 4:
            self._count("make a filter" if self.firm.make_filter(who, condition) else "filter refused")

    @rule(who=people, number=numbers, what=st.sampled_from(["switch", "switch", "edit", "delete"]))
    def change_a_filter(self, who: str, number: int, what: str) -> None:
        filters = sorted(self.firm.member(who).filters)
        if filters:
            self.firm.change_filter(who, filters[number % len(filters)], what)
            self._count(f"filter: {what}")

    @rule(
        who=people, entity=entities, number=numbers, how=st.sampled_from(["pin", "follow"]), on=st.booleans()
    )
    def keep(self, who: str, entity: str, number: int, how: str, on: bool) -> None:
        place = self._one(entity, number)
        if place is not None:
            done = self.firm.keep(who, place, how, on)
            self._count(("keep" if on else "keep no longer") if done else "keep refused")

    @rule(profile=st.sampled_from(["everyone", "field"]), data=st.data())
    def publish_a_profile(self, profile: str, data: st.DataObject) -> None:
        rules = {
            entity: data.draw(st.sampled_from(choices))
            for entity, choices in RULES.items()
            if data.draw(st.integers(0, 4))
        }
        self.firm.publish(profile, rules)
        self._count("publish profile")

    @rule(
        kind=st.sampled_from(["role", "team", "person"]),
        role=st.sampled_from(sorted(ROLES)),
        who=people,
        team=teams,
        given=st.booleans(),
    )
    def give_a_profile(self, kind: str, role: str, who: str, team: str, given: bool) -> None:
        self.firm.give_profile("field", kind, {"role": role, "team": team, "person": who}[kind], given)
        self._count("give profile" if given else "take profile")

    # Time

    @rule(hours=st.sampled_from([1, 5, 11, 24, 70]))
    def advance_clock(self, hours: int) -> None:
        self.firm.advance(hours)
        self._count("advance clock")

    @rule()
    def collect_garbage(self) -> None:
        self._count("collect garbage")
        if self.firm.collect():
            self._count("garbage was there")

    # What travels

    @rule(at=st.integers(0, 4), loss=losses, after=st.integers(0, 3))
    def sync(self, at: int, loss: str, after: int) -> None:
        self._sync(self.firm.devices[at], loss, after)

    @rule(at=st.integers(0, 4))
    def a_device_forgets(self, at: int) -> None:
        self.firm.devices[at].forget()
        self._sync(self.firm.devices[at])
        self._count("first copy")

    def teardown(self) -> None:
        for device in self.firm.devices:
            self._sync(device)
        self.firm.close()

    def _sync(self, device: Any, loss: str = "none", after: int = 0) -> None:
        self._count(f"sync: {loss}")
        if device.sync(loss, after):
            device.check()
        for name, times in device.seen.items():
            type(self).tally[f"came: {name}"] += times
        device.seen.clear()

    def _create(self, entity: str, number: int) -> None:
        values: dict[str, Any] = {TITLES[entity]: self._text(entity)}
        for name, target in LOOKUPS[entity].items():
            if (identity := self._id(target, number)) is not None:
                values[name] = identity
        match entity:
            case "region":
                values["code"] = "N" if number % 2 else "S"
            case "customer":
                values["credit"] = self._text("credit")
            case "job":
                due = self.truth.now.date() + dt.timedelta(days=number % 9 - 4)
                values |= {"status": "open", "due": due.isoformat(), "cost": self._text("cost")}
            case "task":
                values["urgent"] = number % 2 == 0
        owners = [*sorted(self.truth.people), *sorted(self.truth.teams)]
        self.firm.create(entity, values, owners[number % len(owners)] if entity == "job" else None)

    def _text(self, of: str) -> str:
        return self.firm.text(of)

    def _one(self, entity: str, number: int) -> Place | None:
        places = sorted(place for place in self.truth.records if place[0] == entity)
        return places[number % len(places)] if places else None

    def _id(self, entity: str, number: int) -> str | None:
        found = self._one(entity, number)
        return found[1] if found else None

    def _pointed_at(self, place: Place) -> bool:
        return any(
            LOOKUPS[other[0]].get(name) == place[0] and value == place[1]
            for other, record in self.truth.records.items()
            for name, value in record.values.items()
        )

    def _count(self, what: str) -> None:
        type(self).tally[what] += 1


def one_of_each(day: ScopeDays) -> None:
    """Let what chance may leave out happen once, in a day of its own."""
    day.some_work_is_there(number=7)
    day.make_a_filter(who="ana", condition="open")
    for what in ("edit", "switch", "delete"):
        day.change_a_filter(who="ana", number=0, what=what)
    day.create(entity="job", number=0)
    for at in range(5):
        day.sync(at=at, loss="repeat", after=0)
    jobs = [place for place in day.truth.records if place[0] == "job"]
    day.delete(entity="job", number=len(jobs) - 1)
    day.collect_garbage()
    # Devices that were away for so long that they are taken to hold nothing begin anew.
    day.advance_clock(hours=24 * 91)
    day.collect_garbage()
    for at in range(5):
        day.sync(at=at, loss="none", after=0)
    day.change_role(who="ana", role="own_jobs", given=False)
    for loss in ("lose", "stop", "none"):
        day.sync(at=0, loss=loss, after=0)
    for kind in ("role", "team", "person"):
        for given in (True, False):
            day.give_a_profile(kind=kind, role="unit_jobs", who="bo", team="diggers", given=given)
            day.sync(at=1, loss="none", after=0)
    day.a_device_forgets(at=4)
    day.teardown()

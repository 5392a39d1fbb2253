"""Phones in a bad network against a busy office: in the end everyone holds his scope, row for row.

Seeded: a failing case is named by its seed. Replies are lost, requests are repeated, pages are cut short,
rights and rules move in the middle of it.
"""

from __future__ import annotations

import random

import pytest

from tests.backend.sync.office import ALL, Organisation, Person, Phone, create_place, rule

STEPS = 60


@pytest.mark.invariant(1)
@pytest.mark.invariant(10)
@pytest.mark.invariant(14)
@pytest.mark.invariant(15)
@pytest.mark.invariant(27)
@pytest.mark.feature("L10")
@pytest.mark.parametrize("seed", range(8))
def test_phones_converge(office: Organisation, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    dice = random.Random(seed)
    monkeypatch.setattr("backend.sync.parcel.PAGE_ROWS", dice.choice([2, 3, 5]))
    monkeypatch.setattr("backend.offline.sets.FOLD_AT_LEAST", dice.choice([0, 3, 64]))
    people = [office.person(name) for name in ("Ana", "Bo")]
    phones = [person.device() for person in people for _ in range(2)]
    world = World(office, dice)
    world.publish()

    for _ in range(STEPS):
        world.disturb(people)
        if dice.random() < 0.5:
            stumble(dice.choice(phones), world, people)
    for phone in phones:
        restart_if_refused(phone)
        assert phone.holds("place") == world.places_for(), f"seed {seed}"
        assert phone.holds("visit") == world.visits_for(phone), f"seed {seed}"
        assert phone.counts.get("place", 0) == len(phone.holds("place"))
        assert phone.counts.get("visit", 0) == len(phone.holds("visit"))


class World:
    """The oracle: dictionaries, and rules applied by hand."""

    def __init__(self, office: Organisation, dice: random.Random) -> None:
        self.office, self.dice = office, dice
        self.places: dict[str, str] = {}
        self.visits: dict[str, tuple[str, str]] = {}
        self.readable = {"place", "visit"}
        self.visit_rule = "mine"

    def disturb(self, people: list[Person]) -> None:
        dice, office = self.dice, self.office
        match dice.choices(
            ["place", "rename", "delete", "visit", "hand over", "rights", "rule"], [6, 4, 3, 5, 3, 1, 1]
        )[0]:
            case "place":
                name = f"Place {dice.random()}"
                self.places[office.place(name)] = name
            case "rename" if self.places:
                record = dice.choice(list(self.places))
                self.places[record] = f"Renamed {dice.random()}"
                office.rename(record, self.places[record])
            case "delete" if self.places:
                record = dice.choice(list(self.places))
                del self.places[record]
                office.delete(record)
            case "visit" if "visit" in self.readable:
                owner = dice.choice(people)
                title = f"Visit {dice.random()}"
                self.visits[office.visit(owner, title)] = (owner.user.person, title)
            case "hand over" if self.visits:
                record, to = dice.choice(list(self.visits)), dice.choice(people)
                self.visits[record] = (to.user.person, self.visits[record][1])
                office.hand_over(record, to)
            case "rights":
                self.readable = set(dice.choice([["place", "visit"], ["visit"], ["place"]]))
                office.put_role(entities=dict.fromkeys(sorted(self.readable), ALL))
            case "rule":
                self.visit_rule = dice.choice(["mine", "all"])
                self.publish()

    def publish(self) -> None:
        """Say what phones take along; a first copy comes in one stage, or in two."""
        place, visit = self.dice.choice([(2, 2), (3, 1), (1, 2)])
        self.office.publish(rule("visit", self.visit_rule, stage=visit), rule("place", "all", stage=place))

    def disturb_values(self) -> None:
        """Change records only: under other rights a plan is void."""
        if self.places:
            record = self.dice.choice(list(self.places))
            self.places[record] = f"Renamed {self.dice.random()}"
            self.office.rename(record, self.places[record])
        name = f"Late {self.dice.random()}"
        self.places[self.office.place(name)] = name

    def places_for(self) -> dict[str, str]:
        return self.places if "place" in self.readable else {}

    def visits_for(self, phone: Phone) -> dict[str, str]:
        person = phone.person.user.person
        return {
            record: title
            for record, (owner, title) in self.visits.items()
            if "visit" in self.readable and (self.visit_rule == "all" or owner == person)
        }


def stumble(phone: Phone, world: World, people: list[Person]) -> None:
    """Sync over a network that loses replies and cuts a pull off at any page."""
    dice = world.dice
    if phone.nonce is None:
        phone.hello()
    further = dice.random() < 0.6
    if phone.cursor is None or (phone.coming and further):
        begun = phone.ask("pull", cursor=phone.cursor, page=None, further=further)
        if begun["type"] == "plan":
            phone.take_plan(lambda: dice.random() < 0.5 and world.disturb_values(), further=further)
        if dice.random() < 0.3:
            return
    staged, page = [], None
    while True:
        reply = phone.ask("pull", cursor=phone.cursor, page=page)
        if dice.random() < 0.3:
            reply = phone.ask("pull", cursor=phone.cursor, page=page)
        if reply["type"] == "refusal":
            assert reply["remedy"] == "restart", reply
            phone.cursor = None
            return
        staged.append(reply)
        if reply["type"] == "done":
            break
        if dice.random() < 0.15:
            return
        page = reply["next"]
        if dice.random() < 0.3:
            world.disturb(people)
        if dice.random() < 0.2:
            phone.push(phone.change(create_place("x" * 300)))  # too long a name: refused, and numbered
    for one in staged:
        phone.take(one)
    phone.finish(staged[-1])


def restart_if_refused(phone: Phone) -> None:
    if phone.cursor is not None:
        reply = phone.ask("pull", cursor=phone.cursor, page=None)
        if reply["type"] == "refusal":
            phone.cursor = None
    phone.sync()

"""One day of a long run: an office of its own, three phones, and what must hold after each step.

After a step the phone that took it is looked at, and the head of the stream; every so often, and at the end
when everyone has synced, all that :mod:`tests.simulation.checks` asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from tests.simulation.checks import check_look, check_office
from tests.simulation.long.office import LongOffice
from tests.simulation.long.phones import PipePhone
from tests.simulation.long.pipe import Pipe
from tests.simulation.network import Trouble
from tests.simulation.office import Backup
from tests.simulation.oracle import Standing
from tests.simulation.organisation import PEOPLE, SEATS
from tests.simulation.phone import Ended, Phone
from tests.simulation.world import World

NAMES = tuple(place for name, places in SEATS.items() if name != "office" for place in places)
GIVEN = {name: ("reader", "site_keeper", "visitor") for name in SEATS if name != "office"}
EVERY = 40
"""Steps between two looks at everything."""
SECRET = re.compile(r"#(\w+)#")

Tally = Counter[str]


class Day:
    """A world that a list of steps goes through."""

    def __init__(self, office: LongOffice, pipe: Pipe, name: str, tally: Tally) -> None:
        self.office, self.tally, self.name = office, tally, name
        self._pipe = pipe
        people = {PEOPLE[name]: frozenset(roles) for name, roles in GIVEN.items()}
        office.oracle.standings = [Standing(people)]
        office.start()
        self._browsers = 0
        phones: list[Phone] = [self._browser(place) for place in NAMES]
        self.world = World(office, phones, tally)
        self.backup: Backup | None = None
        self.publications = self.restores = 0
        self._steps = 0

    @property
    def phones(self) -> list[Phone]:
        return self.world.phones

    def _browser(self, place: str, fault: tuple[str, str] | None = None) -> Phone:
        """Return a client on an empty disk; after a fault its person opens his store once more."""
        self._browsers += 1
        key = f"{self.name} {self._browsers}"
        seat = self.office.seats[place]
        phone = PipePhone(place, self.office, seat, self.tally, pipe=self._pipe, day=key)
        phone.network.watch = self._watch(seat.person)
        phone.standing = len(self.office.oracle.standings) - 1
        if fault is not None:
            phone.arm(*fault)
            with suppress(Ended):
                return phone.enter()
        return phone.enter()

    def empty(self, at: int, fault: tuple[str, str] | None = None) -> None:
        """The browser has emptied a store: what was not sent is gone; its person opens another."""
        phone = self.phones[at % len(self.phones)]
        self.note_points(phone)
        phone.close()
        self.phones[at % len(self.phones)] = self._browser(phone.name, fault)

    def _watch(self, person: str) -> Any:
        mine = person[-1]

        def watch(path: str, body: bytes) -> None:
            for found in SECRET.findall(body.decode(errors="replace")):
                assert found[0] == mine, f"[inv 14] {person} was sent #{found}# by {path}"

        return watch

    # What must hold

    def check(self, acted: Iterable[Phone]) -> None:
        """Ask what can be asked cheaply of who has acted, and now and then everything of everyone."""
        self._steps += 1
        office = self.office
        assert not office.failures, office.failures[0]
        head = office.value("SELECT head FROM stream")
        assert head == office.oracle.head, f"[inv 9] the head is {head} and should be {office.oracle.head}"
        whole = self._steps % EVERY == 0
        for phone in self.phones if whole else acted:
            if phone.ended:
                continue
            try:
                look = phone.look()
            except Ended:
                self.tally["ended while looked at"] += 1
                continue
            check_look(phone, look)
            self._count_what_came_along(phone, look)
        if whole:
            check_office(office, [phone.network for phone in self.phones])

    def _count_what_came_along(self, phone: Phone, look: dict[str, Any]) -> None:
        standing, stored = self.office.oracle.standings[phone.standing], look["stored"]
        for place in phone.opened & stored.keys():
            self.tally["read at the office, came along"] += not standing.takes(stored[place]["values"])

    def end(self) -> None:
        """Let everyone sync, and see that everyone has his scope and the office all that it was told."""
        self.office.server.armed = None
        for phone in self.phones:
            # One that ended between holding and letting go holds still.
            phone.reload()
            phone.ask("hold", held=False)
            phone.ask("stop")
        self.world.converge()
        for phone in self.phones:
            self.note_points(phone)
            for site, times in phone.ask("sites")["hits"].items():
                self.tally[f"storage call: {site}"] += times
            self._check_disk(phone)

    def _check_disk(self, phone: Phone) -> None:
        mine = phone.seat.person[-1]
        for store, content in phone.ask("disk").items():
            for found in SECRET.findall(content):
                assert found[0] == mine, f"[inv 15] {phone.name} keeps #{found}# in {store}"

    def note_points(self, phone: Phone) -> None:
        for point in phone.points():
            self.tally[f"storage: {point}"] += 1

    # What rules do

    def phone(self, at: int) -> Phone:
        """Return a phone by number, opened again if it had ended."""
        phone = self.phones[at % len(self.phones)]
        if phone.ended:
            self.note_points(phone)
            phone.reload()
        return phone

    def sync(self, phone: Phone, *line: Trouble) -> None:
        """Let a phone reach for the office, with such trouble on the way."""
        self.office.start()
        try:
            state = phone.sync(*line)
        except Ended:
            self.tally["ended in a sync"] += 1
            return
        if state["machine"] == "idle" and not line:
            phone.standing = len(self.office.oracle.standings) - 1

    def do(self, act: Any) -> None:
        """Let a user do something; his phone may end in it, or tell him that a change is out of his hands."""
        try:
            act()
        except Ended:
            self.tally["ended in a step"] += 1
        except AssertionError as error:
            # Where the store failed after it had kept what he did, he sees so when he tries again.
            if "ChangeLocked" not in str(error):
                raise

    def shown(self, phone: Phone, entity: str) -> dict[str, dict[str, Any]]:
        """Return the records of an entity that a user could change."""
        try:
            found = phone.ask("records", entity=entity)
        except Ended:
            return {}
        return {
            one["id"]: one
            for one in sorted(found, key=lambda one: one["id"])
            if one["state"] != "deleted" and not one["partial"] and not one.get("frozen")
        }

    def close(self) -> None:
        for phone in self.phones:
            phone.close()
        self._pipe.forget()
        self.office.close()

"""The rules of the simulation: what people do, what the network does, what dies, in any order.

Records and phones are drawn by number among those that there are, so that a shorter run of the same choices
still means something.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.simulation.network import BREAKS, CUTS, KILLS, Trouble
from tests.simulation.office import Backup
from tests.simulation.phone import Ended, Phone, is_open
from tests.simulation.world import World

SITES = (
    "outbox.save", "outbox.merge", "outbox.discard", "hello.propose", "hello.welcomed", "push.number",
    "push.outcomes", "pull.plan", "pull.page", "pull.delta", "apply.direct", "journal.begin", "journal.step",
    "journal.finish", "compaction.write", "apply.packs", "journal.pages", "reload.state",
)  # fmt: skip
MODES = ("fail", "fail-after", "end", "end-after")
MOST_KILLS = 1
MOST_RESTORES = 1

texts = st.sampled_from(["Ahus", "Boden", "Ceder", "Duved", "Ekerö", "Falun", "Gnesta", "Hjo"])
whole = st.sampled_from([0, 1, 2, 3, 40, 500, 1001])
money = st.builds(
    lambda amount, currency: {"amount": amount, "currency": currency},
    st.sampled_from(["0.00", "12.50", "7.25"]),
    st.sampled_from(["EUR", "SEK"]),
)
edits_of = {
    "site": st.one_of(
        st.fixed_dictionaries({"name": texts}),
        st.fixed_dictionaries({"notes": st.one_of(st.none(), texts)}),
        st.fixed_dictionaries({"size": whole}),
        st.fixed_dictionaries({"street": texts}, optional={"town": texts}),
        st.fixed_dictionaries({"town": texts}),
    ),
    "visit": st.one_of(
        st.fixed_dictionaries({"title": texts}),
        st.fixed_dictionaries({"hours": whole}),
        st.fixed_dictionaries({"cost": st.one_of(st.none(), money)}),
    ),
}
phones = st.integers(0, 2)
numbers = st.integers(0, 30)
entities = st.sampled_from(["site", "site", "visit"])
cuts = st.builds(Trouble, st.sampled_from(CUTS))
breaks = st.builds(Trouble, st.sampled_from(BREAKS), st.integers(0, 999))


class Simulation(RuleBasedStateMachine):
    """A day with a bad network, phones that die, and a server that is killed."""

    make_world: ClassVar[Callable[[], World]]

    def __init__(self) -> None:
        super().__init__()
        self.world = type(self).make_world()
        self.kills = 0
        self.backup: Backup | None = None
        self.restores = 0

    @initialize(first=st.integers(0, 7))
    def some_have_synced(self, first: int) -> None:
        for at, phone in enumerate(self.world.phones):
            if first >> at & 1 or first == 0:
                phone.sync()

    # What people do

    @rule(at=phones, entity=entities, text=texts, number=numbers, hours=whole)
    def create(self, at: int, entity: str, text: str, number: int, hours: int) -> None:
        phone, record = self._phone(at), self.world.new_id()
        if entity == "site":
            self._do("create", lambda: phone.create("site", record, {"name": text, "size": hours}))
            return
        sites = self._shown(phone, "site")
        there = {"site": sites[number % len(sites)]} if sites else {}
        values = {"title": text, "hours": hours, **there}
        self._do("create", lambda: phone.create("visit", record, values))

    @rule(at=phones, text=texts)
    def create_two_in_one_change(self, at: int, text: str) -> None:
        phone, site, visit = self._phone(at), self.world.new_id(), self.world.new_id()
        self._do("create pair", lambda: phone.create_pair(site, visit, {"title": text}, text))

    @rule(at=phones, number=numbers, entity=entities, data=st.data())
    def edit(self, at: int, number: int, entity: str, data: st.DataObject) -> None:
        phone, values = self._phone(at), data.draw(edits_of[entity])
        records = self._shown(phone, entity)
        if records:
            record = records[number % len(records)]
            self._do("edit", lambda: phone.edit(entity, record, values))

    @rule(
        number=numbers,
        values=edits_of["site"],
        other=edits_of["site"],
        pair=st.integers(0, 2),
        send=st.booleans(),
    )
    def edit_the_same_on_two(
        self, number: int, values: dict[str, Any], other: dict[str, Any], pair: int, send: bool
    ) -> None:
        one, two = self._phone(pair), self._phone(pair + 1)
        both = sorted({*self._shown(one, "site")} & {*self._shown(two, "site")})
        if not both:
            return
        record, field = both[number % len(both)], next(iter(values))
        theirs = {**other, field: _other(field)} if number % 3 else other
        self._do("edit on two", lambda: one.edit("site", record, values))
        self._do("edit on two", lambda: two.edit("site", record, theirs))
        if send:
            self._sync(one)
            self._sync(two)

    @rule(at=phones, number=numbers, entity=entities)
    def delete(self, at: int, number: int, entity: str) -> None:
        phone = self._phone(at)
        records = self._shown(phone, entity)
        if records:
            record = records[number % len(records)]
            self._do("delete", lambda: phone.delete(entity, record))

    @rule(at=phones, number=numbers, mine=st.booleans())
    def resolve(self, at: int, number: int, mine: bool) -> None:
        phone = self._phone(at)
        try:
            if not phone.conflicts():
                self._disagree(phone, self._phone(at + 2), number)
            found = sorted(phone.conflicts(), key=lambda one: one["change"])
        except Ended:
            return
        if found:
            one = found[number % len(found)]
            gone = one["kind"] == "deleted_edited" and mine
            values = one["mine"] if mine and not gone else {}
            self._do("resolve", lambda: phone.resolve(one, values, delete=gone))

    @rule(at=phones, number=numbers, again=st.booleans())
    def take_up_what_was_refused(self, at: int, number: int, again: bool) -> None:
        phone = self._phone(at)
        refused = [one for one in phone.outbox() if is_open(one) and one["outcome"]]
        if refused:
            one = refused[number % len(refused)]
            if again:
                self._do("resubmit", lambda: phone.ask("resubmit", change=one["id"]))
            else:
                self._do("discard", lambda: phone.discard(one))

    @rule(
        number=numbers,
        entity=entities,
        data=st.data(),
        how=st.sampled_from(["edit", "edit", "delete", "create"]),
    )
    def office_writes(self, number: int, entity: str, data: st.DataObject, how: str) -> None:
        self.world.office.start()
        records = self.world.living(entity)
        if how == "create" or not records:
            self.world.office_creates("site", {"name": "Office"})
        elif how == "delete":
            self.world.office_deletes(entity, records[number % len(records)])
        else:
            self.world.office_edits(entity, records[number % len(records)], data.draw(edits_of[entity]))
        if how != "edit":
            self.world.tally[f"rule: office {how}"] += 1

    # What travels

    @rule(at=phones, skipped=st.integers(0, 4), first=cuts, then=st.none() | cuts)
    def sync_cut(self, at: int, skipped: int, first: Trouble, then: Trouble | None) -> None:
        line = [*(Trouble("none") for _ in range(skipped)), first, *([then] if then else [])]
        self._sync(self._phone(at), *line)

    @rule(at=phones, skipped=st.integers(0, 3), broken=breaks)
    def sync_broken(self, at: int, skipped: int, broken: Trouble) -> None:
        self._sync(self._phone(at), *(Trouble("none") for _ in range(skipped)), broken)

    @rule(at=phones)
    def sync_well(self, at: int) -> None:
        self._sync(self._phone(at))

    @rule(
        at=phones,
        skipped=st.integers(0, 4),
        then=st.sampled_from(["edit", "crash", "office"]),
        values=edits_of["site"],
    )
    def something_happens_during_a_sync(
        self, at: int, skipped: int, then: str, values: dict[str, Any]
    ) -> None:
        self.world.office.start()
        phone = self._phone(at)
        try:
            came = phone.begin_held(skipped)
            if came:
                self.world.tally[f"rule: {then} during sync"] += 1
                self._meanwhile(phone, then, values)
            if not phone.ended and not (came and then == "crash"):
                phone.go_on()
        except Ended:
            phone.ended = True
        finally:
            phone.network.release()

    @rule(at=phones)
    def what_was_late_arrives(self, at: int) -> None:
        self.world.office.start()
        if self.world.phones[at].network.deliver_late():
            self.world.tally["rule: late arrives"] += 1

    # What dies

    @rule(
        at=phones,
        site=st.sampled_from(SITES),
        mode=st.sampled_from(MODES),
        nth=st.sampled_from([1, 1, 1, 2, 3]),
        values=edits_of["site"],
    )
    def crash_at(self, at: int, site: str, mode: str, nth: int, values: dict[str, Any]) -> None:
        """There is something to send and something to fetch; on the way there the client comes to an end."""
        self.world.office.start()
        phone = self._phone(at)
        for record in self.world.living("site")[-1:]:
            self.world.office_edits("site", record, values)
        if site.startswith(("journal.", "pull.", "reload.")):
            self._forget_scopes()
        phone.arm(site, mode, nth)
        shown = self._shown(phone, "site")
        if shown:
            self._do("edit", lambda: phone.edit("site", shown[0], values))
        if not phone.ended:
            self._sync(phone)

    @rule(at=phones)
    def crash(self, at: int) -> None:
        self.world.tally["rule: crash"] += 1
        phone = self.world.phones[at]
        self._note_points(phone)
        phone.reload()

    @precondition(lambda self: self.kills < MOST_KILLS)
    @rule(at=phones, skipped=st.integers(0, 4), how=st.sampled_from(KILLS), when=st.integers(0, 999))
    def kill_the_server(self, at: int, skipped: int, how: str, when: int) -> None:
        before = self.world.office.kills
        line = [*(Trouble("none") for _ in range(skipped)), Trouble(how, when)]
        self._sync(self._phone(at), *line)
        if self.world.office.kills > before:
            self.kills += 1
            self.world.tally[f"rule: {how}"] += 1
        self.world.office.start()

    @precondition(lambda self: self.backup is None)
    @rule()
    def take_a_backup(self) -> None:
        self.world.office.start()
        self.backup = self.world.office.backup()

    @precondition(lambda self: self.backup is not None and self.restores < MOST_RESTORES)
    @rule(at=phones)
    def put_the_backup_back(self, at: int) -> None:
        self.restores += 1
        self.world.tally["rule: restore"] += 1
        self.world.office.start()
        if self.backup is not None:
            self.world.office.put_back(self.backup)
        self._sync(self._phone(at))

    @rule(at=phones)
    @precondition(lambda self: self.kills < MOST_KILLS)
    def office_forgets_what_a_phone_holds(self, at: int) -> None:
        self.world.tally["rule: forget scope"] += 1
        self.world.office.execute("DELETE FROM scope_state", "DELETE FROM scope_set", "DELETE FROM scope_row")
        self._sync(self._phone(at))

    @invariant()
    def all_promises_hold(self) -> None:
        self.world.check()

    def teardown(self) -> None:
        try:
            self.world.converge()
            for phone in self.world.phones:
                self._note_points(phone)
        finally:
            self.world.close()

    def _disagree(self, phone: Phone, other: Phone, number: int) -> None:
        """Let two people put different names on one site; the phone is the second to be heard."""
        both = sorted({*self._shown(phone, "site")} & {*self._shown(other, "site")})
        if not both:
            return
        record = both[number % len(both)]
        other.edit("site", record, {"name": f"Theirs {number}"})
        phone.edit("site", record, {"name": f"Mine {number}"})
        for one in (other, phone):
            if not one.ended:
                self._sync(one)

    def _forget_scopes(self) -> None:
        self.world.tally["rule: forget scope"] += 1
        self.world.office.execute("DELETE FROM scope_state", "DELETE FROM scope_set", "DELETE FROM scope_row")

    def _meanwhile(self, phone: Phone, then: str, values: dict[str, Any]) -> None:
        if then == "crash":
            phone.reload()
        elif then == "office":
            for record in self.world.living("site")[:1]:
                self.world.office_edits("site", record, values)
        else:
            for record in self._shown(phone, "site")[:1]:
                phone.edit("site", record, values)

    def _sync(self, phone: Phone, *line: Trouble) -> None:
        self.world.office.start()
        try:
            phone.sync(*line)
        except Ended:
            self.world.tally["ended in a sync"] += 1
        self.world.tally["rule: sync"] += 1

    def _do(self, name: str, act: Callable[[], Any]) -> None:
        try:
            done = act()
        except Ended:
            done = False
        self.world.tally[f"rule: {name}" + (", not kept" if done is False else "")] += 1

    def _phone(self, at: int) -> Phone:
        phone = self.world.phones[at % len(self.world.phones)]
        if phone.ended:
            self._note_points(phone)
            phone.reload()
        return phone

    def _note_points(self, phone: Phone) -> None:
        for point in phone.points():
            self.world.tally[f"crash point: {point}"] += 1

    def _shown(self, phone: Phone, entity: str) -> list[str]:
        try:
            found = phone.shown()
        except Ended:
            return []
        return sorted(
            record
            for (kind, record), one in found.items()
            if kind == entity and one["state"] != "deleted" and not one["partial"]
        )


def _other(field: str) -> Any:
    return 77 if field == "size" else "Ystad"


def one_of_each(day: Simulation) -> None:
    """Let what chance may leave out happen once, in a day of its own."""
    day.some_have_synced(first=0)
    for kind in (*CUTS, *BREAKS):
        day.create(at=0, entity="visit", text="Hjo", number=1, hours=1)
        day._sync(day.world.phones[0], Trouble("none"), Trouble(kind))
    day.what_was_late_arrives(at=0)
    for then in ("edit", "crash", "office"):
        day.something_happens_during_a_sync(at=1, skipped=1, then=then, values={"notes": then})
    day.resolve(at=0, number=0, mine=True)
    day.edit_the_same_on_two(number=0, values={"size": 1}, other={"notes": "Hjo"}, pair=1, send=True)
    day.create_two_in_one_change(at=1, text="Hjo")
    day.delete(at=2, number=1, entity="site")
    day.office_writes(number=2, entity="site", data=None, how="delete")
    day.edit_the_same_on_two(number=0, values={"size": 1001}, other={"town": "Hjo"}, pair=0, send=True)
    day.office_forgets_what_a_phone_holds(at=0)
    for site in ("hello.propose", "push.number", "push.outcomes", "apply.direct", "journal.step", "pull.page",
                 "journal.finish", "outbox.save"):  # fmt: skip
        day.crash_at(at=0, site=site, mode="end", nth=1, values={"street": site})
    day.crash(at=0)
    day.take_a_backup()
    day.create(at=0, entity="visit", text="Hjo", number=1, hours=2)
    day.sync_well(at=0)
    day.put_the_backup_back(at=1)
    day.kill_the_server(at=0, skipped=1, how="kill after", when=0)
    day.all_promises_hold()
    day.teardown()

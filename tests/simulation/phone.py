"""One phone of a simulation: the real client core in Node, told line by line what its user does.

It remembers what its user was told is kept; a crash may take nothing of that away.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from tests.simulation.network import Network, Proxy, Trouble
from tests.simulation.office import Office
from tests.simulation.organisation import ENTITIES, Seat
from tests.simulation.waiting import REFUSED

AT_REST = ("idle", "offline", "attention", "held")
ANSWER_SECONDS = 30.0
Row = tuple[int, dict[str, Any]]


def is_open(change: dict[str, Any]) -> bool:
    """Tell whether a change may still be taken back: it was never sent, or the office did nothing of it."""
    if change["outcome"]:
        return bool(change["outcome"]["status"] in REFUSED)
    return change["number"] is None


class Ended(Exception):
    """The client ended, or its store failed, before it had answered."""


def _makes(change: dict[str, Any], record: str) -> bool:
    return any(act["kind"] == "create" and act["record"] == record for act in change["acts"])


@dataclass
class Kept:
    """What a user did. ``sure``: he was told that it is kept."""

    kind: str
    record: str
    values: dict[str, Any]
    sure: bool
    void: bool = False
    had_among: object = None
    """The changes of the office among which all of it was found."""


@dataclass
class Phone:
    """A client process with its network, its user and his memory."""

    name: str
    office: Office
    seat: Seat
    script: Path
    tally: Counter[str]
    kept: list[Kept] = field(default_factory=list)
    ended: bool = False
    is_in: bool = False
    """Whether its user has opened his store."""
    standing: int = 0
    """What its user could have, by number in the oracle, when it last was up to date."""
    opened: set[tuple[str, str]] = field(default_factory=set)
    """Records that its user has read at the office: they come along, whoever else they are for."""
    doubts: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    """Changes that were to go when the store failed, and what becomes of his memory if they have gone."""
    _noted: int = 0

    def __post_init__(self) -> None:
        self.network: Network = Proxy(self.office, self.tally)
        self._process = subprocess.Popen(
            ["node", str(self.script), self.network.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._answers: Queue[str] = Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def enter(self) -> Phone:
        """Open the person's store."""
        if self.ended and not self.is_in:
            # The browser is opened again, and nobody has been here yet.
            with contextlib.suppress(AssertionError):
                self.ask("reload")
        self.ask("adopt", person=self.seat.person, cookies=self.seat.cookies)
        self.is_in, self.ended = True, False
        return self

    def ask(self, command: str, **fields: Any) -> Any:
        """Give one command and return its answer.

        :raises Ended: when the store failed or the client is gone
        """
        answer = self._answered({"command": command, **fields})
        if answer["ok"]:
            return answer["value"]
        self.ended = self.ended or answer["ended"]
        if answer["error"] in ("ClientEnded", "StorageFailed") or answer["ended"]:
            raise Ended(f"{command}: {answer['message']}")
        raise AssertionError(f"{self.name}: {command} {fields}: {answer['error']} {answer['message']}")

    def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        try:
            answer: dict[str, Any] = json.loads(self._answers.get(timeout=ANSWER_SECONDS))
        except Empty:
            raise AssertionError(f"{self.name} did not answer {asked}") from None
        return answer

    # What its user does

    def create(self, entity: str, record: str, values: dict[str, Any]) -> bool:
        return self._keep(
            Kept("create", record, values, sure=False),
            lambda: self.ask("create", entity=entity, record=record, values=values),
        )

    def create_pair(self, site: str, visit: str, values: dict[str, Any], name: str) -> bool:
        """Make a site and a visit to it in one change."""
        if not self.create("visit", visit, values):
            return False
        [change] = [one for one in self.outbox() if one["acts"][0]["record"] == visit]
        acts = [
            {"kind": "create", "entity": "site", "record": site, "values": {"name": name}},
            {"kind": "create", "entity": "visit", "record": visit, "values": {**values, "site": site}},
        ]
        return self._keep(
            Kept("create", site, {"name": name}, sure=False),
            lambda: self.ask("amend", change=change["id"], acts=acts),
        )

    def photo(self, record: str, values: dict[str, Any], picture: bytes) -> bool:
        """Make a site with a picture."""
        content = base64.b64encode(picture).decode()
        return self._keep(
            Kept("create", record, values, sure=False),
            lambda: self.ask(
                "photo", entity="site", record=record, values=values, field="picture", bytes=content
            ),
        )

    def edit(self, entity: str, record: str, values: dict[str, Any]) -> bool:
        shown = self.shown()[entity, record]
        changed = {name: value for name, value in values.items() if shown["values"].get(name) != value}
        if not changed:
            return True
        return self._keep(
            Kept("set", record, changed, sure=False),
            lambda: self.ask("edit", entity=entity, record=record, values=changed),
        )

    def delete(self, entity: str, record: str) -> bool:
        outbox = self.outbox()
        before = {one["id"]: one["acts"] for one in outbox}
        done = self._keep(
            Kept("delete", record, {}, sure=False),
            lambda: self.ask("delete", entity=entity, record=record),
        )
        if done:
            # Of what was never made at the office nothing is left, nor of what hung on it.
            for gone in before.keys() - {one["id"] for one in self.outbox()}:
                if any(act["kind"] == "create" for act in before[gone]):
                    for act in before[gone]:
                        self.forget(act["record"])
        else:
            for one in outbox:
                if is_open(one) and _makes(one, record):
                    self.doubts.append((one["id"], partial(self._withdraw, one["acts"])))
        return done

    def forget(self, record: str) -> None:
        """A record that was never made at the office is taken back, with all that was done to it."""
        for one in self.kept:
            one.void = one.void or one.record == record

    def resolve(self, conflict: dict[str, Any], values: dict[str, Any], *, delete: bool) -> bool:
        """Choose: the user's values, or the office's (none)."""
        record = conflict["record"]
        return self._keep(
            Kept("resolve", record, values, sure=False),
            lambda: self.ask(
                "resolve", entity=conflict["entity"], record=record, conflicts=[conflict["id"]],
                values=values, delete=delete,
            ),
        )  # fmt: skip

    def discard(self, change: dict[str, Any]) -> None:
        """Take a change back that nothing has come of; what hangs on a record that it makes goes too."""
        waiting = {one["id"]: one for one in self.outbox()}
        try:
            gone = {change["id"], *(self.ask("discard", change=change["id"]) or ())}
        except Ended:
            self.doubts.append((change["id"], partial(self._withdraw, change["acts"])))
            raise
        for one in gone & waiting.keys():
            self._withdraw(waiting[one]["acts"])

    def amend(self, change: dict[str, Any], acts: list[dict[str, Any]]) -> None:
        """Say otherwise what was refused."""
        try:
            self.ask("amend", change=change["id"], acts=acts)
        except Ended:
            self.doubts.append((change["id"], partial(self._replace, change["acts"], acts)))
            raise
        self._replace(change["acts"], acts)

    def _withdraw(self, acts: list[dict[str, Any]]) -> None:
        for act in acts:
            if act["kind"] == "create":
                self.forget(act["record"])
            for one in self.kept:
                if act["kind"] == "delete" == one.kind and one.record == act["record"]:
                    one.void = True
        self._replace(acts, [{} for _ in acts])

    def _replace(self, acts: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
        for before, after in zip(acts, others, strict=True):
            for part in ("values", "edits"):
                was, now = before.get(part) or {}, after.get(part) or {}
                changed = {name for name in was if name not in now or now[name] != was[name]}
                for one in self.kept:
                    if one.record == before["record"]:
                        one.values = {n: value for n, value in one.values.items() if n not in changed}

    def _settle_doubts(self, outbox: list[dict[str, Any]], *, reopened: bool) -> None:
        """See what has gone; only a store that is opened anew is sure to hold what it shows."""
        there = {one["id"] for one in outbox}
        for change, forget in self.doubts:
            if change not in there:
                forget()
        self.doubts = [] if reopened else [doubt for doubt in self.doubts if doubt[0] in there]

    def _keep(self, kept: Kept, act: Any) -> bool:
        self.kept.append(kept)
        try:
            act()
        except Ended:
            return False
        kept.sure = True
        return True

    # What it shows

    def look(self) -> dict[str, Any]:
        """Return all that is asked of a phone after a step; ``stored`` and ``shown`` by place."""
        found: dict[str, Any] = self.ask("glance", entities=ENTITIES)
        self._settle_doubts(found["outbox"], reopened=False)
        for name in ("stored", "shown"):
            found[name] = {(entity, one["id"]): one for entity in ENTITIES for one in found[name][entity]}
        return found

    def stored(self) -> dict[tuple[str, str], Row]:
        """Return the office's records as they are on the phone."""
        return {
            (entity, one["id"]): (one["version"], one["values"])
            for entity in ENTITIES
            for one in self.ask("stored", entity=entity)
        }

    def shown(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Return the records as their user sees them."""
        return {(entity, one["id"]): one for entity in ENTITIES for one in self.ask("records", entity=entity)}

    def outbox(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("outbox")
        return found

    def conflicts(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("conflicts")
        return found

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ask("state")
        return found

    # What befalls it

    def sync(self, *line: Trouble) -> dict[str, Any]:
        """Let it reach for the office once, with such trouble on the way, and be still again."""
        self.network.line.extend(line)
        return self._still("sync")

    def begin_held(self, skipped: int) -> bool:
        """Let it begin, up to where one reply is on its way; says whether it came so far."""
        self.network.hold_reply()
        self.network.line.extend([*(Trouble("none") for _ in range(skipped)), Trouble("hold")])
        self.ask("begin")
        while not self.network.held.wait(0.01):
            if self.ask("state")["machine"] in AT_REST:
                return False
        return True

    def go_on(self) -> dict[str, Any]:
        """Let the held reply through."""
        self.network.release()
        return self.rest()

    def rest(self) -> dict[str, Any]:
        """Let it end what it has begun, and be still."""
        return self._still("rest")

    def _still(self, command: str) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(command)
        self.network.line.clear()
        self.ended = self.ended or found["ended"]
        if not self.ended:
            # Nothing moves of itself between two steps: a run can be repeated.
            self.ask("stop")
        self.tally[f"rest: {found['machine']}"] += 1
        return found

    def arm(self, site: str, mode: str, nth: int = 1) -> None:
        self.ask("arm", site=site, n=nth, mode=mode)

    def points(self) -> list[str]:
        """Return the storage calls at which it failed or ended since last asked."""
        fired: list[str] = self.ask("sites")["fired"]
        new, self._noted = fired[self._noted :], len(fired)
        return new

    def reload(self, **arm: Any) -> None:
        """End the client as a killed page ends, and open it again; the opening may meet a fault."""
        self.network.release()
        self.network.line.clear()
        self.ended = True
        self.ask("reload", **arm)
        self.ended = False
        if self.doubts:
            self._settle_doubts(self.outbox(), reopened=True)

    def close(self) -> None:
        self.network.close()
        self._process.kill()
        self._process.wait(10)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._answers.put(line)
        except ValueError:
            return  # closed

"""A device in a bad place: its server is killed while it asks, replies get lost, and it goes on all the same.

It does what a phone does: a change keeps its number and its body once it was sent, silence is no answer, and
a pull that was cut begins again.
"""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.guard import CSRF_HEADER, SESSION_COOKIE
from tests.backend.soak.journal import Journal
from tests.backend.sync.office import Phone, create_place, new_id

PATIENCE = 5.0
PAUSE = 0.1
AT_ONCE = 10
LOST_REPLIES = 0.05
TITLES = {"place": "name", "visit": "title"}


class Silence(Exception):
    """No answer that says anything: the same is asked again, later."""


class Restart(Exception):
    """The office says that the copy is to be made anew."""


@dataclass
class SoakDevice(Phone):
    """One device, driven by dice of its own."""

    port: int = field(kw_only=True)
    csrf: str = field(kw_only=True)
    dice: random.Random = field(kw_only=True)
    journal: Journal = field(default_factory=Journal)
    tally: Counter[str] = field(default_factory=Counter)
    metadata_version: int = 0
    _line: http.client.HTTPConnection | None = None

    def carry(self, kind: str, text: bytes) -> bytes:
        """Send one message over a connection that stays open while it works.

        :raises Silence: nothing came, or nothing that was meant
        """
        self.tally["requests"] += 1
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Cookie": f"{SESSION_COOKIE}={self.person.token}", CSRF_HEADER: self.csrf}
        try:
            self._line.request(
                "POST", f"/api/v1/sync/{kind}", text, {**headers, "Content-Type": "application/json"}
            )
            reply = self._line.getresponse()
            frame = reply.read()
        except (OSError, http.client.HTTPException) as error:
            self.hang_up()
            self.tally[f"silence: {type(error).__name__}"] += 1
            raise Silence from error
        if reply.status != 200:
            self.tally[f"silence: {reply.status}"] += 1
            raise Silence(frame[:300])
        if self.dice.random() < LOST_REPLIES:
            self.hang_up()
            self.tally["replies lost on the way"] += 1
            raise Silence
        self.tally["replies"] += 1
        return frame

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        reply = super().ask(kind, **fields)
        self.heard.clear()
        if reply["type"] == "refusal":
            self.tally[f"refused: {reply['problem']['code']}"] += 1
            assert reply["remedy"] in ("retry", "restart"), reply
            raise Silence if reply["remedy"] == "retry" else Restart
        return reply

    def live(self, goes_on: Callable[[], bool]) -> None:
        """Make changes, push and pull for as long as it goes on."""
        while goes_on():
            try:
                self.do_something()
            except Silence:
                time.sleep(self.dice.uniform(0, PAUSE))

    def rest_within(self, seconds: float) -> None:
        """Send what waits and take what is new; there is nothing to make any more."""

        def work() -> None:
            while waiting := self.journal.waiting(AT_ONCE):
                self.send(waiting)
            self.bring_up()

        self._insist(work, time.monotonic() + seconds)

    def insist(self, changes: list[dict[str, Any]]) -> None:
        """Send changes that are answered already, until the answer comes."""
        self._insist(lambda: self.send(changes), time.monotonic() + PATIENCE)

    def _insist(self, work: Callable[[], None], deadline: float) -> None:
        while True:
            try:
                return work()
            except Silence:
                assert time.monotonic() < deadline, "[inv 32] it does not come to an end"
                time.sleep(self.dice.uniform(0, PAUSE))

    def do_something(self) -> None:
        match self.dice.choices(["make", "push", "pull", "again", "hello"], [5, 4, 3, 1, 1])[0]:
            case "make":
                self.make()
            case "push":
                self.send(self.journal.waiting(AT_ONCE))
            case "pull":
                self.bring_up()
            case "again":
                self.send_again()
            case "hello":
                self.greet()

    def make(self) -> None:
        """Make one change of a few acts, of what the device shows."""
        if self.nonce is None:
            self.greet()
        acts = [self._act() for _ in range(self.dice.choice([1, 1, 2]))]
        places = [(act["entity"], act["record"]) for act in acts]
        if len(set(places)) < len(places):
            del acts[1:]
        number = len(self.journal.made) + 1
        self.journal.add(
            {
                "number": number,
                "id": new_id(),
                "metadataVersion": self.metadata_version,
                "madeAt": "2026-11-22T08:00:00.000Z",
                "acts": acts,
            }
        )

    def _act(self) -> dict[str, Any]:
        name = f"{self.id[:8]} {self.dice.randrange(10**9)}"
        entity = self.dice.choice(["place", "visit"])
        shown = self.records.get(entity, {})
        if not shown or self.dice.random() < 0.4:
            if entity == "place":
                return create_place(name)
            return {"kind": "create", "entity": "visit", "record": new_id(), "values": {"title": name}}
        record = self.dice.choice(sorted(shown))
        version, values = shown[record]
        if self.dice.random() < 0.1:
            return {"kind": "delete", "entity": entity, "record": record, "base": version}
        title = TITLES[entity]
        edit = {"value": name, "old": values.get(title), "base": version}
        return {"kind": "set", "entity": entity, "record": record, "edits": {title: edit}}

    def send(self, changes: list[dict[str, Any]]) -> None:
        if not changes:
            return
        if self.nonce is None:
            self.greet()
        outcomes = self.ask("push", changes=changes)["outcomes"]
        assert [one["number"] for one in outcomes] == [one["number"] for one in changes]
        self.tally["answers heard twice"] += sum(one["number"] in self.journal.outcomes for one in outcomes)
        self.journal.note(outcomes)

    def send_again(self) -> None:
        """Ask again for answers that came already, as a phone does that was killed before it stored them."""
        answered = [one for one in self.journal.made if one["number"] in self.journal.outcomes]
        if answered:
            first = self.dice.randrange(len(answered))
            self.send(answered[first : first + AT_ONCE])

    def greet(self) -> None:
        self.metadata_version = self.hello()["metadata"]["current"]

    def bring_up(self) -> None:
        """Take what is new, or a new copy when told so."""
        if self.nonce is None:
            self.greet()
        try:
            if self.cursor is None:
                self.take_plan()
            self.take_pages()
        except Restart:
            self.cursor = None
            raise Silence from None

    def take_pages(self) -> None:
        """Take a whole pull or nothing of it."""
        pages = [self.ask("pull", cursor=self.cursor, page=None)]
        while pages[-1]["type"] == "page":
            pages.append(self.ask("pull", cursor=self.cursor, page=pages[-1]["next"]))
        for page in pages:
            self.take(page)
        self.finish(pages[-1])
        self.tally["pulls"] += 1

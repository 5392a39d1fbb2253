"""A phone of the firm: the real client in Node, and what must hold of its store after each pull."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from tests.backend.scope.truth import LOOKUPS, TITLES, Member, Place
from tests.simulation.firm import Carrier, PhoneFirm
from tests.simulation.network import Trouble
from tests.simulation.phone import Phone

LOSSES = {"none": "none", "repeat": "duplicate", "lose": "drop reply", "stop": "drop request"}
ROUNDS = 6


class FirmPhone:
    """One person's phone; it stands where a device of the days without phones stands."""

    def __init__(self, firm: PhoneFirm, who: str, script: Path, number: int) -> None:
        self.firm, self.who, self._script, self._number = firm, who, script, number
        self.seen: Counter[str] = Counter()
        self.typed: set[str] = set()
        self._last: dict[tuple[Place, str], str] = {}
        """Record and field → what was typed there last: what waits is replaced by what comes after it."""
        self._phone: Phone | None = None
        self._start()

    @property
    def member(self) -> Member:
        return self.firm.member(self.who)

    def _start(self) -> None:
        self.carrier = Carrier(self.firm, self)
        seat = self.firm.seat(self.who, self._number)
        self._phone = Phone(f"{self.who} {self._number}", self.carrier, seat, self._script, self.firm.tally)  # type: ignore[arg-type]
        self._ahead = 0.0
        self._set_clock()
        self._phone.enter()

    @property
    def phone(self) -> Phone:
        assert self._phone is not None
        return self._phone

    def _set_clock(self) -> None:
        self.firm.set_clock()
        self.firm.keep_signed_in()
        ahead = self.firm.ahead.total_seconds() / 3600
        self.phone.ask("advance", hours=ahead - self._ahead)
        self._ahead = ahead

    def forget(self) -> None:
        """Begin anew, on an empty disk; what was typed and not sent goes with it."""
        self.close()
        self.typed, self._last = set(), {}
        self._start()

    def close(self) -> None:
        if self._phone is not None:
            self._phone.close()
            self._phone = None

    # What its user does

    def edit(self, place: Place, name: str, text: str) -> None:
        self.typed.add(text)
        self._last[place, name] = text
        self.phone.ask("edit", entity=place[0], record=place[1], values={name: text})

    def act(self, command: str, place: Place, **more: Any) -> None:
        self.phone.ask(command, entity=place[0], record=place[1], **more)

    def shown(self, entity: str) -> list[str]:
        """Return the records of an entity that its user sees, but for what he only typed."""
        found = self.phone.ask("records", entity=entity)
        return sorted(one["id"] for one in found if not one["partial"] and not one.get("frozen"))

    def may(self, operation: str, place: Place) -> bool:
        answer: bool = self.phone.ask("may", operation=operation, entity=place[0], record=place[1])
        return answer

    def reload(self) -> None:
        self.phone.reload()

    # What travels

    def sync(self, loss: str = "none", after: int = 0) -> bool:
        """Bring the phone up to the office; False when it was cut off on the way."""
        self._set_clock()
        for line in (
            [*(Trouble("none") for _ in range(after)), Trouble(LOSSES[loss])],
            *([] for _ in range(ROUNDS)),
        ):
            state = self.phone.sync(*line)
            assert not self.carrier.failures, self.carrier.failures[0]
            assert not self.phone.network.failures, self.phone.network.failures[0]
            unsent = [one for one in self.phone.outbox() if not one["outcome"]]
            if state["machine"] == "idle" and not unsent:
                return True
            if loss in ("lose", "stop"):
                return False
        raise AssertionError(f"[inv 32] {self.who} does not come to an end: {state} {unsent}")

    def note(self, reply: dict[str, Any]) -> None:
        """Count what pulls bring."""
        for name in ("put", "stubs", "masks"):
            if reply.get(name):
                self.seen[{"stubs": "stub", "masks": "mask"}.get(name, name)] += len(reply[name])
        for out in reply.get("out", ()):
            self.seen[out["why"]] += len(out["records"])
        if reply.get("standing"):
            self.seen["standing"] += 1

    # What must hold of a phone that has just pulled

    def check(self) -> None:
        rows = {
            (entity, one["id"]): one["values"]
            for entity in TITLES
            for one in self.phone.ask("stored", entity=entity)
        }
        self._check_rows(rows)
        self._check_labels(rows)
        self._check_store()
        self._check_drafts()
        self._check_standing()

    def _check_rows(self, rows: dict[Place, dict[str, Any]]) -> None:
        expected = self.firm.truth.scope(self.member)
        found = {
            place: {name: value for name, value in values.items() if name not in ("owner", "shared")}
            for place, values in rows.items()
        }
        for place in {*expected, *found}:
            assert found.get(place) == expected.get(place), (
                f"[inv 1] {self.who} holds {found.get(place)} for {place} and not {expected.get(place)}"
            )
        for place, values in rows.items():
            if place[0] == "job":
                assert values["owner"] == self.firm.truth.records[place].owner, f"[inv 1] owner of {place}"

    def _check_labels(self, rows: dict[Place, dict[str, Any]]) -> None:
        truth, labels = self.firm.truth, set()
        for entity, title in TITLES.items():
            traces = self.phone.ask("traces", entity=entity)
            for identity, label in traces["labels"].items():
                place = (entity, identity)
                labels.add(place)
                assert truth.readable(self.member, place), f"[inv 15] {self.who} keeps the label of {place}"
                if place not in rows:
                    assert label == truth.records[place].values[title], f"[inv 1] old label of {place}"
            for one in traces["frozen"]:
                place = (entity, one["id"])
                self.seen["frozen"] += 1
                assert truth.readable(self.member, place), f"[inv 15] {self.who} keeps a copy of {place}"
                assert place not in rows, f"{place} is held twice"
        for (entity, identity), values in rows.items():
            for name, target in LOOKUPS.get(entity, {}).items():
                to = (target, values.get(name, ""))
                assert to in rows or to in labels or not truth.readable(self.member, to), (
                    f"[inv 21] {self.who} shows {entity} {identity} with nothing for its {name}"
                )

    def _check_store(self) -> None:
        """[inv 15] Nothing that may not be read is anywhere on the disk, but for what its user typed."""
        disk = self.phone.ask("disk")
        for text, deleted in self.firm.closed(self.member).items():
            for store, content in disk.items():
                # A conflict with a deletion tells its author what he had looked at.
                told = store == "conflict" and deleted
                if text in content and text not in self.typed and not told:
                    at = content.find(text)
                    around = content[max(0, at - 300) : at + 100]
                    raise AssertionError(f"[inv 15] {self.who} keeps {text!r} in {store}: …{around}…")

    def _check_drafts(self) -> None:
        """[inv 17] What was typed and refused is in the outbox, until its user lets go of it."""
        outbox = self.phone.outbox()
        waiting = json.dumps([one["acts"] for one in outbox])
        for one in outbox:
            if one["outcome"] and one["outcome"]["status"] == "rejected":
                self.seen["draft of what was lost"] += any(
                    not self.firm.truth.readable(self.member, (act["entity"], act["record"]))
                    for act in one["acts"]
                )
        for text in self.refused_texts():
            assert text in waiting, f"[inv 17] {self.who} lost what he typed: {text}"

    def refused_texts(self) -> set[str]:
        """Return what was typed and has become no value of the office's."""
        taken = {text for texts in self.firm.ever.values() for text in texts}
        return {*self._last.values()} - taken - self.disputed

    @property
    def disputed(self) -> set[str]:
        """What was typed and stands beside the office's value in a conflict."""
        return self.firm.disputed

    def _check_standing(self) -> None:
        truth, member, standing = self.firm.truth, self.member, self.phone.ask("standing")
        for entity in TITLES:
            told = standing["rights"].get(entity, {})
            for operation in ("read", "edit", "assign"):
                assert told.get(operation, "none") == truth.depth(member, entity, operation), (
                    f"{self.who} believes {told} of {entity}"
                )
        kept = {(one["entity"], one["record"], one["how"]) for one in self.phone.ask("kept")}
        there = {one for one in member.kept if truth.readable(member, one[:2])}
        assert kept == there, f"{self.who} keeps {kept} and not {there}"

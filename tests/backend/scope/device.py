"""A device that keeps what it is sent, as the protocol says and without any cleverness."""

from __future__ import annotations

import itertools
import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson

from backend.channel.commands import answer
from tests.backend.scope.truth import LOOKUPS, TITLES, Member, Place

if TYPE_CHECKING:
    from tests.backend.scope.firm import Firm

MOST_PAGES = 200


class Restart(Exception):
    """The server says that the device must begin anew."""


class Device:
    """One person in one browser."""

    def __init__(self, firm: Firm, who: str) -> None:
        self.firm, self.who = firm, who
        self.seen: Counter[str] = Counter()
        self.forget()

    def forget(self) -> None:
        """Begin anew, as a new device."""
        self.id, self.nonce, self.cursor = str(uuid.uuid4()), None, None
        self.records: dict[Place, dict[str, Any]] = {}
        self.stubs: dict[Place, str] = {}
        self.standing: dict[str, Any] = {}
        self.counts: dict[str, int] = {}

    @property
    def member(self) -> Member:
        return self.firm.member(self.who)

    def sync(self, loss: str = "none", after: int = 0) -> bool:
        """Bring the device up to the office; False when it was cut off on the way.

        ``loss``: what happens to the reply number ``after``: it is asked for twice, lost, or the last.
        """
        self._line = itertools.chain(itertools.repeat("none", after), [loss], itertools.repeat("none"))
        for _ in range(3):
            try:
                return self._sync()
            except Restart:
                self.seen["told to begin anew"] += 1
                self.cursor, self.records, self.stubs = None, {}, {}
        raise AssertionError("told to begin anew again and again")

    def _sync(self) -> bool:
        if self.nonce is None:
            self._hello()
        if self.cursor is None and not self._take_plan():
            return False
        pages: list[dict[str, Any]] = []
        mark = None
        while len(pages) < MOST_PAGES:
            reply = self._hear("pull", cursor=self.cursor, page=mark)
            if reply is None:
                return False
            pages.append(reply)
            if reply["type"] == "done":
                for page in pages:
                    self._take(page)
                self._finish(reply)
                return True
            mark = reply["next"]
        raise AssertionError("the pages of one pull do not come to an end")

    def _take_plan(self) -> bool:
        plan = self._hear("pull", cursor=None, page=None)
        if plan is None:
            return False
        records: dict[Place, dict[str, Any]] = {}
        for part in plan["entities"]:
            for after, until in itertools.pairwise(["", *part["ends"], ""]):
                rows = self._hear(
                    "snapshot", plan=plan["plan"], entity=part["entity"], after=after, until=until
                )
                if rows is None:
                    return False
                records.update({(part["entity"], row[0]): row[2] for row in rows["rows"]})
        self.records, self.stubs, self.cursor = records, {}, plan["cursor"]
        return True

    def _hear(self, kind: str, **fields: Any) -> dict[str, Any] | None:
        loss = next(self._line)
        if loss == "stop":
            return None
        reply = self.ask(kind, **fields)
        if loss == "lose":
            return None
        return self.ask(kind, **fields) if loss == "repeat" else reply

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        text = orjson.dumps({"type": kind, "id": 7, "device": self.id, **fields})
        token = self.firm.token(self.who)
        frame = answer(self.firm.office.desk, token, text, expected=kind).frame
        assert frame is not None
        self._read_nothing_secret(frame)
        reply: dict[str, Any] = orjson.loads(frame)
        if reply["type"] == "refusal":
            assert reply["remedy"] == "restart", reply
            raise Restart(reply["problem"]["code"])
        return reply

    def _hello(self) -> None:
        fresh = uuid.uuid4().hex
        self.ask(
            "hello", protocolVersion=self.firm.protocol_version, nonce=self.nonce, nextNonce=fresh,
            metadataVersion=0, cursor=self.cursor, pending=0, stored=len(self.records),
        )  # fmt: skip
        self.nonce = fresh

    def _read_nothing_secret(self, frame: bytes) -> None:
        text = frame.decode()
        for secret in self.firm.truth.secrets_from(self.member):
            assert secret not in text, f"[inv 14] {self.who} was sent {secret!r}"

    def _take(self, page: dict[str, Any]) -> None:
        for mask in page["masks"]:
            self.seen["mask"] += 1
            kept = {*mask["fields"], "owner", "shared"}
            for place in [place for place in self.records if place[0] == mask["entity"]]:
                old = self.records[place]
                self.records[place] = {name: value for name, value in old.items() if name in kept}
        for put in page["put"]:
            for identity, _, values in put["rows"]:
                self.seen["put"] += 1
                self.records[put["entity"], identity] = values
                self.stubs.pop((put["entity"], identity), None)
        for out in page["out"]:
            for identity in out["records"]:
                place = (out["entity"], identity)
                old = self.records.pop(place, None)
                self.seen[out["why"]] += 1
                if out["why"] == "lost":
                    self.stubs.pop(place, None)
                elif old is not None:
                    self.stubs[place] = old[TITLES[place[0]]]
        for stubs in page["stubs"]:
            for identity, label in stubs["labels"].items():
                self.seen["stub"] += 1
                self.stubs[stubs["entity"], identity] = label

    def _finish(self, done: dict[str, Any]) -> None:
        self.cursor = done["cursor"]
        self.counts = {one["entity"]: one["count"] for one in done["counts"]}
        if done.get("standing"):
            self.seen["standing"] += 1
            self.standing = done["standing"]

    # What must hold of a device that has just pulled

    def check(self) -> None:
        self._check_records()
        self._check_labels()
        self._check_standing()

    def _check_records(self) -> None:
        expected = self.firm.truth.scope(self.member)
        found = {
            place: {name: value for name, value in values.items() if name not in ("owner", "shared")}
            for place, values in self.records.items()
            if place[0] in TITLES
        }
        for place in {*expected, *found}:
            assert found.get(place) == expected.get(place), (
                f"[inv 1] {self.who} holds {found.get(place)} for {place} and not {expected.get(place)}"
            )
        for place, values in self.records.items():
            if place[0] == "job":
                assert values["owner"] == self.firm.truth.records[place].owner, f"[inv 1] owner of {place}"
        for entity in TITLES:
            held = sum(place[0] == entity for place in found)
            assert self.counts.get(entity, 0) == held, f"{self.who} is told of {self.counts} {entity}"

    def _check_labels(self) -> None:
        truth, member = self.firm.truth, self.member
        for place, label in self.stubs.items():
            assert place not in self.records, f"{place} is held twice"
            assert truth.readable(member, place), f"[inv 15] {self.who} keeps the label of {place}"
            assert label == truth.records[place].values[TITLES[place[0]]], f"[inv 1] old label of {place}"
        for (entity, identity), values in self.records.items():
            for name, target in LOOKUPS.get(entity, {}).items():
                to = (target, values.get(name, ""))
                if truth.readable(member, to):
                    assert to in self.records or to in self.stubs, (
                        f"[inv 21] {self.who} shows {entity} {identity} with nothing for its {name}"
                    )

    def _check_standing(self) -> None:
        truth, member = self.firm.truth, self.member
        for entity in ("job", "customer", "region", "task"):
            told = self.standing["rights"].get(entity, {})
            for operation in ("read", "edit", "assign"):
                assert told.get(operation, "none") == truth.depth(member, entity, operation), (
                    f"{self.who} believes {told} of {entity}"
                )
        kept = {(one["entity"], one["record"], one["how"]) for one in self.standing["kept"]}
        there = {one for one in member.kept if truth.readable(member, one[:2])}
        assert kept == there, f"{self.who} keeps {kept} and not {there}"
        assert set(self.standing["circle"]["teams"]) == member.teams

"""A device that talks to a desk without a network between: what it asks is answered by the server's
functions.

It keeps only ids, versions and the number of bytes, and times nothing but the answering.
"""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import orjson

from backend.channel.commands import Desk, answer
from backend.protocol.version import PROTOCOL_VERSION


@dataclass
class Device:
    """One device of a person; ``seconds``, ``processor`` and ``bytes`` add up over what it has asked."""

    desk: Desk
    token: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    nonce: str | None = None
    cursor: str | None = None
    metadata_version: int = 0
    next_change: int = 1
    seconds: float = 0.0
    processor: float = 0.0
    bytes: int = 0
    put: int = 0
    out: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send one message and return the reply.

        :raises RuntimeError: it was refused
        """
        text = orjson.dumps({"type": kind, "id": 1, "device": self.id, **fields})
        processor, begun = time.process_time(), time.perf_counter()
        frame, error = self._exchange(kind, text)
        self.seconds += time.perf_counter() - begun
        self.processor += time.process_time() - processor
        self.bytes += len(frame)
        reply: dict[str, Any] = orjson.loads(frame)
        if reply["type"] == "refusal":
            raise RuntimeError(reply) from error
        return reply

    def _exchange(self, kind: str, text: bytes) -> tuple[bytes, Exception | None]:
        answered = answer(self.desk, self.token, text, expected=kind)
        return answered.frame or b"{}", answered.error

    def hello(self) -> None:
        """Open the conversation."""
        fresh = uuid.uuid4().hex
        reply = self.ask(
            "hello",
            protocolVersion=PROTOCOL_VERSION,
            nonce=self.nonce,
            nextNonce=fresh,
            metadataVersion=self.metadata_version,
            cursor=self.cursor,
            pending=0,
            stored=sum(self.counts.values()),
        )
        self.nonce = fresh
        self.metadata_version = reply["metadata"]["current"]

    def first_sync(self) -> None:
        """Take a complete copy: the plan, its pages, and what came meanwhile."""
        if self.nonce is None:
            self.hello()
        plan = self.ask("pull", cursor=None, page=None)
        for part in plan["entities"]:
            for after, until in pairwise(["", *part["ends"], ""]):
                page = self.ask(
                    "snapshot", plan=plan["plan"], entity=part["entity"], after=after, until=until
                )
                self.put += len(page["rows"])
        self.cursor = plan["cursor"]
        self.pull()

    def adopt(self) -> None:
        """Take the plan and believe in its pages: the server holds this device to have them."""
        if self.nonce is None:
            self.hello()
        self.cursor = self.ask("pull", cursor=None, page=None)["cursor"]
        self.pull()

    def pull(self) -> int:
        """Take what is new, to the end, and go on from there; return the number of pages."""
        page, pages = None, 0
        while True:
            reply = self.ask("pull", cursor=self.cursor, page=page)
            pages += 1
            self.put += sum(len(one["rows"]) for one in reply["put"])
            self.out += sum(len(one["records"]) for one in reply["out"])
            if reply["type"] == "done":
                self.cursor = reply["cursor"]
                self.counts = {one["entity"]: one["count"] for one in reply["counts"]}
                return pages
            page = reply["next"]

    def push(self, changes: list[dict[str, Any]]) -> int:
        """Send changes, all of which must be applied; return the head that they led to.

        :raises RuntimeError: one was not
        """
        reply = self.ask("push", changes=changes)
        if bad := [one for one in reply["outcomes"] if one["status"] != "applied"]:
            raise RuntimeError(f"{len(bad)} changes were not applied, such as {bad[0]}")
        self.next_change = reply["nextChange"]
        head: int = reply["head"]
        return head

    def forget_figures(self) -> None:
        """Begin to count and time anew."""
        self.seconds = self.processor = 0.0
        self.bytes = self.put = self.out = 0

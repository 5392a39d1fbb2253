"""The answers to the changes of one device: each for good, or until what it waits for has been mended.

A change is answered once. What is refused, or waits, is kept with its body; whenever something that is waited
for turns up, those that wait are tried again in the order made, in the same transaction. What is plain is
answered together with its like (:mod:`backend.records.together`), each as it would be by itself.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, Final, cast
from uuid import uuid4

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.many import insert_rows
from backend.database.retries import away, collided
from backend.errors import AppError, Unavailable
from backend.metadata import service
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.records.apply import apply
from backend.records.together import apply_together
from backend.sync import dropped, refused
from backend.sync.blocking import Blocking, Cause
from backend.sync.bodies import body_hash, check_body
from backend.sync.directions import Directions
from backend.sync.models import ChangeOutcome
from backend.sync.replayed import in_this_epoch, wanted_hash

Change = Mapping[str, Any]
Outcome = dict[str, Any]

SLICE: Final = 200
"""Bodies of waiting changes in memory at once."""

_log = logging.getLogger(__name__)
_outcomes = cast(Table, ChangeOutcome.__table__)


class Answering:
    """Answers changes of one device, whose row the caller has locked, on behalf of one user."""

    def __init__(self, session: Session, user: User, device: str, *, now: dt.datetime) -> None:
        self._session, self._user, self._device, self._now = session, user, device, now
        self._directions = Directions(session, user)
        self._known_blocking: Blocking | None = None

    def answer(self, change: Change, before: Outcome | None = None) -> dict[int, Outcome]:
        """Answer a change under a new number; return its outcome, and those of others that it has freed.

        ``before``: what it was answered under another number or from another device; it is not tried again.
        """
        given_up = change.get("withdraws")
        for number in refused.withdraw(self._session, self._device, given_up) if given_up else ():
            self._blocking.withdraw(number)
        if given_up:
            self._blocking.give_up(given_up)
        outcome = before or self._outcome(change)
        self._session.add(ChangeOutcome(**self._row(change, outcome)))
        if before is None:
            self._keep(change, outcome)
        elif outcome["status"] == "rejected":
            self._blocking.hold(change, waits=False)
        return {change["number"]: outcome} | self.go_on()

    def answer_in_order(self, changes: Sequence[Change], before: Mapping[str, Outcome]) -> dict[int, Outcome]:
        """Answer changes under new numbers, those together that go together; see :meth:`answer`.

        How many are tried at once grows with every success: many that stand alone cost few attempts.
        """
        settled: dict[int, Outcome] = {}
        at, room = 0, len(changes)
        while at < len(changes):
            found = self._answer_together(changes[at : at + room], before)
            count = len(found) or 1
            # What waited for a change goes on at once, before the next one: in the device's order.
            settled |= found or self.answer(changes[at], before.get(changes[at]["id"]))
            at, room = at + count, 2 * count
        return settled

    def go_on(self) -> dict[int, Outcome]:
        """Try again what waits, as long as something has moved; return the outcomes that are final now."""
        settled: dict[int, Outcome] = {}
        while self._blocking.moved:
            self._blocking.moved = False
            number = 0
            self._session.flush()
            while bodies := refused.waiting(self._session, self._device, after=number, limit=SLICE):
                for change in bodies:
                    number = change["number"]
                    outcome = self._outcome(change)
                    if outcome["status"] == "blocked":
                        continue
                    settled[number] = outcome
                    self._settle(change, outcome)
                self._session.flush()
        return settled

    def try_again(self, change: Change) -> Outcome:
        """Try a refused change anew; what is stored of it stays."""
        return self._outcome(change)

    def came_to_be(self, change: Change) -> dict[int, Outcome]:
        """Let go on what waited for a change that somebody else has applied."""
        self._blocking.withdraw(change["number"])
        self._blocking.made(change)
        return self.go_on()

    def gave_up(self, change: Change) -> dict[int, Outcome]:
        """Let go on what only had to come after a change that waits no longer and never was applied."""
        self._blocking.hold(change, waits=False)
        self._blocking.moved = True
        return self.go_on()

    def _answer_together(
        self, changes: Sequence[Change], before: Mapping[str, Outcome]
    ) -> dict[int, Outcome]:
        """Answer the first changes if they are plain and go together; return their outcomes, or nothing."""
        if len(changes) < 2:
            return {}
        metadata = service.current(self._session)

        def is_plain(change: Change) -> bool:
            return change["id"] not in before and self._is_plain(change, metadata)

        plain = list(takewhile(is_plain, changes))
        if len(plain) < 2 or self._blocking.moved:
            return {}
        try:
            outcomes = apply_together(
                self._session, self._user, plain, metadata=metadata, now=self._now, device=self._device
            )
        except Exception as error:
            if collided(error) or away(error) or isinstance(error, Unavailable):
                raise
            # Whichever of them it was is found, and answered, when each comes by itself.
            _log.info("changes were not applied together: %s", type(error).__name__)
            return {}
        answered = list(zip(plain, outcomes, strict=False))
        insert_rows(self._session, _outcomes, [self._row(change, outcome) for change, outcome in answered])
        for change, outcome in answered:
            self._keep(change, outcome)
        return {change["number"]: outcome for change, outcome in answered}

    def _is_plain(self, change: Change, metadata: Metadata) -> bool:
        if change.get("withdraws") or change.get("epoch") or self._blocking.concerns(change, metadata.model):
            return False
        try:
            check_body(change)
            self._directions.check(change, metadata)
        except AppError:
            return False
        return True

    def _row(self, change: Change, outcome: Outcome) -> dict[str, Any]:
        return {
            "device": self._device,
            "number": change["number"],
            "change": change["id"],
            "body_hash": body_hash(change),
            "wanted": wanted_hash(change),
            "outcome": outcome,
            "at": self._now,
        }

    @property
    def _blocking(self) -> Blocking:
        if self._known_blocking is None:
            self._known_blocking = Blocking(self._session, self._device)
        return self._known_blocking

    def _settle(self, change: Change, outcome: Outcome) -> None:
        # Under each number that it has had: a device that was sent back to an earlier one repeats itself.
        asked = select(ChangeOutcome).where(
            ChangeOutcome.device == self._device, ChangeOutcome.change == change["id"]
        )
        for stored in self._session.scalars(asked):
            if stored.outcome["status"] == "blocked":
                stored.outcome = {**outcome, "number": stored.number, "settled": True}
        # First, or it would not be seen that an earlier number waits for what is made here.
        self._keep(change, outcome)
        if outcome["status"] != "rejected":
            self._blocking.release(change["number"])
            refused.forget(self._session, self._device, change["number"])

    def _keep(self, change: Change, outcome: Outcome) -> None:
        """Keep what is not applied, and note for others what is there now or still is not."""
        if outcome["status"] not in ("rejected", "blocked"):
            self._blocking.made(change)
            dropped.keep(self._session, self._user, self._device, outcome, self._now)
            return
        self._blocking.hold(change, waits=outcome["status"] == "blocked")
        refused.keep(self._session, self._user, self._device, change, outcome, self._model(), self._now)

    def _model(self) -> Model:
        return service.current(self._session).model

    def _outcome(self, change: Change) -> Outcome:
        try:
            check_body(change)
            metadata = service.current(self._session)
            cause = self._blocking.cause(change, metadata.model)
            if cause is not None:
                return _blocked(change, cause)
            self._directions.check(change, metadata)
            with self._session.begin_nested():
                here = in_this_epoch(self._session, self._user, change)
                [outcome] = apply(
                    self._session, self._user, [here], metadata=metadata, now=self._now, device=self._device
                )
                return outcome
        except Unavailable:
            raise
        except AppError as error:
            return _not_applied(change, "rejected", error.problem())
        except Exception as error:
            if collided(error) or away(error):
                # The database's trouble and not the change's: all of the request is tried again.
                raise
            incident = uuid4().hex[:12]
            _log.exception("incident %s: change %s of device %s", incident, change["number"], self._device)
            problem = {"code": "unexpected", "arguments": {"incident": incident}}
            return _not_applied(change, "rejected", problem)


def _blocked(change: Change, cause: Cause) -> Outcome:
    entity, record = cause.place
    arguments = {"entity": entity, "record": record, "number": cause.number}
    outcome = _not_applied(change, "blocked", {"code": "waits-for-change", "arguments": arguments})
    return {**outcome, "blocked_by": cause.change}


def _not_applied(change: Change, status: str, problem: dict[str, Any]) -> Outcome:
    return {
        "number": change["number"],
        "id": change["id"],
        "status": status,
        "seq": 0,
        "records": [],
        "conflicts": [],
        "problem": problem,
        "blocked_by": None,
    }

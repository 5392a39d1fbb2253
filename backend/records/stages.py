"""The stages of changes on their way in: read in, settled under the stream's lock, written.

Each stage takes several changes and shares its statements among them. :mod:`.apply` brings one change at a
time, in a savepoint of its own; :mod:`.together` brings those that have nothing to do with each other. What
is refused in any of them is raised, and nothing of them is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final

from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.user import User
from backend.database.instants import parse_instant
from backend.errors import Forbidden
from backend.metadata import service as publications
from backend.metadata.lifts import lift_between
from backend.metadata.rule_failures import note_failures
from backend.metadata.service import Metadata
from backend.records import stream
from backend.records.acts import Intent, gather
from backend.records.blob_uses import note_uses
from backend.records.computing import Computing
from backend.records.conflicts import close_conflicts, has_open, tell_again, write_conflicts
from backend.records.decide import decide, whole_as_conflict
from backend.records.kept import let_go, write_kept
from backend.records.numbers import give
from backend.records.people_named import check_people
from backend.records.reading_in import Reading, conflicts_of_retyped, works_of
from backend.records.recomputing import note_looked_up
from backend.records.references import check_targets, check_unreferenced
from backend.records.rules_in_force import RulesInForce
from backend.records.shares import write_shares
from backend.records.standing import load
from backend.records.taken import leave_taken
from backend.records.uniqueness import check_unique
from backend.records.validate import problem_of
from backend.records.work import COMPUTE, TOUCHES, Changed, Origin, Work
from backend.records.write import write
from backend.signals import records_changed, records_written

Change = Mapping[str, Any]
"""A change as :class:`backend.protocol.changes.Change` loads it; ``number`` may be left out."""
Outcome = dict[str, Any]
"""An outcome, ready to be dumped by :class:`backend.protocol.changes.Outcome`."""

LONGEST_ABSENCE: Final = dt.timedelta(days=366)
"""What a phone dates further back was not made then: its clock is wrong."""

NO_VERSION: Final = 0
"""What a device says that has no metadata: what it sends is read by the publication in force."""


@dataclass(frozen=True)
class Part:
    """One change on its way; ``then``: the publication that it was made under.

    ``follow``: works of records that it does not act on, and whose computed values it moves.
    """

    change: Change
    origin: Origin
    then: Metadata
    works: list[Work]
    follow: list[Work] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    """What is said of its records although they may stand, each as the protocol's ``Remark``."""

    @property
    def writing(self) -> list[Work]:
        """What is written of it, once it is settled."""
        return [work for work in (*self.works, *self.follow) if work.kind]

    @cached_property
    def changed(self) -> list[Changed]:
        """What is told of it, once it is settled: nothing of mere touches."""
        return [work.changed for work in self.writing if work.kind not in TOUCHES or work.keeps]


def read_in(session: Session, change: Change, origin: Origin, metadata: Metadata) -> Part:
    """Gather the acts of a change by record and read its values, before anything is looked up or locked.

    :raises AppError: the first reason to refuse it that its own words and the user's roles give
    """
    version = change["metadata_version"]
    then = metadata if version in (NO_VERSION, metadata.version) else publications.at(session, version)
    lift = lift_between(session, then, metadata)
    intents = _without_lost(session, gather(change["acts"]), metadata, origin)
    _check_rights(intents, origin.user)
    reading = Reading(metadata.model, then.model, origin.user, lift, imported=origin.imported)
    return Part(change, origin, then, works_of(intents, reading))


def settle(session: Session, parts: Sequence[Part], metadata: Metadata) -> None:
    """Lock the stream and decide what becomes of every record; all changes are of one user and device.

    :raises AppError: when any of the changes is refused
    """
    works = [work for part in parts for work in part.works]
    origin = parts[0].origin
    stream.lock(session)
    load(session, works, origin.user)
    for part in parts:
        _check_records(part.works)
        for work in part.works:
            decide(session, work, part.origin, part.then, metadata.model)
            if work.intent.unconverted:
                conflicts_of_retyped(work)
        leave_taken(session, part.works, part.origin)
    give(session, works)
    rules = RulesInForce(metadata.model, partial(context_of, origin.user, origin.now))
    for part in parts:
        _settle_values(session, part, rules)
    check_targets(session, works, metadata.model, origin)
    check_people(session, works, metadata.model, origin.user)
    check_unreferenced(session, works, metadata.model, origin.user)
    check_unique(session, works)
    for work in works:
        _settle_kind(session, work)
    note_failures(session, rules.failures, metadata.model, now=origin.now)
    note_looked_up(session, metadata.model, (work for part in parts for work in part.writing))


def write_settled(session: Session, parts: Sequence[Part]) -> list[Outcome]:
    """Write what was settled, each change under its own numbers and in its own name; return the outcomes.

    :raises AppError: when what follows from a change refuses it
    """
    written = [(work, part.origin) for part in parts for work in part.writing]
    if written:
        write(session, written)
    return [_finish(session, part) for part in parts]


def tell_written(session: Session, parts: Iterable[Part]) -> None:
    """Tell once of all that was written."""
    entities = {work.intent.entity for part in parts for work in part.writing}
    if entities:
        records_written.send(session=session, head=stream.head(session), entities=frozenset(entities))


def origin_of(
    change: Change, user: User, device: str | None, now: dt.datetime, *, imported: bool = False
) -> Origin:
    """Return where a change comes from, and when it was made by the phone's label, where that can be."""
    return Origin(user, change["id"], device, now, _made_at(change.get("made_at"), now), imported=imported)


def outcome_of(
    change: Change,
    status: str,
    *,
    seq: int = 0,
    works: Iterable[Work] = (),
    conflicts: Sequence[str] = (),
    problem: Mapping[str, Any] | None = None,
) -> Outcome:
    """Return the outcome of a change."""
    records = [
        {
            "entity": work.intent.entity,
            "record": work.intent.record,
            "version": work.version or (work.sidecar.version if work.sidecar else 0),
        }
        for work in works
    ]
    return {
        "number": change.get("number", 0),
        "id": change["id"],
        "status": status,
        "seq": seq,
        "records": records,
        "conflicts": list(conflicts),
        "problem": problem,
        "blocked_by": None,
    }


def _without_lost(
    session: Session, intents: list[Intent], metadata: Metadata, origin: Origin
) -> list[Intent]:
    """Let go of what the user keeps of entities that he may not read, or that there are not, at once."""
    there: list[Intent] = []
    for intent in intents:
        known = intent.entity in metadata.model.entities and origin.user.may("read", intent.entity)
        if known or intent.kind != "keep" or intent.rights():
            there.append(intent)
        else:
            let_go(session, origin, intent.entity, intent.record, intent.kept)
    return there


def _check_rights(intents: Iterable[Intent], user: User) -> None:
    """Refuse what no role lets the user do, before anything is looked up: the answer tells nothing.

    What is shared with him he may do without a role, so all but reading and creating waits for the record.
    """
    for intent in intents:
        for operation in ("read", "create"):
            if operation in intent.rights() and not user.may(operation, intent.entity):
                raise Forbidden("forbidden", entity=intent.entity, record=intent.record)


def _check_records(works: Iterable[Work]) -> None:
    """Refuse what the user may not do to a record that he may read."""
    for work in works:
        if work.intent.kind != "create" and work.denied & work.intent.rights():
            raise Forbidden("forbidden", entity=work.intent.entity, record=work.intent.record)


def _settle_values(session: Session, part: Part, rules: RulesInForce) -> None:
    """Let rules make their values and check all results; what cannot be merged so is left as it was."""
    concerned = not rules.rules.concerned.isdisjoint(work.intent.entity for work in part.works)
    while True:
        computing = Computing(session, rules, part.works) if concerned else None
        part.follow[:] = computing.make() if computing else []
        left = [work for work in part.works if not _may_stand(work, computing)]
        for work in left:
            whole_as_conflict(work)
        if computing is None or not left:
            part.remarks[:] = computing.remarks() if computing else []
            return
        for work in part.works:
            if work.kind == COMPUTE:
                work.leave_as_is()


def _may_stand(work: Work, computing: Computing | None) -> bool:
    """Say whether a record may stand as it will; if not, it is one that was merged.

    :raises Invalid: it may not, and nobody else's work is in it
    """
    if not work.kind or work.disappears:
        return True
    problem = problem_of(work) or (computing.unmet(work) if computing else None)
    if problem is not None and not work.merged:
        raise problem
    return problem is None


def _settle_kind(session: Session, work: Work) -> None:
    """Decide what history calls the work; a work that changes nothing is not written."""
    if work.kind in ("edit", "resolve") and not work.written:
        work.kind = ""
    if not work.kind and work.owner is not None:
        work.kind = "assign"
    elif not work.kind and work.conflicts:
        work.kind = "conflict"
    elif not work.kind and work.closed and has_open(session, *work.place, work.closed):
        work.kind = "close"


def _finish(session: Session, part: Part) -> Outcome:
    """Write what goes with the records of a change, and tell of it."""
    origin, writing = part.origin, part.writing
    conflicts = write_conflicts(session, writing, origin)
    for work in writing:
        if work.closed:
            close_conflicts(session, work, origin)
    tell_again(session, [work for work in writing if work.disappears or work.kind == "restore"])
    note_uses(session, writing, origin)
    write_shares(session, writing, origin)
    write_kept(session, part.works, origin)
    changed = part.changed
    if changed:
        records_changed.send(session=session, origin=origin, changed=changed)
    dropped = _dropped(part.works)
    status = "applied"
    if conflicts:
        status = "conflict"
    elif dropped:
        status = "applied_with_drops"
    elif any(work.merged for work in part.works):
        status = "merged"
    problem = {"code": "values-dropped", "arguments": {"values": dropped}} if dropped else None
    seq = writing[-1].seq if writing else 0
    outcome = outcome_of(part.change, status, seq=seq, works=part.works, conflicts=conflicts, problem=problem)
    return {**outcome, "remarks": part.remarks} if part.remarks else outcome


def _dropped(works: Iterable[Work]) -> list[dict[str, Any]]:
    return [
        {"entity": work.intent.entity, "record": work.intent.record, "values": work.intent.dropped}
        for work in works
        if work.intent.dropped
    ]


def _made_at(label: str | None, now: dt.datetime) -> dt.datetime:
    """Read the phone's label; one that cannot be read says nothing, nor does a clock that is years off."""
    try:
        moment = parse_instant(label) if label else now
    except ValueError:
        return now
    return moment if now - LONGEST_ABSENCE <= moment <= now else now

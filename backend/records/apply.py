"""The one way in which business values are written: changes applied, each whole or not at all.

Each change runs in a savepoint through the same stages: its acts gathered by record, rights, values read
in; then, with the stream locked, how the records stand, what the user may do to each, what becomes of it,
whether all of it may stand; then numbers and rows. A refusal ends its change and gives its numbers back; the
next one goes on.

A refusal tells of nothing that the user may not read: such a record is one that there is not, and a hidden
field is not named.

Who sends a change twice is not known here: :mod:`backend.sync` answers a repeat before it comes here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import parse_instant
from backend.errors import AppError, Forbidden
from backend.metadata import service as publications
from backend.metadata.lifts import lift_between
from backend.metadata.service import Metadata
from backend.records import stream
from backend.records.acts import Intent, gather
from backend.records.blob_uses import note_uses
from backend.records.conflicts import close_conflicts, has_open, tell_again, write_conflicts
from backend.records.decide import decide, whole_as_conflict
from backend.records.kept import let_go, write_kept
from backend.records.numbers import give
from backend.records.people_named import check_people
from backend.records.reading_in import Reading, conflicts_of_retyped, works_of
from backend.records.references import check_targets, check_unreferenced
from backend.records.shares import write_shares
from backend.records.standing import load
from backend.records.uniqueness import check_unique
from backend.records.validate import problem_of
from backend.records.work import TOUCHES, Origin, Work
from backend.records.write import write
from backend.signals import records_changed, records_written

Change = Mapping[str, Any]
"""A change as :class:`backend.protocol.changes.Change` loads it; ``number`` may be left out."""
Outcome = dict[str, Any]
"""An outcome, ready to be dumped by :class:`backend.protocol.changes.Outcome`."""

NO_VERSION: Final = 0
"""What a device says that has no metadata: what it sends is read by the publication in force."""


def apply(
    session: Session,
    user: User,
    changes: Iterable[Change],
    *,
    metadata: Metadata,
    now: dt.datetime,
    device: str | None = None,
    imported: bool = False,
) -> list[Outcome]:
    """Apply changes in their order and return one outcome each; nothing expected is raised.

    :param metadata: the publication in force, whose model decides
    :param imported: the change brings what the server gives otherwise: read-only fields, auto-numbers,
        and ``owner`` in a create act. For packages and imports; never for what a person sends.
    """
    entities: set[str] = set()
    outcomes = []
    for change in changes:
        origin = Origin(
            user, change["id"], device, now, _made_at(change.get("made_at"), now), imported=imported
        )
        try:
            with session.begin_nested():
                outcome = _apply_one(session, change, origin, metadata)
        except AppError as refusal:
            outcome = _outcome(change, "rejected", problem=_told(refusal, user))
        outcomes.append(outcome)
        if outcome["seq"]:
            entities |= {one["entity"] for one in outcome["records"]}
    if entities:
        records_written.send(session=session, head=stream.head(session), entities=frozenset(entities))
    return outcomes


def _apply_one(session: Session, change: Change, origin: Origin, metadata: Metadata) -> Outcome:
    version = change["metadata_version"]
    then = metadata if version in (NO_VERSION, metadata.version) else publications.at(session, version)
    lift = lift_between(session, then, metadata)
    intents = _without_lost(session, gather(change["acts"]), metadata, origin)
    _check_rights(intents, origin.user)
    reading = Reading(metadata.model, then.model, origin.user, lift, imported=origin.imported)
    works = works_of(intents, reading)
    stream.lock(session)
    load(session, works, origin.user)
    _check_records(works)
    for work in works:
        decide(session, work, origin, then)
        if work.intent.unconverted:
            conflicts_of_retyped(work)
    give(session, works)
    for work in works:
        _check_result(work)
    check_targets(session, works, metadata.model, origin)
    check_people(session, works, metadata.model, origin.user)
    check_unreferenced(session, works, metadata.model, origin.user)
    check_unique(session, works)
    return _write(session, change, works, origin)


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


def _told(refusal: AppError, user: User) -> dict[str, Any]:
    """Return the problem without the name of a hidden field, unless it is the user who named it."""
    problem = refusal.problem()
    entity = problem["arguments"].get("entity")
    hidden = user.hidden(entity) if isinstance(entity, str) else frozenset()
    if problem.get("field") in hidden and refusal.code != "unknown-field":
        del problem["field"]
    return problem


def _check_result(work: Work) -> None:
    if not work.kind or work.disappears:
        return
    problem = problem_of(work)
    if problem is None:
        return
    if not work.merged:
        raise problem
    whole_as_conflict(work)


def _write(session: Session, change: Change, works: list[Work], origin: Origin) -> Outcome:
    for work in works:
        _settle_kind(session, work)
    writing = [work for work in works if work.kind]
    head = write(session, writing, origin) if writing else 0
    conflicts = write_conflicts(session, writing, origin)
    for work in writing:
        if work.closed:
            close_conflicts(session, work, origin)
        if work.disappears or work.kind == "restore":
            tell_again(session, work)
    note_uses(session, writing, origin)
    write_shares(session, writing, origin)
    write_kept(session, works, origin)
    changed = [work.changed for work in writing if work.kind not in TOUCHES or work.keeps]
    if changed:
        records_changed.send(session=session, origin=origin, changed=changed)
    dropped = _dropped(works)
    status = "applied"
    if conflicts:
        status = "conflict"
    elif dropped:
        status = "applied_with_drops"
    elif any(work.merged for work in works):
        status = "merged"
    problem = {"code": "values-dropped", "arguments": {"values": dropped}} if dropped else None
    return _outcome(change, status, seq=head, works=works, conflicts=conflicts, problem=problem)


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


def _dropped(works: Iterable[Work]) -> list[dict[str, Any]]:
    return [
        {"entity": work.intent.entity, "record": work.intent.record, "values": work.intent.dropped}
        for work in works
        if work.intent.dropped
    ]


def _outcome(
    change: Change,
    status: str,
    *,
    seq: int = 0,
    works: Iterable[Work] = (),
    conflicts: Sequence[str] = (),
    problem: Mapping[str, Any] | None = None,
) -> Outcome:
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


def _made_at(label: str | None, now: dt.datetime) -> dt.datetime:
    """Read the phone's label of when the change was made; never later than now."""
    try:
        return min(parse_instant(label), now) if label else now
    except ValueError:
        return now

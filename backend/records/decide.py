"""What becomes of each record of a change, one function for each kind of intent, decided under lock.

Each looks at how the record stands and fills in how it will stand, or opens a conflict and leaves it as it
is. A record that the user may not read has come here without a sidecar, as one that there is not. Nothing is
written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Forbidden
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.records.acts import TO_BRING_BACK, Edit
from backend.records.availability import check_available
from backend.records.conflicts import contested, named_by
from backend.records.kept import ways_kept
from backend.records.layout import StoredField, Values
from backend.records.merge import UNKNOWN, FieldEdit, Standing, merge
from backend.records.models import history
from backend.records.past import Past
from backend.records.policies import FieldRules
from backend.records.reach import reaches_owner
from backend.records.reading_in import typed_if_possible
from backend.records.shares import shares_of
from backend.records.standing import own_versions
from backend.records.steps import find_step, run_step
from backend.records.work import ConflictDraft, Origin, Work

UUID7: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def decide(session: Session, work: Work, origin: Origin, then: Metadata, model: Model) -> None:
    """Decide on one record.

    :param then: the publication under which the change was made
    :param model: the one in force
    :raises AppError: when the whole change is refused because of it
    """
    match work.intent.kind:
        case "create":
            _create(session, work, origin)
            _run_steps(session, work, origin, then, model)
        case "edit":
            _edit(session, work, origin, then, model)
        case "delete":
            _delete(session, work, origin)
        case "restore":
            _restore(session, work)
        case "resolve":
            _resolve(session, work, origin)
        case "assign":
            _refuse_not_live(work)
            _assign(work)
        case "share":
            _share(session, work, origin.user)
        case "keep":
            _keep(session, work, origin)


def _create(session: Session, work: Work, origin: Origin) -> None:
    if not UUID7.fullmatch(work.intent.record):
        raise work.intent.refusal("record-id-invalid")
    if work.sidecar is not None:
        # Said of records that the user may not read and of deleted ones too, in the same words.
        raise work.intent.refusal("record-exists")
    entity = work.layout.entity
    if entity.owned:
        imported = work.intent.owner if origin.imported else None
        work.owner = work.intent.assigned or imported or origin.user.person
    elif work.intent.assigned is not None:
        raise work.intent.refusal("not-assignable")
    if not reaches_owner(session, origin.user, "create", entity, work.owner):
        raise Forbidden("forbidden", entity=entity.id, record=work.intent.record)
    work.kind = "create"
    work.put(work.asked)


def _edit(session: Session, work: Work, origin: Origin, then: Metadata, model: Model) -> None:
    _refuse_absent(work)
    if not work.live:
        if not work.asked or work.intent.assigned is not None:
            raise work.intent.refusal("record-deleted")
        _conflict_with_deletion(work)
        return
    fields = work.layout.fields
    edits = {
        name: FieldEdit(work.asked[name], _seen(fields[name], edit), edit.base)
        for name, edit in work.intent.edits.items()
        if name in work.asked
    }
    _merge_edits(session, work, origin, edits)
    _run_steps(session, work, origin, then, model)
    work.kind = "edit"
    if work.intent.assigned is not None:
        _assign(work)


def _run_steps(session: Session, work: Work, origin: Origin, then: Metadata, model: Model) -> None:
    for act in work.intent.steps:
        step = find_step(then, act, origin, work.intent)
        check_available(session, work, step, origin, model)
        values = run_step(work, step, act, origin)
        work.trusted |= values.keys()
        guarded = step.get("when") is not None or step.get("availableWhen") is not None
        if guarded or work.kind == "create":
            work.put(values)
        else:
            edits = {name: FieldEdit(value, UNKNOWN, act["base"]) for name, value in values.items()}
            _merge_edits(session, work, origin, edits)


def _merge_edits(
    session: Session, work: Work, origin: Origin, edits: dict[str, FieldEdit], *, asking: bool = False
) -> None:
    sidecar = work.sidecar
    if sidecar is None or not edits:
        return
    base = min(edit.seen for edit in edits.values())
    own = own_versions(session, work, origin.device, after=base) if sidecar.version > base else set()
    foreign = [version for version in range(base + 1, sidecar.version + 1) if version not in own]
    rules = FieldRules(work.layout, asking=asking)
    concerned = {rules.group(name) for name in edits} - {None}
    names: Iterable[str] = edits
    if concerned:
        names = (name for name in work.layout.fields if name in edits or rules.group(name) in concerned)
    office = {}
    for name in names:
        version = sidecar.version_of(name)
        office[name] = Standing(work.before.get(name), version, own=version in own)
    merged = merge(edits, office, rules)
    work.put({name: edits[name].new for name in merged.apply} | merged.made)
    work.merged = work.merged or bool(foreign)
    for name in sorted(merged.overruled):
        work.conflicts.append(_draft(work, "fields", frozenset([name]), edits, settled=True))
    for unit in merged.conflicts:
        work.conflicts.append(_draft(work, "fields", unit, edits))


def _seen(field: StoredField, edit: Edit) -> Any:
    return UNKNOWN if edit.blind else typed_if_possible(field, edit.old)


def _delete(session: Session, work: Work, origin: Origin) -> None:
    _refuse_absent(work)
    sidecar = work.sidecar
    if sidecar is None or sidecar.gone:
        return
    newer = _newer(session, work, origin)
    changed = frozenset(
        name
        for name, field in work.layout.fields.items()
        if not field.computed and sidecar.version_of(name) in newer
    )
    if not changed:
        # Newer or not: at most the owner is another one, and of owners the latest word stands.
        work.kind = "delete"
        work.after = {}
        work.written = set(work.before)
        return
    work.conflicts.append(_draft(work, "deleted_edited", changed, {}))


def _newer(session: Session, work: Work, origin: Origin) -> set[int]:
    """Return the versions that came after the one seen, without those that the device wrote itself."""
    if work.sidecar is None:
        return set()
    own = own_versions(session, work, origin.device, after=work.intent.base)
    return set(range(work.intent.base + 1, work.sidecar.version + 1)) - own


def _restore(session: Session, work: Work) -> None:
    _refuse_absent(work)
    if work.live:
        return
    work.kind = "restore"
    last = _last_values(session, work)
    work.put(last)
    work.trusted |= last.keys()


def _resolve(session: Session, work: Work, origin: Origin) -> None:
    _refuse_absent(work)
    named = named_by(session, origin.user, work)
    # One that somebody else has closed is no trouble: what is chosen is a change of what was seen then.
    work.closed = tuple(row["id"] for row in named)
    if work.intent.delete:
        if work.live:
            _delete(session, work, origin)
        return
    if not work.asked:
        return
    fields = contested(named, work.layout)
    for name in work.asked:
        if name not in fields:
            raise work.intent.refusal("field-not-contested", field=name)
    if work.live:
        seen = work.intent.base
        edits = {name: FieldEdit(value, UNKNOWN, seen) for name, value in work.asked.items()}
        # What somebody chose himself no policy decides again.
        _merge_edits(session, work, origin, edits, asking=True)
        work.kind = "resolve"
    elif _newer(session, work, origin):
        # He chose between values, and has not seen that somebody has deleted the record since.
        _conflict_with_deletion(work)
    else:
        _bring_back(session, work)


def _bring_back(session: Session, work: Work) -> None:
    """Restore a record with some values: somebody looked at the deletion and chose the edit."""
    if TO_BRING_BACK in work.denied:
        raise Forbidden("forbidden", entity=work.intent.entity, record=work.intent.record)
    _restore(session, work)
    fields = work.layout.fields
    work.trusted -= {
        name for name, value in work.asked.items() if not fields[name].type.equal(work.after.get(name), value)
    }
    work.put(work.asked)


def _assign(work: Work) -> None:
    if not work.layout.entity.owned:
        raise work.intent.refusal("not-assignable")
    if work.sidecar is not None and work.intent.assigned != work.sidecar.owner:
        work.owner = work.intent.assigned


def _share(session: Session, work: Work, user: User) -> None:
    _refuse_not_live(work)
    there = shares_of(session, *work.place)
    for grantee, may in work.intent.shares.items():
        before = there.get(grantee)
        if may != (before.may if before else []):
            work.shares[grantee] = may
            work.shares_before[grantee] = before.may if before else []
            if before and before.by == user.person:
                work.shares_made.add(grantee)
    work.kind = "share" if work.shares else ""


def _keep(session: Session, work: Work, origin: Origin) -> None:
    wanted = work.intent.kept
    if any(wanted.values()):
        _refuse_not_live(work)
    ways = ways_kept(session, origin.user.person, *work.place)
    work.keeps = {how: on for how, on in wanted.items() if on != (how in ways)}
    # To let go of a record that he may not read, or that is not there, touches nothing.
    work.kind = "keep" if work.keeps and work.sidecar is not None else ""


def _refuse_absent(work: Work) -> None:
    if work.sidecar is None:
        raise work.intent.refusal("record-not-found")


def _refuse_not_live(work: Work) -> None:
    _refuse_absent(work)
    if not work.live:
        raise work.intent.refusal("record-deleted")


def _conflict_with_deletion(work: Work) -> None:
    edits = work.intent.edits
    base = {name: edit.old for name, edit in edits.items() if edit.old is not None}
    mine = work.layout.wire(work.asked)
    draft = ConflictDraft("edited_deleted", frozenset(mine), base, mine, {})
    work.conflicts.append(draft)


def _last_values(session: Session, work: Work) -> Values:
    """Return what a deleted record held, as far as the model still takes it."""
    entity, identity = work.place
    last = session.execute(
        select(history.c.old, history.c.seq)
        .where(history.c.entity == entity, history.c.id == identity, history.c.kind == "delete")
        .order_by(history.c.seq.desc())
        .limit(1)
    ).one()
    old = Past(session, entity).read(last.seq, last.old).as_now
    fields = work.layout.fields
    read = {name: typed_if_possible(fields[name], wire) for name, wire in old.items() if name in fields}
    return {name: value for name, value in read.items() if value is not UNKNOWN}


def _draft(
    work: Work, kind: str, unit: frozenset[str], edits: Mapping[str, FieldEdit], *, settled: bool = False
) -> ConflictDraft:
    wire, of_unit = work.layout.wire, {name: edit for name, edit in edits.items() if name in unit}
    return ConflictDraft(
        kind,
        unit,
        base=wire({name: edit.old for name, edit in of_unit.items() if edit.old is not UNKNOWN}),
        mine=wire({name: edit.new for name, edit in of_unit.items()}),
        theirs=wire({name: work.before.get(name) for name in unit}),
        settled=settled,
    )


def whole_as_conflict(work: Work) -> None:
    """Turn all that a merge would have written into one conflict: its result is not valid."""
    # What the user entered, not what a policy made of it: that is never written.
    unit = frozenset(name for name in work.written if not work.layout.fields[name].computed)
    mine = {name: work.asked.get(name, work.after.get(name)) for name in unit}
    edits = work.intent.edits
    base = {name: edits[name].old for name in unit if name in edits and not edits[name].blind}
    theirs = {name: work.before.get(name) for name in unit}
    wire = work.layout.wire
    draft = ConflictDraft("invalid", unit, base, wire(mine), wire(theirs))
    work.leave_as_is()
    work.conflicts.append(draft)

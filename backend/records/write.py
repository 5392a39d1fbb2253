"""The writing of a decided change: numbers, entity rows, links, sidecars, history.

The only module that writes business values. Many records go in one statement, so that a change of
thousands costs little more than one of one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from backend.database.many import insert_rows, update_rows
from backend.records import stream
from backend.records.layout import Layout
from backend.records.links import write_links
from backend.records.models import history, record
from backend.records.work import COMPUTE, TOUCHES, UNVERSIONED, Origin, Work

Row = dict[str, Any]

_PLACE = ("entity", "id")


def write(session: Session, written: Sequence[tuple[Work, Origin]]) -> None:
    """Write works that have a kind, of one change or of several; give each its ``seq`` and ``version``."""
    works = [work for work, _ in written]
    creates = sum(work.kind == "create" for work in works)
    numbers = stream.reserve(session, len(works), creates)
    rid = numbers.rid
    made: list[Row] = []
    changed: list[Row] = []
    entries: list[Row] = []
    for seq, (work, origin) in enumerate(written, numbers.seq):
        work.seq = seq
        if work.kind == "create":
            work.version = 1
            made.append(_new_sidecar(work, origin, rid))
            rid += 1
        else:
            changed.append(_changed_sidecar(work, origin))
        entries.append(_history(work, origin))
    _write_entities(session, works)
    insert_rows(session, record, made)
    update_rows(session, record, _PLACE, changed)
    insert_rows(session, history, entries)


def write_touches(session: Session, found: Sequence[tuple[str, str, int]], origin: Origin, kind: str) -> None:
    """Number records anew, given as entity, id and version; nothing else of them changes."""
    first = stream.reserve(session, len(found), 0).seq
    raised: list[Row] = []
    entries: list[Row] = []
    for seq, (entity, identity, version) in enumerate(found, first):
        raised.append({"entity": entity, "id": identity, "seq": seq})
        entry = {"seq": seq, "entity": entity, "id": identity, "version": version, "kind": kind}
        entries.append({**entry, "old": {}, "new": {}, **_whence(origin)})
    update_rows(session, record, _PLACE, raised)
    insert_rows(session, history, entries)


def _new_sidecar(work: Work, origin: Origin, rid: int) -> Row:
    return {
        "entity": work.intent.entity,
        "id": work.intent.record,
        "rid": rid,
        "version": 1,
        "seq": work.seq,
        "value_seq": work.seq,
        "gone": False,
        "field_versions": {},
        "owner": work.owner,
        "created_at": origin.now,
        "created_by": origin.user.person,
        "modified_at": origin.now,
        "modified_by": origin.user.person,
    }


def _changed_sidecar(work: Work, origin: Origin) -> Row:
    was = work.sidecar
    if was is None:
        raise ValueError(f"nothing to change at {work.place}")
    touch, edited = work.kind in TOUCHES, work.kind not in UNVERSIONED
    work.version = was.version + 1 if edited else was.version
    moved = [*work.written, "owner"] if work.owner is not None else work.written
    by_hand = edited and work.kind != COMPUTE
    return {
        "entity": work.intent.entity,
        "id": work.intent.record,
        "version": work.version,
        "seq": work.seq,
        "value_seq": was.value_seq if touch else work.seq,
        "gone": work.kind == "delete" if edited else was.gone,
        "field_versions": {**was.field_versions, **dict.fromkeys(moved, work.version)},
        "owner": work.owner or was.owner,
        "modified_at": origin.now if by_hand else was.modified_at,
        "modified_by": origin.user.person if by_hand else was.modified_by,
    }


def _history(work: Work, origin: Origin) -> Row:
    wire = work.layout.wire
    old = wire({name: work.before[name] for name in work.written if name in work.before})
    new = {} if work.disappears else wire({name: work.after.get(name) for name in work.written})
    if work.owner is not None and work.sidecar is not None:
        old["owner"], new["owner"] = work.sidecar.owner, work.owner
    if work.shares:
        old, new = {"shares": work.shares_before}, {"shares": work.shares}
    return {
        "seq": work.seq,
        "entity": work.intent.entity,
        "id": work.intent.record,
        "version": work.version,
        "kind": work.kind,
        "old": old,
        "new": new,
        **_whence(origin),
    }


def _whence(origin: Origin) -> Row:
    return {
        "at": origin.now,
        "by": origin.user.person,
        "device": origin.device,
        "change": origin.change,
    }


def _write_entities(session: Session, works: Iterable[Work]) -> None:
    groups: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.kind not in UNVERSIONED:
            groups[work.intent.entity].append(work)
    for group in groups.values():
        layout = group[0].layout
        gone = [work.intent.record for work in group if work.disappears]
        if gone:
            session.execute(delete(layout.table).where(layout.table.c.id.in_(gone)))
        _update_rows(session, layout, [work for work in group if not (work.appears or work.disappears)])
        new = [layout.row(work.intent.record, work.after) for work in group if work.appears]
        insert_rows(session, layout.table, new)
        write_links(session, layout, group)


def _update_rows(session: Session, layout: Layout, works: list[Work]) -> None:
    _vacate_keys(session, layout, works)
    alike: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for work in works:
        row = _moved(layout, work)
        if row:
            alike[tuple(sorted(row))].append({"id": work.intent.record, **row})
    for rows in alike.values():
        update_rows(session, layout.table, ("id",), rows)


def _moved(layout: Layout, work: Work) -> Row:
    """Return the columns that hold what was written."""
    row: Row = {}
    for name in work.written:
        row.update(layout.fields[name].to_row(work.after.get(name)))
    return row


def _vacate_keys(session: Session, layout: Layout, works: list[Work]) -> None:
    """Empty unique keys that are about to move, so that two records can exchange theirs."""
    for field in layout.fields.values():
        moving = [work.intent.record for work in works if field.id in work.written]
        if field.unique and field.keyed is not None and len(moving) > 1:
            session.execute(
                update(layout.table).where(layout.table.c.id.in_(moving)).values({field.keyed: None})
            )


def forget(session: Session, rids: Iterable[int]) -> None:
    """Remove what is left of deleted records, once the stream has its floor above them; live ones stay."""
    session.execute(delete(record).where(record.c.rid.in_(list(rids)), record.c.gone.is_(True)))

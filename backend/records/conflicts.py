"""Conflicts: two values for one field group, kept until someone chooses.

A row says what the author of the refused half saw (``base``), what he wanted (``mine``) and what stands
at the office (``theirs``). Opening or closing one touches the record: its ``seq`` rises, so devices hear
of it, its version does not. Rows are shown to their author, to whose the record is and to those who may edit
it, if they may read it, without the fields that are hidden from them. A conflict over such fields alone is
not told of, nor closed by who cannot see it; that somebody deleted what another edited is told even then, for
it is about the record.

A row that a policy settled, for the office, was never open: no device is told of it, and the history of the
record shows what its author wanted.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.instants import format_instant
from backend.errors import Invalid
from backend.metadata.model import Model
from backend.records.layout import Layout
from backend.records.models import conflict, history, record
from backend.records.names_of_people import names_of
from backend.records.reach import within_any
from backend.records.work import ConflictDraft, Origin, Work

VALUES: Final = ("base", "mine", "theirs")
OF_FIELDS: Final = ("fields", "unique", "invalid", "retyped")
"""Kinds that are about values alone."""

NEVER_TOLD: Final = 0
"""The number of rows that no device hears of."""

MOST: Final = 200
"""Conflicts on one page of a list."""

Document = dict[str, Any]
"""A :class:`backend.protocol.changes.ConflictRow`, ready to be dumped."""
Withheld = Mapping[str, frozenset[str]]
"""Fields by entity."""
NOTHING_WITHHELD: Final[Withheld] = MappingProxyType({})


class Place(NamedTuple):
    """How far the conflicts have been told, in the order in which they last changed."""

    seq: int
    id: str


FIRST: Final = Place(0, "00000000-0000-0000-0000-000000000000")
"""Before all of them."""
_CONFLICTS: Final = uuid.UUID("0192a0c0-0000-7000-8000-636f6e666c69")
LAST_OF_ALL: Final = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""The id after those of all that have the same number."""


def write_conflicts(session: Session, works: Iterable[Work], origin: Origin) -> list[str]:
    """Write the drafts of all works; return the ids of the conflicts opened, without those settled."""
    rows = []
    for work in works:
        for draft in work.conflicts:
            by, at = _last_writer(session, work, draft.fields)
            rows.append(
                {
                    "id": _id_of(session, work, draft, origin),
                    "entity": work.intent.entity,
                    "record": work.intent.record,
                    "kind": draft.kind,
                    "base": draft.base,
                    "mine": draft.mine,
                    "theirs": draft.theirs,
                    "mine_by": origin.user.person,
                    "mine_at": origin.made_at,
                    "theirs_by": by,
                    "theirs_at": at,
                    "version": work.version,
                    "change": origin.change,
                    "device": origin.device,
                    "open": not draft.settled,
                    "closed_at": origin.now if draft.settled else None,
                    "closed_change": origin.change if draft.settled else None,
                    "seq": NEVER_TOLD if draft.settled else work.seq,
                }
            )
    if rows:
        session.execute(insert(conflict), rows)
    return [row["id"] for row in rows if row["open"]]


def close_conflicts(session: Session, work: Work, origin: Origin) -> None:
    """Close those conflicts that the work's author has seen; what came since stays open."""
    session.execute(
        update(conflict)
        .where(
            conflict.c.entity == work.intent.entity,
            conflict.c.record == work.intent.record,
            conflict.c.id.in_(work.closed),
            conflict.c.open.is_(True),
        )
        .values(
            open=False,
            seq=work.seq,
            closed_by=origin.user.person,
            closed_at=origin.now,
            closed_change=origin.change,
        )
    )


def tell_again(session: Session, works: Sequence[Work]) -> None:
    """Tell of the open conflicts of records that are deleted or restored, as if they were new.

    Devices forget them with the record; whoever may see them without it must hear of them again.
    """
    if not works:
        return
    open_ = select(conflict.c.entity, conflict.c.record).where(
        conflict.c.entity.in_({work.intent.entity for work in works}),
        conflict.c.record.in_({work.intent.record for work in works}),
        conflict.c.open.is_(True),
    )
    contested = {(row.entity, row.record) for row in session.execute(open_)}
    for work in works:
        if work.place not in contested:
            continue
        mine = conflict.c.entity == work.intent.entity, conflict.c.record == work.intent.record
        session.execute(update(conflict).where(*mine, conflict.c.open.is_(True)).values(seq=work.seq))


def has_open(session: Session, entity: str, record: str, ids: Iterable[str]) -> bool:
    """Tell whether any of these conflicts of the record is still open."""
    query = select(conflict.c.id).where(
        conflict.c.entity == entity,
        conflict.c.record == record,
        conflict.c.id.in_(list(ids)),
        conflict.c.open.is_(True),
    )
    return session.execute(query.limit(1)).first() is not None


def open_conflicts(
    session: Session,
    user: User,
    model: Model,
    entity: str | None = None,
    record: str | None = None,
    *,
    after: str | None = None,
    limit: int = MOST,
) -> Document:
    """Return a page of the open conflicts that the user may see, of one record, of one entity, or of all.

    In the order in which they last changed; a page may be short. ``next`` is ``after`` of the next one.

    :raises Invalid: ``page-mark-invalid``
    """
    wanted: list[ColumnElement[bool]] = [conflict.c.open.is_(True)]
    if entity is not None:
        wanted.append(conflict.c.entity == entity)
    if record is not None:
        wanted.append(conflict.c.record == record)
    rows = _beyond(session, user, model, and_(*wanted), _place(after), limit)
    found = _seen(rows, user)
    names = names_of(session, model, {row[key] for row in found for key in ("mine_by", "theirs_by")})
    return {
        "conflicts": [_document(row, names.__getitem__, names) for row in found],
        "next": f"{rows[-1].seq}.{rows[-1].id}" if len(rows) == limit else None,
    }


def conflicts_since(
    session: Session, user: User, model: Model, *, after: int, until: int, entities: Iterable[str]
) -> list[Document]:
    """Return the conflicts of these entities that were opened or closed after ``after``, up to ``until``.

    With ``after`` 0 only open ones: whoever knows of none needs no news of closed ones.
    """
    news = conflict.c.seq > after if after else conflict.c.open.is_(True)
    wanted = and_(news, conflict.c.seq <= until, conflict.c.entity.in_(list(entities)))
    found = conflicts_beyond(session, user, model, wanted, FIRST, limit=None)
    return [document for _, document in found if document is not None]


def conflicts_beyond(
    session: Session,
    user: User,
    model: Model,
    wanted: ColumnElement[bool],
    place: Place,
    *,
    limit: int | None,
    withheld: Withheld = NOTHING_WITHHELD,
) -> list[tuple[Place, Document | None]]:
    """Return the next conflicts beyond a place that meet a condition and that the user may see.

    People stand in them by their ids, by which a phone tells its own user's, with the author's name beside.
    Of a place where nothing is left to see the document is None: whoever reads on goes on from there.

    :param withheld: fields that the device does not get as they are now, as if they were hidden
    """
    rows = _beyond(session, user, model, wanted, place, limit)
    found = {row["id"]: row for row in _seen(rows, user, withheld)}
    names = names_of(session, model, {row["mine_by"] for row in found.values()}) if found else {}
    return [
        (
            Place(row.seq, row.id),
            _document(found[row.id], lambda person: person or "", names) if row.id in found else None,
        )
        for row in rows
    ]


def named_by(session: Session, user: User, work: Work) -> list[Document]:
    """Return the conflicts that a resolution names, open or closed, as its author sees them.

    Who may read and edit the record, as he may, is told of all but what is over hidden fields alone.

    :raises Invalid: ``unknown-conflict``: there is none, it is another record's, or he is not told of it
    """
    wanted = set(work.intent.conflicts)
    query = select(conflict).where(
        conflict.c.entity == work.intent.entity,
        conflict.c.record == work.intent.record,
        conflict.c.id.in_(sorted(wanted)),
    )
    found = _seen(session.execute(query).all(), user)
    if {row["id"] for row in found} != wanted:
        raise work.intent.refusal("unknown-conflict")
    return found


def told_of(session: Session, user: User, entity: str, record: str, ids: Iterable[str]) -> set[str]:
    """Return which of these conflicts of a record there are and have something left that the user may see."""
    query = select(conflict).where(
        conflict.c.entity == entity, conflict.c.record == record, conflict.c.id.in_(sorted(ids))
    )
    return {row["id"] for row in _seen(session.execute(query).all(), user)}


def contested(rows: Iterable[Document], layout: Layout) -> frozenset[str]:
    """Return the fields that conflicts are about, with all of their groups."""
    named = {name for row in rows for key in VALUES for name in row[key]}
    groups = {field.group for name, field in layout.fields.items() if name in named} - {None}
    return frozenset(named | {name for name, field in layout.fields.items() if field.group in groups})


def _id_of(session: Session, work: Work, draft: ConflictDraft, origin: Origin) -> str:
    """Return an id that a disagreement gets again when a backup has lost it and its change is replayed.

    Who has chosen meanwhile names it by this id.
    """
    parts = (origin.change, *work.place, draft.kind, *sorted(draft.fields))
    identity = str(uuid.uuid5(_CONFLICTS, "\n".join(parts)))
    taken = session.execute(select(conflict.c.id).where(conflict.c.id == identity)).first()
    return str(uuid.uuid4()) if taken else identity


def _beyond(
    session: Session,
    user: User,
    model: Model,
    wanted: ColumnElement[bool],
    place: Place,
    limit: int | None,
) -> Sequence[Row[Any]]:
    later = and_(conflict.c.seq == place.seq, conflict.c.id > place.id)
    query = select(conflict).where(wanted, or_(conflict.c.seq > place.seq, later), visible_to(user, model))
    return session.execute(query.order_by(conflict.c.seq, conflict.c.id).limit(limit)).all()


def _place(mark: str | None) -> Place:
    if mark is None:
        return FIRST
    seq, _, identity = mark.partition(".")
    try:
        return Place(int(seq), str(uuid.UUID(identity)))
    except ValueError:
        raise Invalid("page-mark-invalid", field="after") from None


def _seen(rows: Iterable[Row[Any]], user: User, withheld: Withheld = NOTHING_WITHHELD) -> list[Document]:
    """Return the rows without what is hidden from the user, and without those of which nothing is left."""
    found = []
    for row in rows:
        hidden = user.hidden(row.entity) | withheld.get(row.entity, frozenset())
        whole = dict(row._mapping)
        parts = {key: _without(whole[key], hidden) for key in VALUES} if hidden else {}
        touched = any(parts[key] != whole[key] for key in parts)
        if touched and row.kind in OF_FIELDS and not any(parts.values()):
            continue
        found.append({**whole, **parts})
    return found


def _without(values: Mapping[str, Any], hidden: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in hidden}


def _document(
    row: Mapping[str, Any], told: Callable[[str | None], str], names: Mapping[str | None, str]
) -> Document:
    plain = ("id", "entity", "record", "kind", "base", "mine", "theirs", "version", "change", "open")
    return {
        **{key: row[key] for key in plain},
        "mine_by": told(row["mine_by"]),
        "mine_by_name": names[row["mine_by"]],
        "mine_at": format_instant(row["mine_at"]),
        "theirs_by": told(row["theirs_by"]),
        "theirs_at": format_instant(row["theirs_at"]),
    }


def visible_to(user: User, model: Model) -> ColumnElement[bool]:
    """Return whether a conflict is the user's to see, but for what of it is hidden from him."""
    readable, editable = (within_any(user, one, model.entities) for one in ("read", "edit"))
    same = and_(record.c.entity == conflict.c.entity, record.c.id == conflict.c.record)
    his = or_(
        conflict.c.mine_by == user.person, record.c.owner.in_([user.person, *sorted(user.circle.teams)])
    )
    of_them = exists().where(same, readable, or_(his, editable))
    # Asked entity by entity it need not look at a record of which everything may be read and edited.
    whole = [one for one in model.entities if user.depth("read", one) == user.depth("edit", one) == "all"]
    return or_(conflict.c.entity.in_(whole), of_them)


def _last_writer(session: Session, work: Work, fields: frozenset[str]) -> tuple[str | None, Any]:
    """Return who last changed any of the fields, and when."""
    sidecar = work.sidecar
    if sidecar is None:
        raise ValueError(f"a conflict needs a record at {work.place}")
    version = max((sidecar.version_of(name) for name in fields), default=sidecar.version)
    entity, identity = work.place
    found = session.execute(
        select(history.c.by, history.c.at)
        .where(
            history.c.entity == entity,
            history.c.id == identity,
            history.c.version == (sidecar.version if sidecar.gone else version),
        )
        .order_by(history.c.seq)
        .limit(1)
    ).one_or_none()
    return (sidecar.modified_by, sidecar.modified_at) if found is None else (found.by, found.at)

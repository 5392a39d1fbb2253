"""What a pull has to know before anything else, read with one statement: most pulls end with it.

The device with its generations, where the stream stands, the marks of what is published and wished, and
whether there is anything at all of what is rare: records that are kept or shared, conflicts, marks. What is
found here spares the question for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select, union
from sqlalchemy.orm import Session

from backend.accounts.models import Device
from backend.accounts.user import User
from backend.errors import Conflict
from backend.metadata.models import WishVersion
from backend.metadata.service import publication_mark
from backend.offline.models import ScopeMark, ScopeState
from backend.offline.sets import State, state_from
from backend.offline.wish_models import RecentRecord
from backend.records import reach
from backend.records.models import conflict, kept, record_share, stream
from backend.records.stream import StreamState

_device, _state, _wish = Device.__table__, ScopeState.__table__, WishVersion.__table__
_mark, _recent = ScopeMark.__table__, RecentRecord.__table__
_person = bindparam("the_person", type_=kept.c.person.type)
_single = union(
    select(kept.c.entity).where(kept.c.person == _person),
    select(_recent.c.entity).where(_recent.c.person == _person),
).subquery()

_footing = (
    select(
        _device.c.account,
        _device.c.metadata_version,
        stream.c.epoch,
        stream.c.head,
        stream.c.floor,
        _state.c.acknowledged,
        _state.c.pending,
        _state.c.last,
        _state.c.acknowledged_ledger,
        _state.c.pending_ledger,
        _wish.c.mark.label("wishes"),
        publication_mark().label("publication"),
        # No name of an entity has a comma in it.
        select(func.aggregate_strings(_single.c.entity, ",")).scalar_subquery().label("single"),
        exists(select(kept.c.person).where(kept.c.person == _person)).label("keeps"),
        select(func.max(_mark.c.seq)).scalar_subquery().label("newest_mark"),
        select(func.max(conflict.c.seq)).scalar_subquery().label("newest_conflict"),
        exists(select(record_share.c.entity)).label("shares"),
    )
    .select_from(
        _device.outerjoin(_state, _state.c.device == _device.c.id)
        .outerjoin(stream, stream.c.no == 1)
        .outerjoin(_wish, _wish.c.no == 1)
    )
    .where(_device.c.id == bindparam("the_device", type_=_device.c.id.type))
)


@dataclass(frozen=True, slots=True)
class Footing:
    """Where a device, and everything around it, stands on one snapshot."""

    stream: StreamState
    state: State
    metadata_version: int
    """That by which the device works; 0: none yet."""
    publication: str | None
    """The mark of what is published; None: nothing yet."""
    wishes: str
    """The wish version's mark."""
    single: frozenset[str]
    """The entities of which the user keeps records, or opened some lately."""
    keeps: bool
    """Whether he keeps any."""
    newest_mark: int
    """The highest mark of any entity."""
    newest_conflict: int
    """The highest number under which a conflict was opened or closed."""


def footing_of(session: Session, user: User, device: str) -> Footing:
    """Return where a device of the user's stands, for a transaction that only reads.

    :raises Conflict: ``unknown-device``; another person's device is as unknown as none
    """
    place = {"the_device": device, "the_person": user.person}
    row = session.connection().execute(_footing, place).one_or_none()
    if row is None or row.account != user.account:
        raise Conflict("unknown-device")
    reach.note_shares(session, there=row.shares)
    return Footing(
        stream=StreamState("", 0, 0) if row.epoch is None else StreamState(row.epoch, row.head, row.floor),
        state=State() if row.last is None else state_from(row),
        metadata_version=row.metadata_version,
        publication=row.publication,
        wishes=row.wishes or "",
        single=frozenset(row.single.split(",")) if row.single else frozenset(),
        keeps=bool(row.keeps),
        newest_mark=row.newest_mark or 0,
        newest_conflict=row.newest_conflict or 0,
    )

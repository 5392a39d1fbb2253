"""What one page of a pull stands on: whose, on which snapshot, under which rights and wishes.

Everything is read in one transaction; nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata import service
from backend.metadata.service import Metadata
from backend.offline import sets
from backend.offline.ledger import Entry
from backend.offline.scope import Scope
from backend.offline.sets import State
from backend.offline.wanted import Wanted, wanted_of
from backend.records import read
from backend.records.models import record
from backend.records.stream import StreamState, state
from backend.sync.parcel import Row

_ids = select(record.c.rid, record.c.id).where(
    record.c.entity == bindparam("the_entity"), record.c.rid.in_(bindparam("rids", expanding=True))
)


@dataclass(frozen=True)
class Ground:
    """One device, as its user may see it now."""

    session: Session
    user: User
    device: str
    now: dt.datetime

    @cached_property
    def stream(self) -> StreamState:
        """Epoch, head and floor of this snapshot."""
        return state(self.session)

    @cached_property
    def metadata(self) -> Metadata:
        """What is published."""
        return service.current(self.session)

    @cached_property
    def wanted(self) -> Wanted:
        """What the user wants on his devices."""
        return wanted_of(self.session, self.user, self.metadata)

    @cached_property
    def scope(self) -> Scope:
        """What the device may hold."""
        return Scope(self.session, self.user, self.metadata, self.wanted, self.device, self.now)

    @cached_property
    def state(self) -> State:
        """The generations of the device."""
        return sets.state_of(self.session, self.device)

    @property
    def entities(self) -> tuple[str, ...]:
        """The entities of which the device may hold records, parents first."""
        return self.scope.entities

    @cached_property
    def all_entities(self) -> tuple[str, ...]:
        """These, those that their records refer to, and those of which the device still holds something."""
        named = {*self.entities, *self.scope.sight.targets, *self.state.entities}
        ordered = [entity for entity in self.metadata.model.parents_first if entity in named]
        return (*ordered, *sorted(named.difference(ordered)))

    def entry(self, entity: str, *, full: int, trace: int) -> Entry:
        """Return what the ledger is to say of an entity whose rows are masked as they are now."""
        sight = self.scope.sight
        return Entry(full, trace, sight.withheld(entity), sight.label(entity))

    def rows(self, entity: str, ids: Sequence[str]) -> dict[str, Row]:
        """Return the records ``ids``, all of which are in scope, as they come down: masked."""
        if not ids:
            return {}
        found = read.rows_for(
            self.session,
            self.metadata.model,
            entity,
            ids,
            user=self.user,
            fields=self.scope.sight.sent(entity) if self.scope.sight.withheld(entity) else None,
        )
        return {row[0]: row for row in found}

    def ids(self, entity: str, rids: Iterable[int]) -> dict[int, str]:
        """Return the ids of records that the device holds, gone ones included."""
        found = self.session.connection().execute(_ids, {"the_entity": entity, "rids": list(rids)})
        return dict(found.all())

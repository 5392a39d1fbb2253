"""What one page of a pull stands on: whose, on which snapshot, under which rights and wishes.

Everything is read in one transaction; nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import orjson
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata import service
from backend.metadata.lifts import retyped_since
from backend.metadata.service import Metadata
from backend.offline.ledger import Entry
from backend.offline.scope import Scope
from backend.offline.sets import State
from backend.offline.wanted import Wanted, wanted_of
from backend.records import read
from backend.records.stream import StreamState
from backend.sync.footing import Footing, footing_of
from backend.sync.parcel import Row

# By ``rid`` alone, which is nobody else's: asked for the entity too, SQLite reads all of its records.
_PLACES = "SELECT rid, id, seq FROM record WHERE rid IN (SELECT value FROM json_each(?))"
_PLACES_POSTGRESQL = "SELECT rid, id::text, seq FROM record WHERE rid = ANY(%s::bigint[])"


@dataclass(frozen=True)
class Ground:
    """One device, as its user may see it now."""

    session: Session
    user: User
    device: str
    now: dt.datetime
    reached: int | None = None
    """The stage of a first copy up to which the device has come, or is to come; None: to the last one."""

    def at(self, reached: int | None) -> Ground:
        """Return the same device at another stage of its first copy."""
        return self if reached == self.reached else replace(self, reached=reached)

    @cached_property
    def footing(self) -> Footing:
        """What was read of all of this at once.

        :raises Conflict: ``unknown-device``
        """
        return footing_of(self.session, self.user, self.device)

    @property
    def stream(self) -> StreamState:
        """Epoch, head and floor of this snapshot."""
        return self.footing.stream

    @cached_property
    def metadata(self) -> Metadata:
        """What is published."""
        return service.marked(self.session, self.footing.publication)

    @cached_property
    def all_wanted(self) -> Wanted:
        """What the user wants on his devices."""
        footing = self.footing
        return wanted_of(self.session, self.user, self.metadata, mark=footing.wishes, single=footing.single)

    @cached_property
    def wanted(self) -> Wanted:
        """The same, as far as the device is to have come."""
        return self.all_wanted.through(self.reached)

    @property
    def coming(self) -> tuple[str, ...]:
        """The entities that come with later stages."""
        return tuple(one for one in self.all_wanted.entities if one in self.wanted.later)

    @cached_property
    def scope(self) -> Scope:
        """What the device may hold."""
        behind = retyped_since(self.session, self.metadata, self.footing.metadata_version)
        return Scope(self.session, self.user, self.metadata, self.wanted, self.device, self.now, behind)

    @property
    def reached_stage(self) -> int | None:
        """The stage up to which the device comes here, where there is one after it."""
        return self.reached if self.coming else None

    @property
    def state(self) -> State:
        """The generations of the device."""
        return self.footing.state

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
        return Entry(full, trace, sight.withheld(entity), sight.label(entity), sight.columns(entity))

    def rows(self, entity: str, ids: Sequence[str], *, pointing: bool = True) -> dict[str, Row]:
        """Return the records ``ids``, all of which are in scope, as they come down: masked.

        :param pointing: whether what they point at is wanted beside their text
        """
        if not ids:
            return {}
        sight = self.scope.sight
        return read.texts_for(
            self.session,
            self.metadata.model,
            entity,
            ids,
            user=self.user,
            fields=sight.sent(entity) if sight.withheld(entity) else None,
            lookups=sight.lookups(entity) if pointing else (),
        )

    def places(self, rids: Iterable[int]) -> dict[int, tuple[str, int]]:
        """Return id and number of records that the device holds, gone ones included."""
        connection, wanted = self.session.connection(), list(rids)
        if connection.dialect.name == "postgresql":
            found = connection.exec_driver_sql(_PLACES_POSTGRESQL, (wanted,))
        else:
            found = connection.exec_driver_sql(_PLACES, (orjson.dumps(wanted).decode(),))
        return {rid: (id_, seq) for rid, id_, seq in found.all()}

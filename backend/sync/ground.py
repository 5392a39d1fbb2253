"""What one page of a pull stands on: whose, on which snapshot, under which profile.

Everything is read in one transaction; nothing here writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata import service
from backend.metadata.service import Metadata
from backend.offline import sets
from backend.offline.scope import scope
from backend.offline.sets import State
from backend.records import read
from backend.records.models import record
from backend.records.stream import StreamState, state
from backend.sync.cursors import Cursor
from backend.sync.parcel import Row


@dataclass(frozen=True)
class Ground:
    """One device, as its user may see it now."""

    session: Session
    user: User
    device: str

    @cached_property
    def stream(self) -> StreamState:
        """Epoch, head and floor of this snapshot."""
        return state(self.session)

    @cached_property
    def metadata(self) -> Metadata:
        """What is published."""
        return service.current(self.session)

    @cached_property
    def state(self) -> State:
        """The generations of the device."""
        return sets.state_of(self.session, self.device)

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """The entities of the profile that the user may read, parents first; no other is ever named."""
        profile = self.metadata.profile["entities"]
        wanted = {part["id"] for part in profile if self.user.may("read", part["id"])}
        return tuple(entity for entity in self.metadata.model.parents_first if entity in wanted)

    @cached_property
    def all_entities(self) -> tuple[str, ...]:
        """These, and those of which the device still holds something."""
        rest = sets.entities_of(self.session, self.device) - set(self.entities)
        return (*self.entities, *sorted(rest))

    @property
    def profile_version(self) -> int:
        """The version of the profile."""
        return int(self.metadata.profile["version"])

    def cursor(self, *, generation: int, whole: bool = False) -> Cursor:
        """Return the cursor of this snapshot."""
        return Cursor(
            epoch=self.stream.epoch,
            head=self.stream.head,
            generation=generation,
            rights_key=self.user.rights_key,
            profile=self.profile_version,
            metadata=self.metadata.version,
            whole=whole,
        )

    def in_scope(self, entity: str, rids: Iterable[int]) -> set[int]:
        """Return those of ``rids`` that the device may hold."""
        query = scope(self.metadata.profile, self.user, entity).where(record.c.rid.in_(list(rids)))
        return set(self.session.scalars(query.with_only_columns(record.c.rid)))

    def rows(self, entity: str, ids: Sequence[str]) -> dict[str, Row]:
        """Return the records ``ids``, all of which are in scope, as they come down."""
        return {row[0]: row for row in read.rows_for(self.session, self.metadata.model, entity, ids)}

    def why(self, entity: str, *, gone: bool) -> str:
        """Say why a record leaves the device: a deleted and an unreadable one are not told apart."""
        return "lost" if gone or not self.user.may("read", entity) else "left"

    def ids(self, entity: str, rids: Iterable[int]) -> dict[int, tuple[str, bool]]:
        """Return id and whether it is gone of records that the device holds."""
        found = self.session.execute(
            select(record.c.rid, record.c.id, record.c.gone).where(
                record.c.entity == entity, record.c.rid.in_(list(rids))
            )
        )
        return {rid: (id_, gone) for rid, id_, gone in found}

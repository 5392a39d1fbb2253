"""Which way values go: what a device may send up of an entity, by the profiles that its user has now.

No right: what he does over HTTP is not asked for its direction. A device that worked by an earlier profile
keeps what is refused here in its outbox. What several profiles say is united before, so that two ways win; an
entity that none of them takes along (or by the direction *none*) is on the device by a filter or a pin, and
rights alone decide. A new record brings its first values whole; a business step is run here and brings none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Forbidden
from backend.metadata.model import Document
from backend.metadata.service import Metadata, profile_for

FREE: Final = frozenset({"keep", "resolve"})
"""Acts that no direction stops: what the user keeps, and the end of a conflict over what was let in."""


class Directions:
    """The directions of one request: read with its first new change, by one small statement."""

    def __init__(self, session: Session, user: User) -> None:
        self._session, self._user = session, user
        self._read: tuple[str, Mapping[str, Document]] | None = None

    def check(self, change: Mapping[str, Any], metadata: Metadata) -> None:
        """Refuse a change that holds what only comes down.

        :raises Forbidden: ``down-only`` or ``field-down-only``
        """
        parts = self._parts(metadata)
        for act in change["acts"]:
            part = None if act["kind"] in FREE else parts.get(act["entity"])
            if part is None:
                continue
            place = {"entity": act["entity"], "record": act["record"]}
            if part["direction"] == "down":
                raise Forbidden("down-only", **place)
            if act["kind"] == "set":
                for field in act["edits"]:
                    if self._stays(part, field, metadata):
                        raise Forbidden("field-down-only", field=field, **place)

    def _parts(self, metadata: Metadata) -> Mapping[str, Document]:
        if self._read is None or self._read[0] != metadata.mark:
            profile = profile_for(self._session, self._user, metadata)
            self._read = metadata.mark, {part["id"]: part for part in profile["entities"]}
        return self._read[1]

    def _stays(self, part: Document, field: str, metadata: Metadata) -> bool:
        """Say whether a field is not taken up; of one that there is not, or that is hidden, others answer."""
        entity = metadata.model.entities.get(part["id"])
        if part["fields"] is None or entity is None or field not in entity.fields:
            return False
        if field in self._user.hidden(entity.id):
            return False
        direction = next((one["direction"] for one in part["fields"] if one["id"] == field), None)
        return direction == "down" or (direction is None and field != entity.title)

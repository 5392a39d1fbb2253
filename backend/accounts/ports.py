"""What accounts ask of features above them, joined in ``backend/__init__``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from backend.accounts.user import User


class Records(Protocol):
    """The records of people, teams and business units, written as every record is."""

    def create(
        self, session: Session, user: User, entity: str, values: Mapping[str, Any], now: dt.datetime
    ) -> str:
        """Make a record and return its id.

        :raises AppError: why it is refused
        """

    def edit(
        self,
        session: Session,
        user: User,
        entity: str,
        identity: str,
        values: Mapping[str, Any],
        now: dt.datetime,
    ) -> None:
        """Set values of a record as it stands now.

        :raises AppError: why it is refused
        """

    def remove(self, session: Session, user: User, entity: str, identity: str, now: dt.datetime) -> None:
        """Delete a record as it stands now.

        :raises AppError: why it is refused
        """

    def touch(
        self, session: Session, places: Iterable[tuple[str, str]], user: User, now: dt.datetime
    ) -> object:
        """Give the records at these places (entity, id) new numbers: who may read what, may have changed."""


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The records of people, and the metadata that devices work by."""

    create_person: Callable[[Session, str, str], str]
    """Makes the record of a person: (session, name, e-mail) → record id."""
    records: Records
    roles_changed: Callable[[Session], None]
    """Lets devices learn that what somebody may do has changed."""

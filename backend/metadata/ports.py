"""What metadata asks of features above it, joined in ``backend/__init__``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.metadata.model import Model
from backend.metadata.package_files import Package

Document = dict[str, Any]


class MigrateTables(Protocol):
    """Makes the entity tables fit a new model."""

    def __call__(self, session: Session, old: Model | None, new: Model, *, leave: bool = False) -> None:
        """``leave``: values of retyped fields that cannot be converted may stay behind."""


class BeginPublication(Protocol):
    """Begins a publication that converts too much for one transaction; None: it may be done at once."""

    def __call__(
        self,
        session: Session,
        user: User,
        workspace: str,
        publication: Mapping[str, Any],
        *,
        now: dt.datetime,
    ) -> Document | None:
        """Return how it stands."""


class CountEffects(Protocol):
    """Counts what a publication would do to records; :mod:`backend.metadata.effects` says what is asked."""

    def effects(
        self,
        session: Session,
        workspace: str,
        after: str | None,
        *,
        now: dt.datetime,
        most: int | None = None,
    ) -> Document:
        """Return a part of the answer, ``most`` questions of it at most."""

    def uncounted(self, session: Session, workspace: str, after: str | None) -> Document:
        """Return the part that leaves the next question open."""

    def unfit(self, session: Session, user: User, workspace: str, entity: str, field: str) -> list[Document]:
        """Return values that cannot be converted, of records that the user may read."""

    def records(self, session: Session, entity: str) -> int:
        """Return how many records an entity has."""


def at_once(
    session: Session, user: User, workspace: str, publication: Mapping[str, Any], *, now: dt.datetime
) -> Document | None:
    """Leave every publication to the transaction that asks for it."""
    return None


def no_progress(session: Session, workspace: str) -> Document | None:
    """Know of no publication under way."""
    return None


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The records' tables, publications that convert them slice by slice, and the generators of data."""

    migrate: MigrateTables
    begin: BeginPublication = at_once
    progress: Callable[[Session, str], Document | None] = no_progress
    effects: CountEffects
    seed: Callable[[Package], None]
    """Makes the data of a package that was just brought in; opens its own transactions."""

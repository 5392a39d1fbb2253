"""The one way in which business values are written: changes applied, each whole or not at all.

Each change runs in a savepoint through the same stages (:mod:`.stages`): its acts gathered by record, rights,
values read in; then, with the stream locked, how the records stand, what the user may do to each, what
becomes of it, whether all of it may stand; then numbers and rows. A refusal ends its change and gives its
numbers back; the next one goes on.

A refusal tells of nothing that the user may not read: such a record is one that there is not, and a hidden
field is not named.

Who sends a change twice is not known here: :mod:`backend.sync` answers a repeat before it comes here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import AppError
from backend.metadata.service import Metadata
from backend.records.stages import (
    Change,
    Outcome,
    Part,
    origin_of,
    outcome_of,
    read_in,
    settle,
    tell_written,
    write_settled,
)


def apply(
    session: Session,
    user: User,
    changes: Iterable[Change],
    *,
    metadata: Metadata,
    now: dt.datetime,
    device: str | None = None,
    imported: bool = False,
) -> list[Outcome]:
    """Apply changes in their order and return one outcome each; nothing expected is raised.

    :param metadata: the publication in force, whose model decides
    :param imported: the change brings what the server gives otherwise: read-only fields, auto-numbers,
        and ``owner`` in a create act. For packages and imports; never for what a person sends.
    """
    outcomes = []
    written: list[Part] = []
    for change in changes:
        origin = origin_of(change, user, device, now, imported=imported)
        try:
            with session.begin_nested():
                parts = [read_in(session, change, origin, metadata)]
                settle(session, parts, metadata)
                outcomes += write_settled(session, parts)
            written += parts
        except AppError as refusal:
            outcomes.append(outcome_of(change, "rejected", problem=_told(refusal, user)))
    tell_written(session, written)
    return outcomes


def _told(refusal: AppError, user: User) -> dict[str, Any]:
    """Return the problem without the name of a hidden field, unless it is the user who named it."""
    problem = refusal.problem()
    entity = problem["arguments"].get("entity")
    hidden = user.hidden(entity) if isinstance(entity, str) else frozenset()
    if problem.get("field") in hidden and refusal.code != "unknown-field":
        del problem["field"]
    return problem

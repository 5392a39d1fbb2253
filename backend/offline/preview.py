"""What a person's device would hold now, counted: records and bytes by entity, exactly as they are sent.

It asks the scope itself and dumps the rows that a pull would put, so a preview and a sync cannot differ.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy.orm import Session

from backend.accounts.asking import context_of
from backend.accounts.sessions import user_of_person
from backend.accounts.user import User
from backend.errors import NotFound
from backend.expressions.tree import EVERYTHING, Tree
from backend.metadata import service
from backend.metadata.assignments import assignments, given_to
from backend.metadata.model import Model
from backend.offline.filter_edits import check_condition
from backend.offline.scope import Scope
from backend.offline.wanted import wanted_of
from backend.protocol.shape import UUID
from backend.records import read

Row = tuple[str, int, dict[str, Any]]

ROWS_AT_ONCE = 500
SAMPLE = 200


def as_person(session: Session, person: str, *, now: dt.datetime) -> dict[str, Any]:
    """Return what a device of a person would hold, as the protocol's ``PreviewedProfile``.

    What he opened lately on one device is not counted: it is that device's own.

    :raises NotFound: ``unknown-person``: nobody of that id may sign in
    """
    user = user_of_person(session, person) if re.match(UUID, person) else None
    if user is None:
        raise NotFound("unknown-person")
    metadata = service.current(session)
    scope = Scope(session, user, metadata, wanted_of(session, user, metadata), None, now)
    entities = [_counted(scope, entity) for entity in scope.entities]
    return {
        "person": person,
        "profiles": [one for one in given_to(user, assignments(session)) if one in metadata.profiles],
        "entities": entities,
        "rows": sum(one["rows"] for one in entities),
        "bytes": sum(one["bytes"] for one in entities),
    }


def rows_of(scope: Scope, entity: str) -> Iterator[Row]:
    """Give the rows of an entity that a device would hold, as they are sent, in order of their ids."""
    ids = sorted(id_ for _, id_ in scope.session.execute(scope.query(entity)))
    fields = scope.sight.sent(entity)
    for start in range(0, len(ids), ROWS_AT_ONCE):
        some = ids[start : start + ROWS_AT_ONCE]
        yield from read.rows_for(
            scope.session, scope.metadata.model, entity, some, user=scope.user, fields=fields
        )


def of_filter(
    session: Session, user: User, entity: str, condition: Tree, *, now: dt.datetime
) -> dict[str, Any]:
    """Return what a condition would bring the user, as the protocol's ``FilterPreview``.

    The bytes are those of the first records, reckoned up to all of them.

    :raises Invalid: something is wrong in the condition, with the place
    """
    metadata = service.current(session)
    check_condition(condition, entity, metadata.model, user)
    asked = None if condition == EVERYTHING else condition
    found = read.page(
        session, metadata, user, entity, context=context_of(user, now), limit=SAMPLE, filter=asked
    )
    records = found["records"]
    size = sum(len(orjson.dumps([one["id"], one["version"], one["values"]])) for one in records)
    return {
        "count": found["total"],
        "bytes": size * int(found["total"]) // len(records) if records else 0,
        "first": _labels(metadata.model, entity, records[:20]),
    }


def _counted(scope: Scope, entity: str) -> dict[str, Any]:
    rows = size = 0
    for row in rows_of(scope, entity):
        rows += 1
        size += len(orjson.dumps(row))
    return {"entity": entity, "rows": rows, "bytes": size}


def _labels(model: Model, entity: str, records: list[dict[str, Any]]) -> dict[str, str]:
    title = model.entity(entity).title
    return {one["id"]: str(one["values"].get(title) or "") for one in records}

"""Where the user stands, as his devices are told: rights, reach, circle, what he keeps, and his filters.

With it a phone decides offline what may be done to a record as the server did at the last sync. It is told
when it differs from what the cursor says the device was told. The key has two parts: what hangs on rights
and wishes, which every pull can afford to look at, and what hangs on records, which moves with the stream.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from backend.accounts.user import DEPTHS
from backend.offline.filters import shown_filters
from backend.protocol.metadata import OPERATIONS
from backend.records import reach
from backend.records.models import kept
from backend.sync.ground import Ground

Document = dict[str, Any]
"""A :class:`backend.protocol.standing.Standing` as it travels."""

_kept_by = (
    select(kept.c.entity, kept.c.record, kept.c.how)
    .where(kept.c.person == bindparam("the_person", type_=kept.c.person.type))
    .order_by(kept.c.entity, kept.c.record, kept.c.how)
)
_NAMED = tuple(depth for depth in DEPTHS if depth not in ("none", "all"))


def standing_of(ground: Ground, told: str, *, since: int) -> tuple[str, Document | None]:
    """Return the key of where the user stands, and all of it if that is news.

    :param told: the key that the device was told last
    :param since: the number that the device has come to: without newer ones only wishes can have moved
    """
    wishes = _wishes(ground)
    wishes_key = _key(wishes)
    if ground.stream.head == since and told.startswith(f"{wishes_key}."):
        return told, None
    records = {"reach": _reach(ground), "kept": _kept(ground)}
    key = f"{wishes_key}.{_key(records)}"
    return key, None if key == told else {"key": key, **wishes, **records}


def _wishes(ground: Ground) -> Document:
    user, model = ground.user, ground.metadata.model
    readable = [entity for entity in sorted(model.entities) if user.may("read", entity)]
    filters = shown_filters(ground.session, user, model, ground.wanted.mark)
    circle = user.circle
    return {
        "rights": {
            entity: {operation: user.depth(operation, entity) for operation in OPERATIONS}
            for entity in readable
        },
        "readOnly": {entity: sorted(only) for entity in readable if (only := user.read_only(entity))},
        "circle": {
            "teams": sorted(circle.teams),
            "reports": sorted(circle.reports),
            "reportTeams": sorted(circle.report_teams),
            "unit": circle.unit,
            "language": user.language,
            "zone": user.zone,
        },
        "filters": [one.wire() for one in filters],
    }


def _reach(ground: Ground) -> Document:
    """Return the owners that each depth reaches which any right of the user's has."""
    user, model = ground.user, ground.metadata.model
    owned = [entity.id for entity in model.entities.values() if entity.owned]
    used = {user.depth(operation, entity) for entity in owned for operation in OPERATIONS}
    return {
        depth: sorted(reach.owners(ground.session, user, depth)) if depth in used else [] for depth in _NAMED
    }


def _kept(ground: Ground) -> list[Document]:
    """Return what the user keeps, of what he may read."""
    if not ground.footing.keeps:
        return []
    rows = ground.session.connection().execute(_kept_by, {"the_person": ground.user.person}).all()
    ids: dict[str, set[str]] = defaultdict(set)
    for entity, record, _ in rows:
        ids[entity].add(record)
    readable = {
        (entity, record)
        for entity, records in ids.items()
        for record in ground.scope.known(entity, sorted(records)).values()
    }
    return [
        {"entity": entity, "record": record, "how": how}
        for entity, record, how in rows
        if (entity, record) in readable
    ]


def _key(document: Document) -> str:
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]

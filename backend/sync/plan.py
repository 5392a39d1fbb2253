"""The first complete copy: a plan of pages, and each page as it is asked for; or a plan for each stage of it.

The plan fixes the set that the device is to hold, at one head. Pages are cut by record id; each gives the
members of that set that are still in scope, so what came later, or has left, is for the pull that follows
from the plan's cursor; so are the labels of what the records refer to. On other terms of the scope a plan
is void.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pyroaring import BitMap
from sqlalchemy import bindparam, func, select

from backend.errors import Conflict, Malformed
from backend.offline import sets
from backend.offline.ledger import EMPTY
from backend.offline.marks import newest_mark
from backend.offline.models import FULL, TRACE
from backend.offline.sets import Held, Step
from backend.protocol.shape import UUID
from backend.records.models import record
from backend.sync.cursors import Cursor, Seal
from backend.sync.ground import Ground
from backend.sync.limits import SLICE_ROWS
from backend.sync.limits import SNAPSHOT_BYTES as PAGE_BYTES
from backend.sync.limits import SNAPSHOT_ROWS as PAGE_ROWS
from backend.sync.parcel import as_lines

_SAMPLE = 50
_FEWEST = 10
_SPARSE = 16
"""Where fewer than one record in so many is a member, looking at all of them costs more than asking."""
_FIRST, _LAST = "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"

_between = (
    select(record.c.rid, record.c.id, record.c.seq)
    .where(record.c.entity == bindparam("the_entity"))
    .where(record.c.id > bindparam("after"), record.c.id <= bindparam("until"))
    .order_by(record.c.id)
    .limit(bindparam("most"))
)


def make_plan(ground: Ground, seal: Seal) -> tuple[dict[str, Any], Step]:
    """Return the plan of everything that the device may hold now, and the step that remembers it."""
    nothing = {(entity, holding): BitMap() for entity in ground.state.entities for holding in (FULL, TRACE)}
    return _planned(ground, seal, ground.entities, ground.stream.head, before=nothing)


def plan_stage(ground: Ground, seal: Seal, cursor: Cursor) -> tuple[dict[str, Any], Step]:
    """Return the plan of the next stage of a first copy, of which the device has those up to ``cursor``.

    It fixes what the stage's own entities bring. What is new of the others since ``cursor`` comes with the
    pull that follows the plan, which therefore begins where they stand.

    ``ground``: at the stage that is to come.
    """
    had = ground.state.ledger(cursor.generation)
    entities = [entity for entity in ground.entities if ground.wanted.stage(entity) > (cursor.reached or 0)]
    traces = {
        held: sets.members(ground.session, ground.device, held, cursor.generation)
        for entity in entities
        if had.get(entity, EMPTY).trace
        for held in [(entity, TRACE)]
    }
    return _planned(ground, seal, entities, cursor.head, before=traces, of=cursor)


def _planned(
    ground: Ground,
    seal: Seal,
    entities: Iterable[str],
    head: int,
    *,
    before: Mapping[Held, BitMap],
    of: Cursor | None = None,
) -> tuple[dict[str, Any], Step]:
    """Plan some entities in full; of what the device has ``before`` there remains what is not among them."""
    state, generation = ground.state, ground.state.last + 1
    presented = of.generation if of else 0
    cursor = Cursor(
        epoch=ground.stream.epoch,
        head=head,
        generation=generation,
        scope_key=ground.scope.key,
        standing=of.standing if of else "",
        whole=True,
        reached=ground.reached_stage,
    )
    wholes = dict(before)
    ledger = dict(state.ledger(presented))
    planned = []
    for entity in entities:
        members = ground.scope.members(entity, by_id=True)
        full = wholes[entity, FULL] = BitMap(members)
        trace = before.get((entity, TRACE), BitMap()) - full
        if (entity, TRACE) in before:
            wholes[entity, TRACE] = trace
        ledger[entity] = ground.entry(entity, full=len(full), trace=len(trace))
        size = _page_size(ground, entity, members)
        ends = _ids(ground, members[size - 1 : len(members) - 1 : size])
        stage = ground.wanted.stage(entity)
        planned.append({"entity": entity, "count": len(members), "stage": stage, "ends": ends})
    step = Step(ground.device, state, presented=presented, generation=generation, ledger=ledger, whole=wholes)
    reply = {
        "type": "plan",
        "plan": seal.plan(ground.device, cursor),
        "cursor": seal.cursor(ground.device, cursor),
        "entities": planned,
        "coming": _coming(ground),
    }
    return reply, step


def _coming(ground: Ground) -> list[dict[str, Any]]:
    """Count what later stages bring."""
    if not ground.coming:
        return []
    scope, connection = ground.at(None).scope, ground.session.connection()
    return [
        {
            "entity": entity,
            "count": connection.scalar(select(func.count()).select_from(scope.query(entity).subquery())),
        }
        for entity in ground.coming
    ]


def snapshot(ground: Ground, message: Mapping[str, Any], seal: Seal) -> dict[str, Any]:
    """Return one page of a plan.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``plan-outdated`` or ``unknown-device``
    """
    plan = seal.open_plan(ground.device, message["plan"])
    ground = ground.at(plan.reached)
    stream = ground.stream
    if (plan.epoch, plan.scope_key) != (stream.epoch, ground.scope.key):
        raise Conflict("plan-outdated")
    members = (
        sets.whole_set(ground.session, ground.device, (message["entity"], FULL), plan.generation)
        if ground.state.knows(plan.generation)
        else None
    )
    if members is None:
        raise Conflict("plan-outdated")
    ids = _ids_between(ground, plan, message, members)
    rows = ground.rows(message["entity"], ids, pointing=False)
    lines = as_lines(rows[id_] for id_ in ids if id_ in rows)
    return {"type": "rows", "entity": message["entity"], "rows": lines}


def _ids_between(ground: Ground, plan: Cursor, message: Mapping[str, Any], members: BitMap) -> list[str]:
    """Return the members of one page by id that are still in scope. Other records may stand between them."""
    for bound in (message["after"], message["until"]):
        if bound and not re.match(UUID, bound):
            raise Malformed("bad-cursor")
    entity, connection = message["entity"], ground.session.connection()
    place = {
        "the_entity": entity,
        "after": message["after"] or _FIRST,
        "until": message["until"] or _LAST,
        "most": SLICE_ROWS,
    }
    page: list[Any] = []
    while True:
        found = connection.execute(_between, place).all()
        hits = [row for row in found if row[0] in members]
        page += hits
        if len(page) > PAGE_ROWS:
            raise Malformed("bad-cursor")
        if len(found) < SLICE_ROWS:
            break
        place["after"] = str(found[-1][1])
        if len(hits) * _SPARSE < len(found):
            page += _sparse(ground, place, members)
            break
    if len(page) > PAGE_ROWS:
        raise Malformed("bad-cursor")
    inside = _still_inside(ground, plan, entity, page)
    return [str(row[1]) for row in page if row[0] in inside]


def _sparse(ground: Ground, place: Mapping[str, Any], members: BitMap) -> list[Any]:
    """Return the same where few records are members: the scope's own conditions find them sooner."""
    between = (record.c.id > place["after"], record.c.id <= place["until"])
    query = ground.scope.query(place["the_entity"]).add_columns(record.c.seq).where(*between)
    found = ground.session.connection().execute(query.order_by(record.c.id)).all()
    return [row for row in found if row[0] in members]


def _still_inside(ground: Ground, plan: Cursor, entity: str, page: list[Any]) -> Collection[int]:
    """Return the numbers of those members of a page that are still in scope.

    A member was in scope at the plan's head. On the same terms, which were compared, only what gives it a
    number of its own can move it from there: a write, its owner, a share, a pin, a deletion, or a touch on
    behalf of what its conditions read. Where touches were too many there is a mark instead. So what has a
    number up to the plan's head and no mark above it need not be asked again.
    """
    moved = plan.head < ground.stream.head
    marked = moved and plan.head < newest_mark(ground.session, ground.all_entities)
    newer = {row[0] for row in page if marked or row[2] > plan.head}
    known = {row[0] for row in page} - newer
    return known | ground.scope.inside(entity, newer) if newer else known


def _ids(ground: Ground, rids: Sequence[int]) -> list[str]:
    places = ground.places(rids)
    return [places[rid][0] for rid in rids]


def _page_size(ground: Ground, entity: str, members: Sequence[int]) -> int:
    """Return how many records make a page, going by the size of a few of them."""
    sample = _ids(ground, members[:: max(1, len(members) // _SAMPLE)][:_SAMPLE])
    if not sample:
        return PAGE_ROWS
    rows = ground.rows(entity, sample).values()
    average = (2 + sum(len(row.text) + 2 for row in rows)) / len(sample)
    return min(PAGE_ROWS, max(_FEWEST, int(PAGE_BYTES * 0.8 / average)))

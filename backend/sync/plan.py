"""The first complete copy: a plan of pages, and each page as it is asked for.

The plan fixes the set that the device is to hold, at one head. Pages are cut by record id; each applies
the scope anew and gives only members of that set, so what came later, or has left, is for the pull that
follows from the plan's cursor; so are the labels of what the records refer to. On other terms of the scope
a plan is void.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
from pyroaring import BitMap

from backend.errors import Conflict, Malformed
from backend.offline import sets
from backend.offline.ledger import Entry
from backend.offline.models import FULL, TRACE
from backend.offline.sets import Held, Step
from backend.protocol.shape import UUID
from backend.records.models import record
from backend.sync.cursors import Cursor, Seal
from backend.sync.ground import Ground
from backend.sync.limits import PAGE_BYTES, PAGE_ROWS

_SAMPLE = 50
_FEWEST = 10
_STAGE = 2
"""The stage of what no profile speaks of: the user's own filters, and what he keeps."""


def make_plan(ground: Ground, seal: Seal) -> tuple[dict[str, Any], Step]:
    """Return the plan of everything that the device may hold now, and the step that remembers it."""
    generation = ground.state.last + 1
    cursor = Cursor(
        epoch=ground.stream.epoch,
        head=ground.stream.head,
        generation=generation,
        scope_key=ground.scope.key,
        whole=True,
    )
    wholes: dict[Held, BitMap] = {
        (entity, holding): BitMap() for entity in ground.state.entities for holding in (FULL, TRACE)
    }
    ledger: dict[str, Entry] = {}
    planned = []
    for entity in ground.entities:
        members = ground.session.execute(ground.scope.query(entity).order_by(record.c.id)).all()
        wholes[entity, FULL] = BitMap([rid for rid, _ in members])
        ledger[entity] = ground.entry(entity, full=len(members), trace=0)
        ids = [str(id_) for _, id_ in members]
        size = _page_size(ground, entity, ids)
        ends = ids[size - 1 : len(ids) - 1 : size]
        planned.append({"entity": entity, "count": len(ids), "stage": _stage(ground, entity), "ends": ends})
    step = Step(ground.device, ground.state, presented=0, generation=generation, ledger=ledger, whole=wholes)
    reply = {
        "type": "plan",
        "plan": seal.plan(ground.device, cursor),
        "cursor": seal.cursor(ground.device, cursor),
        "entities": planned,
    }
    return reply, step


def snapshot(ground: Ground, message: Mapping[str, Any], seal: Seal) -> dict[str, Any]:
    """Return one page of a plan.

    :raises Malformed: ``bad-cursor``
    :raises Conflict: ``plan-outdated``
    """
    plan = seal.open_plan(ground.device, message["plan"])
    if (plan.epoch, plan.scope_key) != (ground.stream.epoch, ground.scope.key):
        raise Conflict("plan-outdated")
    members = (
        sets.whole_set(ground.session, ground.device, (message["entity"], FULL), plan.generation)
        if ground.state.knows(plan.generation)
        else None
    )
    if members is None:
        raise Conflict("plan-outdated")
    ids = _ids_between(ground, message, members)
    rows = ground.rows(message["entity"], ids)
    return {
        "type": "rows",
        "entity": message["entity"],
        "rows": [rows[id_] for id_ in ids if id_ in rows],
    }


def _ids_between(ground: Ground, message: Mapping[str, Any], members: BitMap) -> list[str]:
    """Return the members of one page by id. Newer records may stand between them, in any number."""
    for bound in (message["after"], message["until"]):
        if bound and not re.match(UUID, bound):
            raise Malformed("bad-cursor")
    query = ground.scope.query(message["entity"]).order_by(record.c.id)
    if message["until"]:
        query = query.where(record.c.id <= message["until"])
    ids: list[str] = []
    after = message["after"]
    while True:
        slice_ = query.where(record.c.id > after) if after else query
        found = ground.session.execute(slice_.limit(PAGE_ROWS)).all()
        ids += [str(id_) for rid, id_ in found if rid in members]
        if len(ids) > PAGE_ROWS:
            raise Malformed("bad-cursor")
        if len(found) < PAGE_ROWS:
            return ids
        after = str(found[-1].id)


def _page_size(ground: Ground, entity: str, ids: list[str]) -> int:
    """Return how many records make a page, going by the size of a few of them."""
    sample = ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]
    if not sample:
        return PAGE_ROWS
    average = len(orjson.dumps(list(ground.rows(entity, sample).values()))) / len(sample)
    return min(PAGE_ROWS, max(_FEWEST, int(PAGE_BYTES * 0.8 / average)))


def _stage(ground: Ground, entity: str) -> int:
    stages = (int(part["stage"]) for part in ground.wanted.profile["entities"] if part["id"] == entity)
    return next(stages, _STAGE)

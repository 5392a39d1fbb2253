"""The roads from what a change writes to the records whose scopes it may move: dependencies turned round.

A condition on ``order`` that reads ``customer.region.code`` makes two of them: from a region's code, and from
a customer's region, back along the lookups to the orders. A rule that takes lines along with their order is
a relation: whatever may move an order in or out of a scope may move its lines. Derived from every rule and
filter of the installation, whoever has them, and remembered by the marks of publication and wishes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.expressions.dependencies import Read, Step, reads
from backend.expressions.tree import OWNER
from backend.metadata.assignments import wishes_mark
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.offline.dependencies import (
    Relation,
    Rule,
    Tree,
    reads_of_rule,
    relations_of,
    sound,
    tree_of,
    unit_of_owner,
)
from backend.offline.wish_models import OrganisationFilter, PersonalFilter

SHARED, KEPT = "shared", "kept"
"""What :class:`backend.records.work.Changed` calls shares and pins of a record among its fields."""

REMEMBERED = 8

_known: dict[tuple[str, str], Roads] = {}


@dataclass(frozen=True, order=True)
class Road:
    """The way back from a record that changed to those of ``origin`` whose scope it decides.

    ``by_rights``: only where a role's depth asks for the business unit of owners.
    """

    origin: str
    steps: tuple[Step, ...]
    by_rights: bool = False


@dataclass(frozen=True)
class Roads:
    """All of them."""

    roads: dict[tuple[str, str], frozenset[Road]] = field(default_factory=dict)
    """By the entity and field that were written."""
    relations: dict[str, frozenset[Relation]] = field(default_factory=dict)
    """By the entity with whose records others are taken along."""
    own: dict[str, frozenset[str]] = field(default_factory=dict)
    """The fields of a record that decide about itself, by entity."""

    def lead_from(self, entity: str, fields: Iterable[str]) -> Iterator[Road]:
        """Give the roads from a record of which ``fields`` were written."""
        for name in fields:
            yield from self.roads.get((entity, name), ())

    def moves(self, entity: str, fields: frozenset[str]) -> bool:
        """Say whether writing ``fields`` may move a record itself in or out of a scope."""
        return bool(fields & (self.own.get(entity, frozenset()) | {OWNER.id, SHARED, KEPT}))


def roads_of(session: Session, metadata: Metadata) -> Roads:
    """Return the roads of everything that is published and wished for."""
    mark = wishes_mark(session)
    place = (metadata.mark, mark)
    found = _known.get(place)
    if found is None:
        found = _built(metadata.model, _rules(metadata), *_filters(session))
        if mark and metadata.mark and wishes_mark(session) == mark:
            _known[place] = found
            for oldest in list(_known)[:-REMEMBERED]:
                _known.pop(oldest, None)
    return found


def _rules(metadata: Metadata) -> list[tuple[str, Rule]]:
    return [
        (part["id"], rule)
        for profile in metadata.profiles.values()
        for part in profile["entities"]
        for rule in part["rules"]
    ]


def _filters(session: Session) -> tuple[list[tuple[str, Tree]], list[tuple[str, Tree]]]:
    """Return the organisation's filters, and those that see with a person's eyes: own ones, templates."""
    own = select(PersonalFilter.entity, PersonalFilter.condition).where(PersonalFilter.active.is_(True))
    personal: list[tuple[str, Tree]] = [(entity, tree) for entity, tree in session.execute(own)]
    office: list[tuple[str, Tree]] = []
    columns = (OrganisationFilter.kind, OrganisationFilter.entity, OrganisationFilter.condition)
    for kind, entity, tree in session.execute(select(*columns).where(OrganisationFilter.active.is_(True))):
        (office if kind == "system" else personal).append((entity, tree))
    return office, personal


def _built(
    model: Model,
    rules: Iterable[tuple[str, Rule]],
    office: Iterable[tuple[str, Tree]],
    personal: Iterable[tuple[str, Tree]],
) -> Roads:
    fields = fields_of(model)
    read: dict[str, set[Read]] = defaultdict(set)
    relations: set[Relation] = set()
    for entity, rule in rules:
        tree = tree_of(rule)
        if entity not in model.entities or (tree is not None and not sound(tree, entity, model)):
            continue
        read[entity] |= reads_of_rule(rule, entity, fields)
        relations |= set(relations_of(tree, entity, fields)) if tree is not None else set()
    for entity, tree in office:
        if sound(tree, entity, model):
            read[entity] |= reads(tree, entity, fields)
    for entity, tree in personal:
        if sound(tree, entity, model):
            read[entity] |= _with_eyes(reads(tree, entity, fields), model)
    roads: dict[tuple[str, str], set[Road]] = defaultdict(set)
    own: dict[str, set[str]] = defaultdict(set)
    for entity, found in read.items():
        for one in found:
            if not one.steps:
                own[entity].add(one.field)
            elif not any(step.back for step in one.steps):
                roads[one.entity, one.field].add(Road(entity, one.steps))
    for owned in (entity.id for entity in model.entities.values() if entity.owned):
        for one in unit_of_owner(owned):
            roads[one.entity, one.field].add(Road(owned, one.steps, by_rights=True))
    by_other: dict[str, set[Relation]] = defaultdict(set)
    for relation in relations:
        by_other[relation.other].add(relation)
        own[relation.other if relation.back else relation.entity].add(relation.lookup)
    return Roads(
        {place: frozenset(found) for place, found in roads.items()},
        {entity: frozenset(found) for entity, found in by_other.items()},
        {entity: frozenset(found) for entity, found in own.items()},
    )


def _with_eyes(found: Iterable[Read], model: Model) -> set[Read]:
    """Add what decides whether a person may read the records that his condition walks into."""
    seen = set(found)
    for steps in {one.steps for one in seen if one.steps}:
        for end in range(1, len(steps) + 1):
            target = _target(steps[end - 1], model)
            if target is not None and model.entity(target).owned:
                seen |= {Read(target, OWNER.id, steps[:end]), *unit_of_owner(target, steps[:end])}
            if target is not None:
                seen.add(Read(target, SHARED, steps[:end]))
    return seen


def _target(step: Step, model: Model) -> str | None:
    document = model.entity(step.entity).fields.get(step.lookup)
    target = OWNER.target if document is None else document.get("target")
    return target if target in model.entities else None

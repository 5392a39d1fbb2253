"""The checks of conditions and rules in workspaces, and what those that pass read."""

from __future__ import annotations

from collections.abc import Iterable

from backend.expressions import dependencies, rule_checks, tree
from backend.expressions.dependencies import Read
from backend.metadata.block_parts import Asked, Place
from backend.metadata.condition_fields import fields_of
from backend.metadata.findings import Findings
from backend.metadata.model import Entity, Model


def check_conditions(found: Findings, asked: Iterable[Asked], at: Place, model: Model) -> None:
    """Note what is wrong with conditions of the node at ``at``."""
    for one in asked:
        for finding in _findings(one, model):
            inside = finding.place.split(".") if finding.place else ()
            found.condition((*at, *one.at, *inside), finding)


def reads_of(asked: Asked, model: Model) -> frozenset[Read]:
    """Return the fields that a condition reads; none if there is something wrong with it."""
    if asked.entity not in model.entities or _findings(asked, model):
        return frozenset()
    return dependencies.reads(asked.tree, asked.entity, fields_of(model))


def reads_of_entity(entity: Entity, model: Model) -> frozenset[Read]:
    """Return the fields that the rules of an entity and of its fields read."""
    fields, found = fields_of(model), frozenset[Read]()
    values = [one[key] for one in entity.fields.values() for key in ("computed", "defaultRule")]
    conditions = [one["requiredWhen"] for one in entity.fields.values()]
    conditions += [one["condition"] for one in entity.document["validities"]]
    for rule in filter(None, values):
        if not rule_checks.check_value(rule, entity.id, fields)[1]:
            found |= dependencies.reads(rule, entity.id, fields)
    for rule in filter(None, conditions):
        if not rule_checks.check_condition(rule, entity.id, fields):
            found |= dependencies.reads(rule, entity.id, fields)
    return found


def _findings(asked: Asked, model: Model) -> list[tree.Finding]:
    if asked.entity not in model.entities:
        return []
    if asked.value:
        return rule_checks.check_value(asked.tree, asked.entity, fields_of(model))[1]
    check = rule_checks.check_condition if asked.rule else tree.check
    return check(asked.tree, asked.entity, fields_of(model))

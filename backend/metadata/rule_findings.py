"""The checks of the rules in a model: each by itself, and that none goes round in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError
from typing import Final

from backend.expressions.dependencies import reads, uses
from backend.expressions.findings import Tree
from backend.expressions.held import can_hold
from backend.expressions.rule_checks import check_condition, check_value
from backend.metadata.condition_fields import fields_of
from backend.metadata.findings import Findings
from backend.metadata.model import Document, Model
from backend.metadata.model_rules import Made, Place, made_rules, order_of

AT_ODDS: Final = ("required", "unique", "default", "defaultRule", "requiredWhen", "group", "policy")
"""What has no meaning beside a value that is always computed."""

_KEYS: Final = {"computed": "computed", "default": "defaultRule"}


def check_rules(found: Findings, model: Model) -> None:
    """Note what is wrong with the rules of fields and entities."""
    made: list[Made] = []
    for entity in model.entities.values():
        at = ("entities", entity.id)
        for field in entity.document["fields"]:
            _check_field(found, field, (*at, "fields", field["id"]), entity.id, model)
        made += _sound(found, entity.document, at, model)
        _check_validities(found, entity.document, at, model)
    _check_circles(found, made)


def _sound(found: Findings, entity: Document, at: tuple[str, ...], model: Model) -> Iterator[Made]:
    """Yield the values whose rules have nothing wrong with them, noting the others."""
    fields = fields_of(model)
    for name, how, tree in made_rules(entity):
        place = (*at, "fields", name, _KEYS[how])
        document = model.entities[entity["id"]].fields[name]
        of, findings = check_value(tree, entity["id"], fields)
        for finding in findings:
            found.condition((*place, *_parts(finding.place)), finding)
        if of is None:
            continue
        definition = model.entities[entity["id"]].definitions[name]
        if not can_hold(definition, of) or (how == "computed" and definition.type == "lookup"):
            found.error(place, "rule-type", name=name, type=document["type"], kind=of.kind)
        if how == "computed" and uses(tree):
            found.error(place, "computed-for-whom", name=name)
        yield Made(entity["id"], tree, reads(tree, entity["id"], fields), uses(tree), name, how)


def _check_field(found: Findings, field: Document, at: tuple[str, ...], entity: str, model: Model) -> None:
    if field.get("computed") is not None:
        for key in AT_ODDS:
            if field.get(key) not in (None, False):
                found.error((*at, key), "computed-and", name=field["id"], key=key)
    _check_condition(found, field.get("requiredWhen"), (*at, "requiredWhen"), entity, model)


def _check_validities(found: Findings, entity: Document, at: tuple[str, ...], model: Model) -> None:
    validities = entity.get("validities") or ()
    found.ids(validities, (*at, "validities"))
    known = {field["id"] for field in entity["fields"]}
    for one in validities:
        place = (*at, "validities", one["id"])
        _check_condition(found, one["condition"], (*place, "condition"), entity["id"], model)
        if not any(text.strip() for text in one["message"].values()):
            found.error((*place, "message"), "no-message", id=one["id"])
        if one["field"] is not None and one["field"] not in known:
            found.error((*place, "field"), "missing-field", name=one["field"], entity=entity["id"])


def _check_condition(
    found: Findings, tree: Tree | None, at: tuple[str, ...], entity: str, model: Model
) -> None:
    if tree is None:
        return
    for finding in check_condition(tree, entity, fields_of(model)):
        found.condition((*at, *_parts(finding.place)), finding)


def _check_circles(found: Findings, made: list[Made]) -> None:
    """Note every circle once, at each of its rules."""
    while True:
        try:
            order_of(made)
        except CycleError as error:
            # The last is the first again; each is read by the one behind it.
            circle: list[Place] = list(reversed(error.args[1]))
            told = " → ".join(f"{entity}.{field}" for entity, field in circle)
            for one in made:
                if one.place in circle:
                    at = ("entities", one.entity, "fields", one.field, _KEYS[one.how])
                    found.error(at, "rule-circle", name=one.field, circle=told)
            made = [one for one in made if one.place not in circle]
        else:
            return


def _parts(place: str) -> tuple[str, ...]:
    return tuple(place.split(".")) if place else ()

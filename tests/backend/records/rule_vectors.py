"""The cases of rules that the office and the phone both run, and a memory that they are run on here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.database.instants import parse_instant
from backend.expressions.context import Context
from backend.metadata.model import Model
from backend.records.layout import layout_of
from backend.records.rules_in_force import RulesInForce
from backend.records.subjects import Subject
from tests.backend.records.office import model_document

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "vectors" / "rules.json").read_text())
MODEL = Model.of(model_document(*VECTORS["entities"]))


def _context() -> Context:
    asked = VECTORS["asker"]
    zone = ZoneInfo(asked["zone"])
    return Context.at(asked["person"], parse_instant(asked["now"]), zone, language=asked["language"])


RULES = RulesInForce(MODEL, partial(_context))


class Memory:
    """The records of the cases, with all that rules compute of them."""

    def __init__(self) -> None:
        self.all = {
            entity: {identity: self.subject(entity, identity, values) for identity, values in records.items()}
            for entity, records in VECTORS["records"].items()
        }
        for rule in RULES.rules.made:
            if rule.how == "computed":
                for subject in self.all[rule.entity].values():
                    put(subject, rule.field, RULES.make(rule, subject))

    def subject(self, entity: str, identity: str, wire: dict[str, Any]) -> Subject:
        fields = layout_of(MODEL, entity).fields
        typed = {name: fields[name].type.parse(one, fields[name].definition) for name, one in wire.items()}
        return Subject(identity, {name: one for name, one in typed.items() if one is not None}, self)

    def record(self, entity: str, identity: str) -> Subject | None:
        return self.all[entity].get(identity)

    def lines(self, entity: str, lookup: str, identity: str) -> Iterable[Subject]:
        return [one for one in self.all[entity].values() if one.values.get(lookup) == identity]


def put(subject: Subject, field: str, value: Any) -> None:
    """Set a value, or take it away."""
    subject.values.pop(field, None)
    if value is not None:
        subject.values[field] = value


def computed(memory: Memory, entity: str, identity: str) -> dict[str, Any]:
    """Return the computed values of a record as they travel, those that there are."""
    names, values = RULES.rules.computed[entity], memory.all[entity][identity].values
    wire = layout_of(MODEL, entity).wire({name: one for name, one in values.items() if name in names})
    return dict(sorted(wire.items()))


def begun(memory: Memory, entity: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what a new record begins with."""
    subject = memory.subject(entity, "01900000-0000-7000-a000-0000000000ff", given)
    made = {}
    for rule in RULES.rules.made:
        if rule.entity == entity and (rule.how == "computed" or rule.field not in given):
            value = RULES.make(rule, subject)
            put(subject, rule.field, value)
            if rule.how == "default" and value is not None:
                made[rule.field] = value
    return dict(sorted(layout_of(MODEL, entity).wire(made).items()))

"""The rules of a model: what its fields begin with and are computed by, and what must hold of its records.

Found once for each model. Values that rules make are ordered so that what a rule reads is made before it;
the checks have seen to it that there is such an order. Who evaluates them, on which records, is not known
here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final, Literal

from backend.expressions.dependencies import Read, Step, reads, uses
from backend.expressions.findings import Tree
from backend.expressions.operators import Part
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Document, Model

Severity = Literal["error", "warning", "information"]

Place = tuple[str, str]
"""An entity and a field of it."""


Way = tuple[str, tuple[Step, ...]]
"""The entity of a rule, and the steps from its records to what it reads."""


@dataclass(frozen=True, eq=False)
class Rule:
    """An expression over the records of an entity; what it reads, and which parts of the context it uses."""

    entity: str
    tree: Tree
    reads: frozenset[Read]
    uses: frozenset[Part]

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in its entity."""
        raise NotImplementedError

    @property
    def reaches(self) -> bool:
        """Whether it reads more than its own record."""
        return any(one.steps for one in self.reads)


@dataclass(frozen=True, eq=False)
class Made(Rule):
    """A value that a rule gives a field: always (``computed``), or to a new record that has none."""

    field: str
    how: Literal["computed", "default"]

    @property
    def path(self) -> tuple[str, ...]:
        return "fields", self.field, "computed" if self.how == "computed" else "defaultRule"

    @property
    def place(self) -> Place:
        """The field."""
        return self.entity, self.field


@dataclass(frozen=True, eq=False)
class Demand(Rule):
    """What must hold: ``message`` is said at ``field`` where it does not.

    Without a message the condition is the one under which the field may not be empty.
    """

    id: str
    field: str | None
    message: Mapping[str, str] | None
    severity: Severity = "error"
    """Anything but an error is told to the author of a record that is accepted."""

    @property
    def path(self) -> tuple[str, ...]:
        if self.message is None:
            return "fields", self.id, "requiredWhen"
        return "validities", self.id, "condition"


@dataclass(frozen=True)
class ModelRules:
    """All rules of a model."""

    made: tuple[Made, ...]
    """In an order in which what is read is made first."""
    demands: Mapping[str, tuple[Demand, ...]]
    """By entity: fields that may not be empty, then what must hold, in the model's order."""

    @cached_property
    def computed(self) -> Mapping[str, frozenset[str]]:
        """Entity → its computed fields."""
        found: dict[str, set[str]] = {}
        for one in self.made:
            if one.how == "computed":
                found.setdefault(one.entity, set()).add(one.field)
        return {entity: frozenset(fields) for entity, fields in found.items()}

    @cached_property
    def watched(self) -> Mapping[Place, frozenset[Way]]:
        """What computed fields read along lookups → the ways there, each with the entity it begins at."""
        found: dict[Place, set[Way]] = {}
        for one in self.made:
            for read in one.reads if one.how == "computed" else ():
                if not all(step.back for step in read.steps):
                    found.setdefault((read.entity, read.field), set()).add((one.entity, read.steps))
        return {place: frozenset(ways) for place, ways in found.items()}

    @cached_property
    def reaching(self) -> frozenset[str]:
        """The entities that rules read beside the rule's own record, and those of such rules."""
        rules: Iterable[Rule] = [*self.made, *(one for group in self.demands.values() for one in group)]
        far = [one for one in rules if one.reaches]
        return frozenset({one.entity for one in far} | {read.entity for one in far for read in one.reads})

    @cached_property
    def concerned(self) -> frozenset[str]:
        """The entities whose records have rules, or are read by rules of others."""
        return self.reaching.union(self.demands, (one.entity for one in self.made))


class _Known:
    """The rules of the models that were asked about last, by identity: a kept model's id is nobody else's."""

    most: Final = 200

    def __init__(self) -> None:
        self._found: dict[int, tuple[Model, ModelRules]] = {}

    def of(self, model: Model) -> ModelRules:
        known = self._found.get(id(model))
        if known is None:
            if len(self._found) >= self.most:
                self._found.clear()
            known = self._found[id(model)] = (model, _rules_of(model))
        return known[1]


_known = _Known()


def rules_of(model: Model) -> ModelRules:
    """Return the rules of a model that its checks have found nothing wrong with."""
    return _known.of(model)


def made_rules(entity: Document) -> Iterator[tuple[str, Literal["computed", "default"], Tree]]:
    """Give every field of an entity that a rule makes a value for, and the key that the rule stands under."""
    for field in entity["fields"]:
        if field.get("computed") is not None:
            yield field["id"], "computed", field["computed"]
        if field.get("defaultRule") is not None:
            yield field["id"], "default", field["defaultRule"]


def order_of(made: Iterable[Made]) -> list[Made]:
    """Return values in an order in which what is read is made first.

    :raises CycleError: there is none; its second argument is the circle, each read by the one behind it
    """
    by_place: dict[Place, list[Made]] = {}
    for one in made:
        by_place.setdefault(one.place, []).append(one)
    waits_for = {
        place: {
            (read.entity, read.field)
            for one in group
            for read in one.reads
            if (read.entity, read.field) in by_place
        }
        for place, group in by_place.items()
    }
    return [one for place in TopologicalSorter(waits_for).static_order() for one in by_place[place]]


def _rules_of(model: Model) -> ModelRules:
    fields = fields_of(model)

    def found(entity: str, tree: Tree) -> dict[str, Any]:
        return {"entity": entity, "tree": tree, "reads": reads(tree, entity, fields), "uses": uses(tree)}

    made: list[Made] = []
    demands: dict[str, tuple[Demand, ...]] = {}
    for name, entity in model.entities.items():
        document = entity.document
        made += [Made(**found(name, tree), field=field, how=how) for field, how, tree in made_rules(document)]
        needed = [
            Demand(**found(name, field["requiredWhen"]), id=field["id"], field=field["id"], message=None)
            for field in document["fields"]
            if field.get("requiredWhen") is not None
        ]
        valid = [
            Demand(
                **found(name, one["condition"]),
                id=one["id"],
                field=one["field"],
                message=one["message"],
                severity=one.get("severity", "error"),
            )
            for one in document.get("validities") or ()
        ]
        if needed or valid:
            demands[name] = (*needed, *valid)
    try:
        return ModelRules(tuple(order_of(made)), demands)
    except CycleError:
        raise ValueError("a model whose rules go round in a circle") from None

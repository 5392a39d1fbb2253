"""What one user may read of a model, asked of paths, conditions and rules.

What speaks of something that he may not read is not for him as a whole: half a condition would mean
something else.
"""

from __future__ import annotations

from backend.accounts.user import User
from backend.expressions import rule_checks, tree
from backend.metadata.block_parts import Asked
from backend.metadata.condition_fields import fields_of
from backend.metadata.field_paths import steps
from backend.metadata.model import Document, Model


class Sight:
    """One user's sight of one model."""

    def __init__(self, model: Model, user: User) -> None:
        self.model, self.user = model, user
        self._fields = fields_of(model, user)

    def reads(self, path: str, entity: str) -> bool:
        """Say whether the user may read everything that a path walks over."""
        found = steps(self.model, entity, path)
        return found is not None and all(self.readable(step.entity, step.field["id"]) for step in found)

    def readable(self, entity: str, field: str) -> bool:
        """Say whether the user may read a field; what names records he may whose records he may read."""
        known = self.model.entities.get(entity)
        if known is None or not self.user.may("read", entity):
            return False
        return field == known.title or field not in self.user.hidden(entity)

    def filter(self, condition: Document | None, entity: str) -> bool:
        """Say whether the user may read everything that a filter reads."""
        if condition is None or self.user.everything:
            return True
        return not tree.check(condition, entity, self._fields, related=self.model.entities)

    def rule(self, condition: Document | None, entity: str) -> bool:
        """Say whether the user may read everything that the condition of a rule reads."""
        if condition is None or self.user.everything:
            return True
        return not rule_checks.check_condition(condition, entity, self._fields)

    def value(self, rule: Document | None, entity: str) -> bool:
        """Say whether the user may read everything that the value of a rule is computed from."""
        if rule is None or self.user.everything:
            return True
        return not rule_checks.check_value(rule, entity, self._fields)[1]

    def asked(self, asked: Asked) -> bool:
        """Say whether the user may read everything that a condition reads, of whichever kind."""
        return (self.rule if asked.rule else self.filter)(asked.tree, asked.entity)

    def taken_along(self, rule: Document, entity: str) -> bool:
        """Say whether the user may know of all that a rule of an offline profile speaks of."""
        if rule["kind"] == "custom":
            return self.filter(rule["condition"], entity)
        relations = rule["by"] if rule["kind"] == "related" else ()
        return all(self.readable(one["from"] or entity, one["path"]) for one in relations)

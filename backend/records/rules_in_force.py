"""The rules of a model made ready for one asker: what they make of a record, and whether it may stand.

Rules that do not hang on who asks are compiled once for all. A rule that fails while it runs never stands in
the way: it makes nothing and demands nothing, and is noted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary

from backend.errors import AppError
from backend.expressions.context import Context
from backend.expressions.held import held
from backend.expressions.rules import compile_rule_condition, compile_value
from backend.metadata.condition_fields import fields_of
from backend.metadata.model import Model
from backend.metadata.model_rules import Demand, Made, ModelRules, Rule, rules_of
from backend.metadata.rule_failures import Failure, Reason
from backend.records.subjects import Subject, SubjectReader
from backend.records.work import Work

_log = logging.getLogger(__name__)

Compiled = Callable[[Subject], Any]
_for_all: Final[WeakKeyDictionary[Rule, Compiled]] = WeakKeyDictionary()


class NotHeld(Exception):
    """A rule has made a value that its field cannot hold."""


class RulesInForce:
    """The rules of a model, for one asker at one moment."""

    def __init__(self, model: Model, context: Callable[[], Context]) -> None:
        self.rules: Final[ModelRules] = rules_of(model)
        self.model: Final = model
        self._ask = context
        self._for_him: dict[Rule, Compiled] = {}
        self.failures: Final[list[Failure]] = []

    @cached_property
    def _context(self) -> Context:
        return self._ask()

    def make(self, rule: Made, subject: Subject) -> Any:
        """Return the typed value that a rule makes; None where it makes none."""
        return self._run(rule, subject, failed=None)

    def unmet(self, work: Work, subject: Subject) -> AppError | None:
        """Return why a record may not stand as it will, or None.

        Its refusal is ``value-required``, or ``unmet-rule`` with the message in the asker's language.
        """
        for demand in self._demands(work, severe=True):
            if demand.message is None:
                empty = demand.field is not None and subject.values.get(demand.field) is None
                if empty and self._run(demand, subject, failed=False):
                    return work.intent.refusal("value-required", field=demand.field)
            elif not self._run(demand, subject, failed=True):
                message = said(demand.message, self._context.language)
                return work.intent.refusal("unmet-rule", field=demand.field, rule=demand.id, message=message)
        return None

    def remarks(self, work: Work, subject: Subject) -> list[dict[str, Any]]:
        """Return what is said of a record that may stand, each as the protocol's ``Remark``."""
        return [
            {
                "severity": demand.severity,
                "message": said(demand.message or {}, self._context.language),
                "entity": work.intent.entity,
                "record": work.intent.record,
                "field": demand.field,
            }
            for demand in self._demands(work, severe=False)
            if not self._run(demand, subject, failed=True)
        ]

    def _demands(self, work: Work, *, severe: bool) -> Iterator[Demand]:
        for demand in self.rules.demands.get(work.intent.entity, ()):
            if (demand.severity == "error") is severe:
                yield demand

    def _run(self, rule: Rule, subject: Subject, *, failed: Any) -> Any:
        reason: Reason = "failed"
        try:
            return self._compiled(rule)(subject)
        except NotHeld:
            reason = "not-held"
        except Exception:
            _log.exception("a rule of %s failed: %s", rule.entity, "/".join(rule.path))
        self.failures.append(Failure(rule.entity, rule.path, subject.id, reason))
        return failed

    def _compiled(self, rule: Rule) -> Compiled:
        known = self._for_him if rule.uses else _for_all
        found = known.get(rule)
        if found is None:
            found = known[rule] = self._compile(rule)
        return found

    def _compile(self, rule: Rule) -> Compiled:
        fields = fields_of(self.model)
        reader = SubjectReader(fields, rule.entity)
        context = self._context
        if isinstance(rule, Demand):
            return compile_rule_condition(rule.tree, fields, reader, context)
        if not isinstance(rule, Made):
            raise TypeError(f"a rule of no known kind: {rule!r}")
        value = compile_value(rule.tree, rule.entity, fields, reader, context)
        field = self.model.entity(rule.entity).definitions[rule.field]

        def made(subject: Subject) -> Any:
            computed = value.of(subject)
            found = held(computed, value.type, field)
            if found is None and computed is not None and str(computed).strip():
                raise NotHeld
            return found

        return made


def said(text: Mapping[str, str], language: str | None) -> str:
    """Return a text of the designer's in a language, or in the nearest that there is."""
    wanted = (language or "en", (language or "en").partition("-")[0], "en")
    return str(next((text[one] for one in wanted if text.get(one)), next(iter(text.values()), "")))

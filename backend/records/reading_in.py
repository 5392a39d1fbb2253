"""The values of a change read in: wire to typed, fields that are gone dropped, forbidden ones refused.

Depends on the model and the user alone, so it runs before the stream is locked. A field that is hidden from
him is refused as one that never was; one that is read-only for him by its name. What he does not set himself,
defaults and steps, is the designer's and passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backend.accounts.user import User
from backend.fields.problems import ValueProblem
from backend.metadata.model import Model
from backend.metadata.service import Metadata
from backend.records.acts import Edit, Intent
from backend.records.layout import StoredField, layout_of
from backend.records.merge import UNKNOWN
from backend.records.work import Work


def works_of(
    intents: list[Intent], model: Model, user: User, *, made_under: Callable[[], Metadata], imported: bool
) -> list[Work]:
    """Make the work of each intent, with every value that it sets typed.

    :param made_under: finds the publication that the change was made under
    :raises Invalid: ``unknown-field``, ``field-read-only``, ``field-forbidden``, or a value's problem, with
        the field
    """
    works = []
    for intent in intents:
        work = Work(intent, layout_of(model, intent.entity))
        _drop_retired(work, made_under, user.hidden(intent.entity))
        forbidden = user.read_only(intent.entity)
        for name, wire in _given(intent).items():
            field = work.layout.fields[name]
            if name in forbidden and not _harmless(field, wire, intent):
                raise intent.refusal("field-forbidden", field=name)
            if not imported and _is_given_by_server(field) and not _harmless(field, wire, intent):
                raise intent.refusal("field-read-only", field=name)
            if not imported and field.definition.type == "auto_number":
                continue
            work.asked[name] = typed(work, name, wire)
        if intent.kind == "create":
            _fill_defaults(work)
        works.append(work)
    return works


def typed(work: Work, name: str, wire: Any) -> Any:
    """Read one wire value.

    :raises Invalid: with the field's problem
    """
    field = work.layout.fields[name]
    try:
        return field.type.parse(wire, field.definition)
    except ValueProblem as problem:
        raise work.intent.refusal(problem.code, field=name, **problem.arguments) from None


def typed_if_possible(field: StoredField, wire: Any) -> Any:
    """Read a value that was valid once; :data:`UNKNOWN` when the field no longer takes it."""
    try:
        return field.type.parse(wire, field.definition)
    except ValueProblem:
        return UNKNOWN


def _given(intent: Intent) -> Mapping[str, Any]:
    if intent.kind == "edit":
        return {name: edit.value for name, edit in intent.edits.items()}
    return intent.values


def _drop_retired(work: Work, made_under: Callable[[], Metadata], hidden: frozenset[str]) -> None:
    intent = work.intent
    unknown = [name for name in _given(intent) if name not in work.layout.fields or name in hidden]
    if not unknown:
        return
    then = made_under().model.entities.get(intent.entity)
    for name in unknown:
        if then is None or name not in then.fields or name in hidden:
            raise intent.refusal("unknown-field", field=name)
        edit: Edit | None = intent.edits.pop(name, None)
        intent.dropped[name] = edit.value if edit is not None else intent.values.pop(name)


def _is_given_by_server(field: StoredField) -> bool:
    return field.read_only or field.definition.type == "auto_number"


def _harmless(field: StoredField, wire: Any, intent: Intent) -> bool:
    """Tell whether a value for such a field says nothing: the form of a new record lists it untouched."""
    if intent.kind != "create":
        return False
    return wire is None or (field.default is not None and wire == field.default)


def _fill_defaults(work: Work) -> None:
    for name, field in work.layout.fields.items():
        if name not in work.asked and field.default is not None and field.definition.type != "auto_number":
            work.asked[name] = typed(work, name, field.default)

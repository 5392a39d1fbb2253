"""The values of a change read in: lifted to the model in force, wire to typed, forbidden ones refused.

Depends on the model and the user alone, so it runs before the stream is locked. A field that is hidden from
him is refused as one that never was; one that is read-only for him by its name. What he does not set himself,
defaults and steps, is the designer's and passes.

A change made under an earlier version is lifted first. Values of fields that are gone are dropped and told
in the outcome. Of a retyped field, what its converter does not take is dropped from a new record, and of a
record that there is becomes a conflict (``retyped``): what was entered waits there for somebody to choose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend.accounts.user import User
from backend.accounts.zones import zone
from backend.fields.problems import ValueProblem
from backend.metadata.lifting import NO_LIFT, Lift, Lifted
from backend.metadata.model import Model
from backend.records.acts import Edit, Intent
from backend.records.layout import StoredField, layout_of
from backend.records.merge import UNKNOWN
from backend.records.work import ConflictDraft, Work


@dataclass(frozen=True, slots=True)
class Reading:
    """By which a change is read: the model in force, that which it was made under, and all in between."""

    model: Model
    then: Model
    user: User
    lift: Lift = NO_LIFT
    imported: bool = False

    @property
    def zone(self) -> dt.tzinfo:
        """Where the user's days begin."""
        return zone(self.user.zone)


def works_of(intents: list[Intent], reading: Reading) -> list[Work]:
    """Make the work of each intent, with every value that it sets typed.

    :raises Invalid: ``unknown-field``, ``field-read-only``, ``field-forbidden``, or a value's problem, with
        the field
    """
    works = []
    for intent in intents:
        work = Work(intent, layout_of(reading.model, intent.entity), reading.lift)
        _without_computed(work)
        _check_given(work, reading)
        if reading.lift.touches(intent.entity):
            _lift(work, reading)
        for name, wire in _given(intent).items():
            if reading.imported or not work.layout.fields[name].definition.numbered:
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


def _without_computed(work: Work) -> None:
    """Let go of what a phone has computed meanwhile: it says nothing, the rule does."""
    for name in work.layout.computed:
        work.intent.edits.pop(name, None)
        work.intent.values.pop(name, None)


def _check_given(work: Work, reading: Reading) -> None:
    """Refuse fields that the user may not set, and let go of those that the model has lost since."""
    intent, user = work.intent, reading.user
    hidden, forbidden = user.hidden(intent.entity), user.read_only(intent.entity)
    then = reading.then.entities.get(intent.entity)
    for name, wire in list(_given(intent).items()):
        known = work.layout.fields.get(name)
        if name in hidden or (known is None and (then is None or name not in then.fields)):
            raise intent.refusal("unknown-field", field=name)
        if known is None:
            edit: Edit | None = intent.edits.pop(name, None)
            intent.dropped[name] = edit.value if edit is not None else intent.values.pop(name)
        elif name in forbidden and not _harmless(known, wire, intent):
            raise intent.refusal("field-forbidden", field=name)
        elif not reading.imported and _is_given_by_server(known) and not _harmless(known, wire, intent):
            raise intent.refusal("field-read-only", field=name)


def _lift(work: Work, reading: Reading) -> None:
    intent = work.intent
    for name, value in list(intent.values.items()):
        lifted = _lifted(work, reading, name, value)
        if lifted.fate == "kept":
            intent.values[name] = lifted.value
        elif intent.kind == "create":
            intent.dropped[name] = intent.values.pop(name)
        else:
            # Somebody who resolves looks at the record: he is to choose again.
            raise intent.refusal("value-not-converted", field=name)
    for name, edit in list(intent.edits.items()):
        lifted = _lifted(work, reading, name, edit.value)
        if lifted.fate == "kept":
            old = _old(intent, reading, name, edit.old)
            blind = edit.blind or old.fate != "kept"
            intent.edits[name] = replace(
                edit, value=lifted.value, old=None if blind else old.value, blind=blind
            )
        else:
            intent.unconverted[name] = intent.edits.pop(name)
    _keep_groups_whole(work)


def _lifted(work: Work, reading: Reading, name: str, wire: Any) -> Lifted:
    try:
        return reading.lift.value(work.intent.entity, name, wire, reading.zone)
    except ValueProblem as problem:
        raise work.intent.refusal(problem.code, field=name, **problem.arguments) from None


def _old(intent: Intent, reading: Reading, name: str, wire: Any) -> Lifted:
    """Lift the value that the user saw; of one that is none now, it is not known what it would have been."""
    try:
        return reading.lift.value(intent.entity, name, wire, reading.zone)
    except ValueProblem:
        return Lifted(wire, "unconverted")


def _keep_groups_whole(work: Work) -> None:
    """Let the rest of a group wait with what could not be converted: a group is chosen for as one."""
    intent, fields = work.intent, work.layout.fields
    groups = {fields[name].group for name in intent.unconverted} - {None}
    for name in [name for name in intent.edits if fields[name].group in groups]:
        intent.unconverted[name] = intent.edits.pop(name)


def conflicts_of_retyped(work: Work) -> None:
    """Open a conflict for each unit of what was not converted; of a record that is gone it is dropped."""
    waiting = work.intent.unconverted
    if not work.live:
        work.intent.dropped.update({name: edit.value for name, edit in waiting.items()})
        return
    fields = work.layout.fields
    units: dict[str, list[str]] = {}
    for name in waiting:
        group = fields[name].group
        units.setdefault(f"field {name}" if group is None else f"group {group}", []).append(name)
    for names in units.values():
        mine = {name: waiting[name].value for name in names}
        theirs = work.layout.wire({name: work.before.get(name) for name in names})
        work.conflicts.append(ConflictDraft("retyped", frozenset(names), {}, mine, theirs))


def _is_given_by_server(stored: StoredField) -> bool:
    return stored.read_only or stored.definition.numbered


def _harmless(stored: StoredField, wire: Any, intent: Intent) -> bool:
    """Tell whether a value for such a field says nothing: the form of a new record lists it untouched."""
    if intent.kind != "create":
        return False
    return wire is None or (stored.default is not None and wire == stored.default)


def _fill_defaults(work: Work) -> None:
    for name, field in work.layout.fields.items():
        begins = field.default is not None and not field.begins_by_rule
        if name not in work.asked and begins and not field.definition.numbered:
            work.asked[name] = typed(work, name, field.default)

"""The acts of a change, gathered by record: what the change wants of each.

Several acts may speak of one record where together they still mean one thing: fields set after a create
are part of it, a field set twice keeps what the user saw at first, steps follow sets. Everything else
that meets on one record is refused. Pure: no database, no rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from backend.errors import Invalid

Act = Mapping[str, Any]
"""An act as :class:`backend.protocol.changes.Change` loads it."""

Kind = Literal["create", "edit", "delete", "restore", "resolve"]

RIGHTS: Final[Mapping[Kind, str]] = {
    "create": "create",
    "edit": "edit",
    "delete": "delete",
    "restore": "create",
    "resolve": "edit",
}
"""The right that each kind needs; all but create also need read."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a ``set``, in wire values."""

    value: Any
    old: Any
    base: int


@dataclass(slots=True)
class Intent:
    """What a change wants of one record."""

    entity: str
    record: str
    kind: Kind
    values: dict[str, Any] = field(default_factory=dict)
    edits: dict[str, Edit] = field(default_factory=dict)
    steps: list[Act] = field(default_factory=list)
    base: int = 0
    conflicts: tuple[str, ...] = ()
    delete: bool = False
    owner: str | None = None
    dropped: dict[str, Any] = field(default_factory=dict)

    def refusal(self, code: str, *, field: str | None = None, **arguments: Any) -> Invalid:
        """Return the refusal of a change because of this record."""
        return Invalid(code, field=field, entity=self.entity, record=self.record, **arguments)

    def rights(self) -> set[str]:
        """Return every right on the entity that this takes."""
        needed = {RIGHTS[self.kind]}
        if self.kind != "create":
            needed.add("read")
        if self.steps:
            needed.add("edit")
        if self.delete:
            needed.add("delete")
        return needed


def gather(acts: Iterable[Act]) -> list[Intent]:
    """Gather acts by record, in the order in which the records first appear.

    :raises Invalid: ``acts-clash``
    """
    intents: dict[tuple[str, str], Intent] = {}
    for act in acts:
        place = (act["entity"], act["record"])
        known = intents.get(place)
        if known is None:
            intents[place] = _begin(act)
        elif known.kind in ("create", "edit") and act["kind"] in ("set", "step"):
            _add(known, act)
        else:
            raise known.refusal("acts-clash")
    return list(intents.values())


def _begin(act: Act) -> Intent:
    entity, record = act["entity"], act["record"]
    match act["kind"]:
        case "create":
            return Intent(entity, record, "create", values=dict(act["values"]), owner=act.get("owner"))
        case "set" | "step":
            intent = Intent(entity, record, "edit")
            _add(intent, act)
            return intent
        case "delete":
            return Intent(entity, record, "delete", base=act["base"])
        case "restore":
            return Intent(entity, record, "restore")
        case "resolve":
            return Intent(
                entity,
                record,
                "resolve",
                values=dict(act["values"]),
                base=act["seen"],
                conflicts=tuple(act["conflicts"]),
                delete=act["delete"],
            )
        case unknown:
            raise ValueError(f"an act of no known kind: {unknown!r}")


def _add(intent: Intent, act: Act) -> None:
    if act["kind"] == "step":
        intent.steps.append(act)
        return
    if intent.steps:
        raise intent.refusal("acts-clash")
    for name, edit in act["edits"].items():
        if intent.kind == "create":
            intent.values[name] = edit["value"]
            continue
        first = intent.edits.get(name)
        intent.edits[name] = (
            Edit(edit["value"], edit["old"], edit["base"])
            if first is None
            else Edit(edit["value"], first.old, first.base)
        )

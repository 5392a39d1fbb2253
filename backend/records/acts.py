"""The acts of a change, gathered by record: what the change wants of each.

Several acts may speak of one record where together they still mean one thing: fields set after a create
are part of it, a field set twice keeps what the user saw at first, steps follow sets. Everything else
that meets on one record is refused. A new owner may come with them: of a new record he is the first.
Pure: no database, no rights.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from backend.errors import Invalid
from backend.protocol.metadata import OPERATIONS

Act = Mapping[str, Any]
"""An act as :class:`backend.protocol.changes.Change` loads it."""

Kind = Literal["create", "edit", "delete", "restore", "resolve", "assign", "share", "keep"]

RIGHTS: Final[Mapping[Kind, str]] = {
    "create": "create",
    "edit": "edit",
    "delete": "delete",
    "restore": "create",
    "resolve": "edit",
    "assign": "assign",
    "share": "share",
    "keep": "read",
}
"""The right that each kind needs; all but create also need read."""
TO_BRING_BACK: Final = RIGHTS["restore"]
"""What it takes that a deleted record comes back, by whatever act."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One field of a ``set``, in wire values."""

    value: Any
    old: Any
    base: int
    blind: bool = False
    """The device did not know what stood there: ``old`` says nothing."""


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
    """Whom a create names as the owner; heeded in imports alone."""
    assigned: str | None = None
    shares: dict[str, list[str]] = field(default_factory=dict)
    """Person or team → what the record is to be shared for; nothing: no longer."""
    kept: dict[str, bool] = field(default_factory=dict)
    """How the user keeps the record → whether he does from now on."""
    dropped: dict[str, Any] = field(default_factory=dict)
    """What was entered for fields that are gone."""
    unconverted: dict[str, Edit] = field(default_factory=dict)
    """What was entered for retyped fields, and is no value of them as they are now."""

    def refusal(self, code: str, *, field: str | None = None, **arguments: Any) -> Invalid:
        """Return the refusal of a change because of this record."""
        return Invalid(code, field=field, entity=self.entity, record=self.record, **arguments)

    def rights(self) -> set[str]:
        """Return every right on the record that this takes; to let go of what one keeps takes none."""
        if self.kind == "keep" and not any(self.kept.values()):
            return set()
        needed = {RIGHTS[self.kind]}
        if self.kind != "create":
            needed.add("read")
        if self.steps:
            needed.add("edit")
        if self.delete:
            needed.add("delete")
        if self.assigned is not None and self.kind != "create":
            needed.add("assign")
        return needed

    def rights_if_gone(self) -> set[str]:
        """Return what it takes besides, should the record turn out to be deleted."""
        brings_back = self.kind == "resolve" and self.values and not self.delete
        return {TO_BRING_BACK} if brings_back else set()


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
        elif known.kind in ("create", "edit", "assign") and act["kind"] in ("set", "step", "assign"):
            if known.kind == "assign" and act["kind"] != "assign":
                known.kind = "edit"
            _add(known, act)
        elif known.kind == act["kind"] and known.kind in ("share", "keep"):
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
        case "assign" | "share" | "keep" as kind:
            intent = Intent(entity, record, kind)
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
    match act["kind"]:
        case "step":
            intent.steps.append(act)
        case "assign":
            intent.assigned = act["owner"]
        case "share":
            # Whoever may do anything to a record may read it.
            may = {*act["may"], "read"} if act["may"] else set()
            intent.shares[act["with_"]] = [one for one in OPERATIONS if one in may]
        case "keep":
            intent.kept[act["how"]] = act["on"]
        case _:
            _add_edits(intent, act)


def _add_edits(intent: Intent, act: Act) -> None:
    if intent.steps:
        raise intent.refusal("acts-clash")
    for name, edit in act["edits"].items():
        if intent.kind == "create":
            intent.values[name] = edit["value"]
            continue
        first = intent.edits.get(name)
        intent.edits[name] = (
            Edit(edit["value"], edit.get("old"), edit["base"], blind="old" not in edit)
            if first is None
            else replace(first, value=edit["value"])
        )

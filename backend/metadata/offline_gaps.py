"""What of a workspace does not work offline for people who are given certain profiles, and why.

Pure. Pages that show what no profile takes along (:mod:`backend.metadata.drift`), lookups in forms whose
records stay at the office, and actions that are online only by their designer's choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backend.metadata.drift import drift
from backend.metadata.findings import Finding, Findings
from backend.metadata.model import Document, Model

FORMS = frozenset({"create", "edit"})


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason; ``entity`` is what a profile would have to take along to mend it, ``field`` of it too."""

    finding: Finding
    entity: str | None = None
    field: str | None = None


def gaps(workspace: Document, model: Model, profiles: Sequence[Document]) -> list[Gap]:
    """Return why pages and actions of a workspace do not work offline by the union of ``profiles``."""
    found = [_mendable(one) for one in drift(workspace, profiles, model)]
    carried = {
        part["id"] for profile in profiles for part in profile["entities"] if part["direction"] != "none"
    }
    return [*found, *_of_actions(workspace, model, carried)]


def _mendable(finding: Finding) -> Gap:
    return Gap(finding, finding.arguments.get("entity"), finding.arguments.get("name"))


def _of_actions(workspace: Document, model: Model, carried: set[str]) -> Iterator[Gap]:
    for action in workspace["actions"]:
        at = ("actions", action["id"])
        if action["offline"] == "online":
            yield _gap((*at, "offline"), "action-online")
        if action["kind"] in FORMS:
            yield from _of_form(action["fields"], action["entity"], at, model, carried)
            for lines in action["lines"]:
                place = (*at, "lines", lines["id"])
                yield from _of_form(lines["fields"], lines["entity"], place, model, carried)


def _of_form(
    shown: Iterable[Document], entity: str, at: tuple[str, ...], model: Model, carried: set[str]
) -> Iterator[Gap]:
    holder = model.entities.get(entity)
    for one in shown:
        field = holder.fields.get(one["field"]) if holder is not None else None
        if field is None or field["type"] != "lookup":
            continue
        target = field["target"]
        if target in model.entities and target not in carried:
            place = (*at, "fields", one["id"])
            yield _gap(place, "lookup-not-offline", name=field["id"], entity=target)


def _gap(path: Sequence[str], code: str, **arguments: str) -> Gap:
    found = Findings("workspace")
    found.warning(path, code, **arguments)
    return Gap(found.all[0], arguments.get("entity"))

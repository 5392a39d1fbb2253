"""Drift between workspaces and profiles: what a page shows that no offline profile takes along.

Pure. Such a page is empty on a phone, or shows a gap: the designer is told, and nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from backend.metadata.field_paths import list_paths, steps
from backend.metadata.findings import Finding, Findings
from backend.metadata.model import Document, Model

Place = tuple[str, ...]


def drift(workspace: Document, profiles: Iterable[Document], model: Model) -> list[Finding]:
    """Return a warning for each place of a workspace that shows what none of the profiles takes along."""
    carried = _carried(profiles, model)
    found = Findings("workspace")
    for place, entity, path in _shown(workspace):
        if entity not in carried:
            found.warning(place, "not-offline-entity", entity=entity)
            continue
        for step in steps(model, entity, path) or () if path else ():
            if step.entity not in carried:
                found.warning(place, "not-offline-entity", entity=step.entity)
                break
            if step.field["id"] not in carried[step.entity]:
                found.warning(place, "not-offline-field", name=step.field["id"], entity=step.entity)
                break
    return found.all


def _carried(profiles: Iterable[Document], model: Model) -> Mapping[str, set[str]]:
    """Return entity → fields that any profile takes along; the field that names a record always comes."""
    carried: dict[str, set[str]] = {}
    for profile in profiles:
        for part in profile["entities"]:
            known = model.entities.get(part["id"])
            if known is None or part["direction"] == "none":
                continue
            chosen = part["fields"]
            fields = set(known.fields) if chosen is None else {field["id"] for field in chosen}
            carried.setdefault(known.id, set()).update(fields | {known.title})
    return carried


def _shown(workspace: Document) -> Iterator[tuple[Place, str, str]]:
    """Give each place that shows something: the entity, and the path of a field or nothing."""
    for page in workspace["pages"]:
        at: Place = ("pages", page["id"])
        yield (*at, "entity"), page["entity"], ""
        for block in page["blocks"]:
            place = (*at, "blocks", block["id"])
            if block["type"] == "list":
                if block["entity"] != page["entity"]:
                    yield (*place, "entity"), block["entity"], ""
                for key, path in list_paths(block):
                    yield (
                        (*place, key, path) if key in ("subtitle", "search") else (*place, key),
                        block["entity"],
                        path,
                    )
            elif block["type"] == "fields":
                for shown in block["fields"]:
                    yield (*place, "fields", shown["id"]), page["entity"], shown["field"]

"""Drift between workspaces and profiles: what a page shows that no offline profile takes along.

Pure. Such a page is empty on a phone, or shows a gap: the designer is told, and nothing is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from backend.metadata.block_parts import Place, blocks_of, conditions, entity_of, mentions
from backend.metadata.condition_checks import reads_of
from backend.metadata.field_paths import Step, steps
from backend.metadata.findings import Finding, Findings
from backend.metadata.model import Document, Model


def drift(workspace: Document, profiles: Iterable[Document], model: Model) -> list[Finding]:
    """Return a warning for each place of a workspace that shows what none of the profiles takes along."""
    carried = _carried(profiles, model)
    found = Findings("workspace")
    for place, needed in _shown(workspace, model):
        for entity, field in needed:
            if entity not in carried:
                found.warning(place, "not-offline-entity", entity=entity)
                break
            if field is not None and field in model.entities[entity].fields and field not in carried[entity]:
                found.warning(place, "not-offline-field", name=field, entity=entity)
                break
    return found.all


Needed = list[tuple[str, str | None]]
"""Entities and fields, in the order in which a path comes by them."""


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


def _shown(workspace: Document, model: Model) -> Iterator[tuple[Place, Needed]]:
    """Give each place that shows something, with what it needs."""
    for page in workspace["pages"]:
        at: Place = ("pages", page["id"])
        entity = page["entity"]
        yield (*at, "entity"), [(entity, None)]
        if page["single"] is not None and page["single"]["through"] is not None:
            yield (*at, "single", "through"), [(entity, page["single"]["through"])]
        for place, block in blocks_of(page):
            gathered = entity_of(block, entity)
            if gathered != entity:
                yield (*place, "entity"), [(gathered, None)]
            for named in mentions(block, entity):
                walked = steps(model, named.entity, named.path) or []
                yield (*place, *named.at), [(named.entity, None), *map(_needed, walked)]
            for asked in conditions(block, entity):
                reads = sorted(reads_of(asked, model), key=lambda read: (len(read.steps), read))
                yield (*place, *asked.at), [(read.entity, read.field) for read in reads]


def _needed(step: Step) -> tuple[str, str | None]:
    return step.entity, step.field["id"]

"""Paths from an entity to a field: a field, or one beyond up to three lookups (``customer.name``)."""

from __future__ import annotations

from dataclasses import dataclass

from backend.metadata.model import Document, Model

LONGEST = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a path: the entity that it stands in, and the field there."""

    entity: str
    field: Document


def steps(model: Model, entity: str, path: str) -> list[Step] | None:
    """Return the steps of a path; None when it leads nowhere."""
    parts = path.split(".")
    if len(parts) > LONGEST:
        return None
    found: list[Step] = []
    at: str | None = entity
    for part in parts:
        holder = model.entities.get(at) if at is not None else None
        field = holder.fields.get(part) if holder is not None else None
        if at is None or field is None:
            return None
        found.append(Step(at, field))
        at = field.get("target") if field["type"] == "lookup" and not field.get("several") else None
    return found


def field_at(model: Model, entity: str, path: str) -> Document | None:
    """Return the field that a path ends at."""
    found = steps(model, entity, path)
    return found[-1].field if found else None

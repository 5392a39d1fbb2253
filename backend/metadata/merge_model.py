"""Entities brought into a model: new ones are added, known ones take what is new to them.

Nothing is taken away: a field, a choice or an entity that only the model has stays as
it is. What a field stores may not change, because records hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from backend.errors import Conflict
from backend.metadata.model import Document

STORED_BY = ("type", "target", "scale", "several")
"""The keys of a field that say what its records hold."""


def with_entities(
    model: Document, entities: Iterable[Document], *, keep_labels: bool = False
) -> dict[str, Any]:
    """Return the model with ``entities`` brought in.

    ``keep_labels``: of a field that is in both, the model's own wording and rules stay.

    :raises Conflict: ``model-clash``, with the place of the field that stores something else
    """
    merged = {entity["id"]: dict(entity) for entity in model["entities"]}
    for entity in entities:
        known = merged.get(entity["id"])
        merged[entity["id"]] = (
            dict(entity) if known is None else _entity(known, entity, keep_labels=keep_labels)
        )
    return {**model, "entities": list(merged.values())}


def stores_alike(one: Document, other: Document) -> str | None:
    """Return the key by which two definitions of a field store different things, if there is one."""
    return next((key for key in STORED_BY if (one.get(key) or None) != (other.get(key) or None)), None)


def _entity(known: Document, brought: Document, *, keep_labels: bool) -> dict[str, Any]:
    fields = {field["id"]: field for field in known["fields"]}
    for field in brought["fields"]:
        there = fields.get(field["id"])
        if there is None:
            fields[field["id"]] = field
            continue
        differing = stores_alike(there, field)
        if differing is not None:
            raise Conflict(
                "model-clash",
                field=f"entities/{known['id']}/fields/{field['id']}/{differing}",
                entity=known["id"],
                name=field["id"],
                key=differing,
                here=str(there.get(differing)),
                brought=str(field.get(differing)),
            )
        over, under = (there, field) if keep_labels else (field, there)
        fields[field["id"]] = {**under, **over, "choices": _choices(over, under)}
    ground: Mapping[str, Any] = known if keep_labels else {**brought, "builtIn": known.get("builtIn", False)}
    return {**ground, "fields": list(fields.values())}


def _choices(over: Document, under: Document) -> list[Document]:
    first = list(over.get("choices") or ())
    there = {choice["id"] for choice in first}
    return first + [choice for choice in under.get("choices") or () if choice["id"] not in there]

"""Paths such as ``customer.contact.name``: lookups walked from the record to a field.

``owner`` is a path of every entity: a person's id or a team's. Walking on from it meets people only, so
of a team's record nothing is found there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from backend.fields.definition import Field

Fields = Callable[[str], Mapping[str, Field] | None]
"""Entity id → its fields; None for an entity that there is not."""

LONGEST_PATH: Final = 3
"""Lookups on the way to a field."""

OWNER: Final = Field(id="owner", type="lookup", target="person")
"""What the path ``owner`` means where the entity has no field of that name."""


def walk(path: str, entity: str, fields: Fields) -> tuple[list[Field], Field] | None:
    """Return the lookups that a path walks and the field that it ends at; None if there is no such path."""
    *names, last = path.split(".")
    lookups: list[Field] = []
    for name in names:
        found = field_of(entity, name, fields)
        if found is None or found.type != "lookup" or found.target is None or found.several:
            return None
        lookups.append(found)
        entity = found.target
    end = field_of(entity, last, fields)
    return None if end is None else (lookups, end)


def field_of(entity: str, name: str, fields: Fields) -> Field | None:
    """Return a field of an entity, ``owner`` included; None if there is none."""
    known = fields(entity)
    if known is None:
        return None
    return known.get(name) or (OWNER if name == OWNER.id else None)


def unlimited(end: Field) -> Field:
    """Return the field of one value, without its limits: a filter may ask for what no record may hold."""
    return Field(id=end.id, type=end.type, scale=end.scale, choices=end.choices, target=end.target)

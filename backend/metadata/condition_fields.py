"""The fields that a condition may speak of: all of the model's, or those that a user may read."""

from __future__ import annotations

from collections.abc import Mapping

from backend.accounts.user import User
from backend.expressions.tree import Fields
from backend.fields.definition import Field
from backend.metadata.model import Model


def fields_of(model: Model, user: User | None = None) -> Fields:
    """Return the fields of an entity as conditions are checked with them.

    For a user, what he may not read is answered like what there is not; without one, all of the model.
    """

    def fields(entity: str) -> Mapping[str, Field] | None:
        known = model.entities.get(entity)
        if known is None or (user is not None and not user.may("read", entity)):
            return None
        hidden = user.hidden(entity) if user is not None else frozenset()
        if not hidden:
            return known.definitions
        return {name: field for name, field in known.definitions.items() if name not in hidden}

    return fields

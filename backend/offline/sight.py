"""What a device sees of the records in its scope: which fields, under which label, and which references.

Pure. Hidden fields are withheld, and those that the profile leaves out, but for the field that names a
record. A device that works by an earlier version gets no values of fields that were retyped since: it would
take them for what they were. A reference by a field that is withheld is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from backend.accounts.user import User
from backend.metadata.model import Model
from backend.offline.wanted import Wanted

Behind = Mapping[str, frozenset[str]]
"""Entity → fields that were retyped since the version that a device works by."""
NOT_BEHIND: Final[Behind] = MappingProxyType({})


class Sight:
    """The masks of one user's devices, entity by entity. Nothing here changes."""

    def __init__(self, user: User, model: Model, wanted: Wanted, behind: Behind = NOT_BEHIND) -> None:
        self._user, self._model, self._behind = user, model, behind
        self._carried = {
            part["id"]: None if part["fields"] is None else frozenset(one["id"] for one in part["fields"])
            for part in wanted.profile["entities"]
        }
        self._withheld: dict[str, tuple[str, ...]] = {}
        self._origins: dict[str, list[tuple[str, str]]] = {}
        self._lookups: dict[str, dict[str, str]] = {}
        for entity in wanted.entities:
            self._lookups[entity] = self._references(entity)
            for lookup, target in self._lookups[entity].items():
                self._origins.setdefault(target, []).append((entity, lookup))

    def withheld(self, entity: str) -> tuple[str, ...]:
        """Return the fields whose values do not come along, in order."""
        found = self._withheld.get(entity)
        if found is None:
            found = self._withheld[entity] = self._kept_back(entity)
        return found

    def sent(self, entity: str) -> list[str]:
        """Return the fields whose values come along, in the model's order."""
        withheld = self.withheld(entity)
        return [name for name in self._model.entity(entity).fields if name not in withheld]

    def label(self, entity: str) -> str:
        """Return the field that names a record of which no more is held; empty: the user may not read it."""
        found = self._model.entities.get(entity)
        if found is None or not self._user.may("read", entity) or found.title in self._user.hidden(entity):
            return ""
        return "" if found.title in self._behind.get(entity, ()) else found.title

    def columns(self, entity: str) -> str:
        """Return from which columns the values of retyped fields come along."""
        found = self._model.entities.get(entity)
        ends = found.columns if found is not None else {}
        withheld = self.withheld(entity) if ends else ()
        return ",".join(f"{name}{end}" for name, end in sorted(ends.items()) if name not in withheld)

    def lookups(self, entity: str) -> dict[str, str]:
        """Return the lookups that come along, with the entities that they lead to and the user may read."""
        return self._lookups.get(entity, {})

    def origins(self, target: str) -> list[tuple[str, str]]:
        """Return the same from the other end: entity and lookup of what leads to ``target``."""
        return self._origins.get(target, [])

    @property
    def targets(self) -> frozenset[str]:
        """The entities that records in scope may refer to."""
        return frozenset(self._origins)

    def _kept_back(self, entity: str) -> tuple[str, ...]:
        found = self._model.entities.get(entity)
        if found is None:
            return ()
        hidden, carried = self._user.hidden(entity), self._carried.get(entity)
        left_out = set() if carried is None else found.fields.keys() - carried - {found.title}
        kept_back = left_out | hidden | self._behind.get(entity, frozenset())
        return tuple(sorted(kept_back & found.fields.keys()))

    def _references(self, entity: str) -> dict[str, str]:
        withheld = self.withheld(entity)
        return {
            name: field["target"]
            for name, field in self._model.entity(entity).fields.items()
            if field["type"] == "lookup"
            and name not in withheld
            and field["target"] in self._model.entities
            and self._user.may("read", field["target"])
        }

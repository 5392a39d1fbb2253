"""Records in memory, as the Python evaluators read them: the oracle's world.

Values are read from their wire form once. A record is the dictionary of its typed values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backend.expressions.paths import walk
from backend.fields.definition import Field
from backend.fields.registry import type_of

Values = dict[str, Any]
NOTHING: Values = {}


class Memory:
    """All records of all entities."""

    def __init__(
        self,
        fields: Mapping[str, Mapping[str, Field]],
        records: Mapping[str, Mapping[str, Mapping[str, Any]]],
    ) -> None:
        self.fields = fields
        self.records = {
            entity: {id_: self._typed(entity, one) for id_, one in sorted(all_.items())}
            for entity, all_ in records.items()
        }

    def ids(self, entity: str) -> list[str]:
        """Return the ids of an entity's records, in order."""
        return list(self.records.get(entity, ()))

    def reader(self, entity: str) -> MemoryReader:
        """Return how an entity's records are read."""
        return MemoryReader(self, entity)

    def _typed(self, entity: str, record: Mapping[str, Any]) -> Values:
        fields = self.fields[entity]
        values = {
            id_: type_of(fields[id_]).parse(wire, fields[id_]) for id_, wire in record["values"].items()
        }
        return {**values, "owner": record.get("owner"), "id": record.get("id")}


class MemoryReader:
    """How the records of one entity are read."""

    def __init__(self, memory: Memory, entity: str) -> None:
        self._memory = memory
        self._entity = entity

    def end(self, path: str) -> tuple[Field, Callable[[Values], Any]]:
        """Return the field at the end of a path, and what reads its value."""
        walked = walk(path, self._entity, self._memory.fields.get)
        assert walked is not None, path
        lookups, end = walked
        if not lookups:
            name = end.id
            return end, lambda values: values.get(name)
        steps = [(lookup.id, self._memory.records.get(str(lookup.target), {})) for lookup in lookups]

        def read(values: Values) -> Any:
            for lookup, records in steps:
                values = records.get(values.get(lookup) or "", NOTHING)
            return values.get(end.id)

        return end, read

    def lines(self, entity: str, parent: str) -> tuple[MemoryReader, Callable[[Values], Iterable[Values]]]:
        """Return how lines are read, and what finds those of a record."""
        found: defaultdict[int, list[Values]] = defaultdict(list)
        mine = self._memory.records.get(self._entity, {})
        for line in self._memory.records.get(entity, {}).values():
            if line.get(parent) in mine:
                found[id(mine[line[parent]])].append(line)
        return self._memory.reader(entity), lambda values: found.get(id(values), [])

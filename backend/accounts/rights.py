"""Rights as roles write them, and what several roles come to: pure, on documents.

Per entity every operation has a depth; fields may be hidden or read-only. Several roles give the greatest
depth. A field is kept from someone only where every role that lets him read (or edit) the entity keeps it
from him: a role takes nothing away that another gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from backend.accounts.user import DEPTHS, EntityRights
from backend.protocol.metadata import OPERATIONS

Document = Mapping[str, Any]


def whole_rights(**given: Any) -> dict[str, Any]:
    """Return the rights of a role to one entity with every key, as they are stored and travel."""
    none: dict[str, Any] = dict.fromkeys(OPERATIONS, "none")
    return {**none, "hidden": [], "readOnly": [], **given}


def with_operations(operations: Iterable[str], depth: str = "all") -> dict[str, Any]:
    """Return rights to do ``operations`` at one depth."""
    return whole_rights(**dict.fromkeys(operations, depth))


def greatest(depths: Iterable[str]) -> str:
    """Return the depth that takes in all the others."""
    return max(depths, key=DEPTHS.index, default="none")


def united(documents: Iterable[Document]) -> Mapping[str, EntityRights]:
    """Return what holding all these roles gives, by entity; entities without any right are left out."""
    gathered: dict[str, list[Document]] = {}
    for document in documents:
        for entity, rights in document["entities"].items():
            gathered.setdefault(entity, []).append(rights)
    found = {entity: _entity(parts) for entity, parts in gathered.items()}
    return MappingProxyType({entity: rights for entity, rights in found.items() if rights.depths})


def grown(known: Document, brought: Document) -> dict[str, Any]:
    """Return a role with what a package brings to it: more rights and workspaces, never fewer.

    Fields that were kept from its holders stay so where both keep them, or only the known role knows
    the entity.
    """
    entities = {name: dict(rights) for name, rights in known["entities"].items()}
    for name, rights in brought["entities"].items():
        there = entities.get(name)
        entities[name] = dict(rights) if there is None else _both(there, rights)
    workspaces = sorted({*known["workspaces"], *brought["workspaces"]})
    return {**known, "entities": entities, "workspaces": workspaces}


def _both(one: Document, other: Document) -> dict[str, Any]:
    together = _entity([one, other])
    return whole_rights(
        **together.depths, hidden=sorted(together.hidden), readOnly=sorted(together.read_only)
    )


def _entity(parts: Sequence[Document]) -> EntityRights:
    depths = {
        operation: depth
        for operation in OPERATIONS
        if (depth := greatest(part[operation] for part in parts)) != "none"
    }
    hidden = _in_all(_with(parts, "read"), "hidden")
    # Who may create and edit nothing is held to what his creating roles say.
    read_only = _in_all(_with(parts, "edit") or _with(parts, "create"), "readOnly")
    return EntityRights(MappingProxyType(depths), hidden, read_only - hidden)


def _with(parts: Iterable[Document], operation: str) -> list[Document]:
    return [part for part in parts if part[operation] != "none"]


def _in_all(parts: Sequence[Document], key: str) -> frozenset[str]:
    sets = [frozenset(part[key]) for part in parts]
    return frozenset.intersection(*sets) if sets else frozenset()

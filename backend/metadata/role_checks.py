"""The checks of roles: that what they speak of exists, and that what they give can be used.

Works on a whole document (:func:`backend.metadata.documents.whole`) of the protocol's ``Role``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from backend.accounts.user import DEPTHS
from backend.metadata.findings import Finding
from backend.metadata.model import Document, Entity, Model
from backend.protocol.metadata import OPERATIONS

ALL_OR_NONE = frozenset({"none", "all"})
"""The depths of entities whose records have no owner."""


def role_findings(role: Document, model: Model, workspaces: Iterable[str] | None = None) -> list[Finding]:
    """Return all that is wrong with a role; ``workspaces``: those that exist, where that matters."""
    found: list[Finding] = []
    for name, rights in role["entities"].items():
        at = ("entities", name)
        entity = model.entities.get(name)
        if entity is None:
            found.append(_finding(at, "missing-entity", entity=name))
            continue
        found += _depths(entity, rights, at)
        found += _fields(entity, rights, at)
    known = None if workspaces is None else set(workspaces)
    for workspace in role["workspaces"]:
        if known is not None and workspace not in known:
            at = ("workspaces", workspace)
            found.append(_finding(at, "missing-workspace", level="warning", workspace=workspace))
    return found


def _depths(entity: Entity, rights: Document, at: tuple[str, ...]) -> Iterable[Finding]:
    read = DEPTHS.index(rights["read"])
    for operation in OPERATIONS:
        depth = rights[operation]
        place = (*at, operation)
        if not entity.owned and depth not in ALL_OR_NONE:
            yield _finding(place, "depth", entity=entity.id, operation=operation, depth=depth)
        elif operation not in ("read", "create") and DEPTHS.index(depth) > read:
            code = "without-read" if read == 0 else "wider-than-read"
            yield _finding(place, code, level="warning", entity=entity.id, operation=operation, depth=depth)


def _fields(entity: Entity, rights: Document, at: tuple[str, ...]) -> Iterable[Finding]:
    for key in ("hidden", "readOnly"):
        for name in rights[key]:
            if name not in entity.fields:
                yield _finding((*at, key, name), "missing-field", entity=entity.id, name=name)
    if entity.title in rights["hidden"]:
        # Labels of records travel wherever something points at them.
        yield _finding((*at, "hidden", entity.title), "hides-title", entity=entity.id, name=entity.title)
    if rights["create"] == "none":
        return
    kept = {*rights["hidden"], *rights["readOnly"]}
    for name, field in entity.fields.items():
        if name in kept and field["required"] and field["default"] is None:
            yield _finding((*at, "create"), "cannot-fill", level="warning", entity=entity.id, name=name)


def _finding(
    path: tuple[str, ...], code: str, *, level: Literal["error", "warning"] = "error", **arguments: str
) -> Finding:
    return Finding("role", path, f"role-{code}", dict(arguments), level)

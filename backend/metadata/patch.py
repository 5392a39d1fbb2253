"""Patches: how a document is edited, and how an edit is undone.

Pure: a document goes in, another comes out, and what did not change is shared. A patch
fits when its place is there and, for ``set`` and ``remove``, what stands there is what
its author saw. Who stood beside a removed or moved node (``before`` of a remove,
``was``) serves the inverse alone: a neighbour that came or went meanwhile hinders
nobody. ``frontend/designer`` does the same by ``tests/vectors/patches.json``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backend.errors import Conflict
from backend.metadata.documents import node_id, same

Patch = Mapping[str, Any]
Change = Callable[[Any], Any]

FIXED_KEYS = frozenset({"id", "__proto__"})
"""An id never changes; ``__proto__`` is no key in JavaScript."""


class _Misfit(Exception):
    """The place is not there, or holds something else; the reason, one of the vectors' words."""


def apply_patch(document: Any, patch: Patch) -> Any:
    """Return the document with one patch applied.

    :raises Conflict: ``patch-does-not-fit``, with the place as ``field``
    """
    path: Sequence[str] = patch["path"]
    try:
        return _changed(document, path, _CHANGES[patch["op"]](patch))
    except _Misfit as misfit:
        place = [*path, patch["key"]] if patch["op"] == "set" else list(path)
        raise Conflict(
            "patch-does-not-fit", field="/".join(place), place="/".join(place), reason=str(misfit)
        ) from None


def apply_patches(document: Any, patches: Sequence[Patch]) -> Any:
    """Return the document with all patches applied in order, or none of them.

    :raises Conflict: ``patch-does-not-fit``
    """
    for patch in patches:
        document = apply_patch(document, patch)
    return document


def inverse(patch: Patch) -> dict[str, Any]:
    """Return the patch that takes ``patch`` back. Where no key stood, the inverse leaves null."""
    match patch["op"]:
        case "set":
            return {**patch, "value": patch["old"], "old": patch["value"]}
        case "insert":
            return {**patch, "op": "remove"}
        case "remove":
            return {**patch, "op": "insert"}
        case "move":
            return {**patch, "before": patch["was"], "was": patch["before"]}
        case op:
            raise AssertionError(f"unknown patch: {op}")


def inverses(patches: Sequence[Patch]) -> list[dict[str, Any]]:
    """Return the patches that take ``patches`` back, last one first."""
    return [inverse(patch) for patch in reversed(patches)]


def _changed(node: Any, path: Sequence[str], change: Change) -> Any:
    if not path:
        return change(node)
    part, rest = path[0], path[1:]
    if isinstance(node, dict):
        if part not in node:
            raise _Misfit("no-place")
        return {**node, part: _changed(node[part], rest, change)}
    if isinstance(node, list):
        at = _index(node, part)
        return [*node[:at], _changed(node[at], rest, change), *node[at + 1 :]]
    raise _Misfit("no-place")


def _set(patch: Patch) -> Change:
    def change(node: Any) -> Any:
        key = patch["key"]
        if not isinstance(node, dict):
            raise _Misfit("not-an-object")
        if key in FIXED_KEYS:
            raise _Misfit("fixed")
        if not same(node.get(key), patch["old"]):
            raise _Misfit("other-value")
        return {**node, key: patch["value"]}

    return change


def _insert(patch: Patch) -> Change:
    def change(node: Any) -> Any:
        new = node_id(patch["node"])
        if new is None:
            raise _Misfit("no-id")
        if any(node_id(other) == new for other in _list(node)):
            raise _Misfit("id-taken")
        at = _before(node, patch["before"])
        return [*node[:at], patch["node"], *node[at:]]

    return change


def _remove(patch: Patch) -> Change:
    def change(node: Any) -> Any:
        at = _index(_list(node), node_id(patch["node"]))
        if not same(node[at], patch["node"]):
            raise _Misfit("other-value")
        return [*node[:at], *node[at + 1 :]]

    return change


def _move(patch: Patch) -> Change:
    def change(node: Any) -> Any:
        at = _index(_list(node), patch["node"])
        others = [*node[:at], *node[at + 1 :]]
        to = _before(others, patch["before"])
        return [*others[:to], node[at], *others[to:]]

    return change


_CHANGES: Mapping[str, Callable[[Patch], Change]] = {
    "set": _set,
    "insert": _insert,
    "remove": _remove,
    "move": _move,
}


def _list(node: Any) -> list[Any]:
    if not isinstance(node, list):
        raise _Misfit("not-a-list")
    return node


def _index(nodes: list[Any], wanted: str | None) -> int:
    for at, node in enumerate(nodes):
        if wanted is not None and node_id(node) == wanted:
            return at
    raise _Misfit("no-place")


def _before(nodes: list[Any], before: str | None) -> int:
    return len(nodes) if before is None else _index(nodes, before)

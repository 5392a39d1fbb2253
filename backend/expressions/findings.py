"""What the check of a tree found: a code of the catalogue, and the place in the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Tree = Mapping[str, Any]
"""A node of an expression as it travels."""


@dataclass(frozen=True)
class Finding:
    """Something wrong in a tree: a code for the catalogue, and where, such as ``of.1.value``."""

    code: str
    place: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def at(place: str, part: str) -> str:
    """Return the place of a part of the node at ``place``."""
    return f"{place}.{part}" if place else part


def count_nodes(tree: Any, most: int) -> int:
    """Count the nodes of a tree, stopping soon after ``most``; what is no node counts too."""
    waiting, count = [tree], 0
    while waiting and count <= most:
        node = waiting.pop()
        count += 1
        waiting.extend(parts_of(node))
    return count


def parts_of(node: Any) -> Iterator[Any]:
    """Yield the nodes inside a node."""
    if isinstance(node, Mapping):
        if isinstance(node.get("of"), list):
            yield from node["of"]
        for key in ("left", "right", "where"):
            if key in node:
                yield node[key]

"""The ids of a document's lasting nodes, as addresses, and those never to be used again.

Lasting are entities, fields, choices, pages, blocks and actions: changes on the way,
columns and remembered places speak of them. A field placed on a form is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from backend.metadata.model import Document

LISTS = {"entities": ("fields",), "fields": ("choices",), "pages": ("blocks",), "actions": ()}
"""List of lasting nodes → the lists of such nodes inside each."""


def model_ids(model: Document) -> Iterator[tuple[str, ...]]:
    """Give the address of every entity, field and choice."""
    return _ids(model, ("entities",), ())


def workspace_ids(workspace: Document) -> Iterator[tuple[str, ...]]:
    """Give the address of every page, block and action."""
    return _ids(workspace, ("pages", "actions"), ())


def retired_after(
    before: Iterable[str], old: Iterable[tuple[str, ...]], new: Iterable[tuple[str, ...]]
) -> list[str]:
    """Return the addresses used no more: those retired ``before``, and what only ``old`` has."""
    return sorted({*before, *map("/".join, old)} - set(map("/".join, new)))


def _ids(node: Any, lists: tuple[str, ...], at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name in lists:
        for child in _nodes(node, name):
            place = (*at, name, child["id"])
            yield place
            yield from _ids(child, LISTS.get(name, ()), place)


def _nodes(node: Any, name: str) -> Iterator[Any]:
    """Give the nodes of a list, and for blocks those in groups too: an id is one of its page."""
    for child in node.get(name) or ():
        yield child
        if name == "blocks":
            yield from _nodes(child, name)

"""The conditions in workspaces, which a phone evaluates by itself: those of lists and of their views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend.expressions.tree import Tree
from backend.metadata.model import Document


def conditions_of(workspaces: Iterable[Document]) -> Iterator[Tree]:
    """Yield every condition of workspaces."""
    for workspace in workspaces:
        for page in workspace["pages"]:
            for block in page["blocks"]:
                if block["type"] == "list":
                    yield from _present(block, *block["views"])


def _present(*holders: Document) -> Iterator[Tree]:
    return (holder["condition"] for holder in holders if holder["condition"] is not None)

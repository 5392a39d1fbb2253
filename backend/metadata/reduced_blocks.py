"""The blocks of a page and the fields of a form, as far as one user may read what they speak of.

A block that would tell what is hidden by what it shows, or by being there, is absent: rows chosen by a hidden
field, a chart over one, a group that stands only for some records.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from backend.metadata.block_parts import PARTS, Parts, entity_of, rules, value_at
from backend.metadata.field_paths import field_at
from backend.metadata.model import Document
from backend.metadata.sight import Sight

Reads = Callable[[str | None], bool]


def reduced_blocks(
    sight: Sight, blocks: Iterable[Document], page: Document, pages: Collection[str], actions: Collection[str]
) -> list[dict[str, Any]]:
    """Return what is left of blocks; ``pages`` and ``actions`` are those left of the workspace."""
    reducer = _Blocks(sight, page["entity"], pages, actions)
    return reducer.all(blocks)


def reduced_shown(
    sight: Sight, shown: Iterable[Document], entity: str, pages: Collection[str]
) -> list[dict[str, Any]]:
    """Return the placed fields that a user may read, each with what he may know of it.

    Which stands there only for some records is absent if he may not know for which. One that can be changed
    for some only cannot be changed then; what it must hold, the office says.
    """
    return [
        {
            **one,
            "page": _kept(one["page"], pages),
            "requiredWhen": one["requiredWhen"] if sight.rule(one["requiredWhen"], entity) else None,
            **({} if sight.rule(one["readOnlyWhen"], entity) else {"readOnlyWhen": None, "readOnly": True}),
            "lookup": _lookup(sight, one, entity, pages),
        }
        for one in shown
        if sight.reads(one["field"], entity) and sight.rule(one["visibleWhen"], entity)
    ]


def _lookup(sight: Sight, shown: Document, entity: str, pages: Collection[str]) -> dict[str, Any] | None:
    look = shown["lookup"]
    field = field_at(sight.model, entity, shown["field"])
    target = field["target"] if field is not None else None
    if look is None or target is None:
        return None
    display = look["display"]
    return {
        **look,
        "page": _kept(look["page"], pages),
        "display": display if display is not None and sight.reads(display, target) else None,
        "condition": look["condition"] if sight.filter(look["condition"], target) else None,
    }


def _kept(page: str | None, pages: Collection[str]) -> str | None:
    return page if page in pages else None


class _Blocks:
    """One page's blocks on the way to what a user may see of them."""

    def __init__(self, sight: Sight, page: str, pages: Collection[str], actions: Collection[str]) -> None:
        self._sight, self._page, self._pages, self._actions = sight, page, pages, actions

    def all(self, blocks: Iterable[Document]) -> list[dict[str, Any]]:
        reduced = (self._block(block) for block in blocks)
        return [block for block in reduced if block is not None]

    def _block(self, block: Document) -> dict[str, Any] | None:
        parts, entity = PARTS[block["type"]], entity_of(block, self._page)

        def reads(path: str | None) -> bool:
            return path is not None and self._sight.reads(path, entity)

        if not self._stands(block, parts, entity):
            return None
        left = {**block, **self._paths(block, parts, entity, reads)}
        left |= {key: _kept(block[key], self._pages) for key in parts.opens}
        if block["type"] == "group":
            left["blocks"] = self.all(block["blocks"])
            return left if left["blocks"] else None
        if block["type"] == "list":
            left["views"] = [one for one in block["views"] if self._sight.filter(one["condition"], entity)]
            left["swipe"] = [one for one in block["swipe"] if one in self._actions]
        if parts.nodes is None:
            return left
        nodes = block[parts.nodes]
        if block["type"] == "fields":
            left[parts.nodes] = reduced_shown(self._sight, nodes, entity, self._pages)
        else:
            left[parts.nodes] = [node for node in nodes if reads(node["field"])]
        return left if left[parts.nodes] else None

    def _stands(self, block: Document, parts: Parts, entity: str) -> bool:
        """Say whether a block tells nothing that is hidden by what it counts on."""
        sight = self._sight
        if parts.gathers and not (
            sight.user.may("read", entity) and sight.filter(block["condition"], entity)
        ):
            return False
        if parts.target is not None and block[parts.target] not in self._pages:
            return False
        vital = (value_at(block, key) for key in parts.vital)
        return all(path is None or sight.reads(path, entity) for path in vital) and all(
            map(sight.asked, rules((), block, self._page, ("visibleWhen",)))
        )

    def _paths(self, block: Document, parts: Parts, entity: str, reads: Reads) -> dict[str, Any]:
        """Return the keys of a block that hold paths, with what may be read of them."""
        left: dict[str, Any] = {key: [one for one in block[key] if reads(one)] for key in parts.lists}
        if parts.title is not None and not reads(block[parts.title]):
            left[parts.title] = self._sight.model.entity(entity).title
        for key in parts.optional:
            if not reads(value_at(block, key)):
                left[key.partition(".")[0]] = None
        return left

"""What a block speaks of: one description for each type, and the walks over blocks that follow it.

Checks, reduction by rights, drift and the effective set all read it here, so that a type of block is
described once. A key may be that of an object inside (``sort.field``). Groups are walked to their bottom
everywhere; places are paths as patches have them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backend.expressions.tree import Tree
from backend.metadata.model import Document

Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The keys of one type of block that speak of fields and pages.

    ``gathers``: it shows records of an ``entity`` of its own, those of ``condition``; others speak of their
    page's. ``title``: the path that names a record. ``vital``: paths without which it would say something
    else, or nothing. ``nodes``: its lists of nodes, each of a field. ``target``: the page that it is about;
    ``opens``: pages that a tap leads to.
    """

    gathers: bool = False
    title: str | None = None
    vital: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    nodes: str | None = None
    target: str | None = None
    opens: tuple[str, ...] = ()


PARTS: Final[Mapping[str, Parts]] = {
    "list": Parts(
        gathers=True,
        title="title",
        vital=("parent",),
        optional=("figure", "badge", "image", "searchBy", "section", "sort.field"),
        lists=("subtitle", "search"),
        opens=("detail",),
    ),
    "fields": Parts(nodes="fields"),
    "link": Parts(optional=("countFrom",), target="page"),
    "group": Parts(),
    "part": Parts(vital=("through",), target="page"),
    "chart": Parts(gathers=True, vital=("parent", "measure.field", "by"), opens=("page",)),
    "calendar": Parts(
        gathers=True,
        title="title",
        vital=("parent", "date"),
        optional=("badge",),
        lists=("subtitle",),
        opens=("detail",),
    ),
    "report": Parts(gathers=True, vital=("parent",), lists=("groups",), nodes="columns", opens=("detail",)),
    "timer": Parts(vital=("since", "until")),
}
"""Type of a block → what it speaks of."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a field by a path from an entity."""

    at: Place
    key: str
    entity: str
    path: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition in a place: a rule, or a filter of the records of ``entity``; or what makes a value."""

    at: Place
    entity: str
    tree: Tree
    rule: bool
    value: bool = False


def walk(blocks: Iterable[Document], at: Place) -> Iterator[tuple[Place, Document]]:
    """Give each block with its place, a group before what is in it."""
    for block in blocks:
        place = (*at, block["id"])
        yield place, block
        yield from walk(inside(block), (*place, "blocks"))


def blocks_of(page: Document) -> Iterator[tuple[Place, Document]]:
    """Give each block of a page with its place in the workspace."""
    return walk(page["blocks"], ("pages", page["id"], "blocks"))


def inside(block: Document) -> list[Document]:
    """Return the blocks that stand in a block."""
    return list(block["blocks"]) if block["type"] == "group" else []


def entity_of(block: Document, page: str) -> str:
    """Return the entity that the paths of a block begin at, on a page of an entity."""
    return str(block["entity"]) if PARTS[block["type"]].gathers else page


def value_at(block: Document, key: str) -> Any:
    """Return what stands under a key, or under one of an object inside; None where that is absent."""
    head, _, rest = key.partition(".")
    value = block[head]
    return value if value is None or not rest else value[rest]


def mentions(block: Document, page: str) -> Iterator[Mention]:
    """Give each field that a block names by itself, on a page of an entity."""
    parts, entity = PARTS[block["type"]], entity_of(block, page)
    for key in (*((parts.title,) if parts.title else ()), *parts.vital, *parts.optional):
        path = value_at(block, key)
        if path is not None:
            yield Mention(tuple(key.split(".")), key, entity, path)
    for key in parts.lists:
        for path in block[key]:
            yield Mention((key, path), key, entity, path)
    for node in block[parts.nodes] if parts.nodes else ():
        yield Mention((str(parts.nodes), node["id"], "field"), "field", entity, node["field"])


def conditions(block: Document, page: str) -> Iterator[Asked]:
    """Give each condition of a block: of itself, of its views and of the fields placed in it."""
    if PARTS[block["type"]].gathers:
        for at, holder in ((), block), *((("views", view["id"]), view) for view in block.get("views", ())):
            if holder["condition"] is not None:
                yield Asked((*at, "condition"), block["entity"], holder["condition"], rule=False)
    yield from rules((), block, page, ("visibleWhen",))
    for shown in block["fields"] if block["type"] == "fields" else ():
        yield from shown_rules(("fields", shown["id"]), shown, page)


SHOWN_RULES: Final = ("visibleWhen", "requiredWhen", "readOnlyWhen")
"""The rules of a placed field, each asked of the record that it is placed for."""


def shown_rules(at: Place, shown: Document, entity: str) -> Iterator[Asked]:
    """Give the rules of a field placed for records of an entity."""
    return rules(at, shown, entity, SHOWN_RULES)


def rules(at: Place, node: Document, entity: str, keys: Iterable[str]) -> Iterator[Asked]:
    """Give the rules of a node that stand under ``keys``."""
    for key in keys:
        if node[key] is not None:
            yield Asked((*at, key), entity, node[key], rule=True)

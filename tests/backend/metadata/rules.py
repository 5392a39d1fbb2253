"""Rules for tests, written shortly."""

from __future__ import annotations

from typing import Any

Tree = dict[str, Any]


def field(path: str) -> Tree:
    """The value of a field."""
    return {"op": "field", "path": path}


def value(type_: str, value_: Any) -> Tree:
    """A written value."""
    return {"op": "value", "type": type_, "value": value_}


def op(name: str, *of: Tree, **more: Any) -> Tree:
    """An operation on values."""
    return {"op": name, "of": list(of), **more}


def compare(name: str, left: Tree, right: Tree) -> Tree:
    """A comparison of two values."""
    return {"op": name, "left": left, "right": right}


def lines(name: str, entity: str, parent: str, *of: Tree, **more: Any) -> Tree:
    """What is made of all lines of a record."""
    return {"op": name, "entity": entity, "parent": parent, **({"of": list(of)} if of else {}), **more}


def validity(id_: str, condition: Tree, *, field: str | None = None, message: str = "No.") -> Tree:
    """What must hold of every record."""
    return {"id": id_, "condition": condition, "message": {"en": message}, "field": field}

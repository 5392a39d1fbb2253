"""What a design says, told in its own words: ids give way to the labels of what they mean.

Two designs that say the same tell the same, however their ids were made. English stands for all languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from backend.metadata.package_files import Package

Node = Mapping[str, Any]
Facts = dict[str, Any]

TEXTS = frozenset({"title", "label", "plural", "description", "help", "empty", "confirm", "message"})
ENTITIES = frozenset({"entity", "target"})
PAGES = frozenset({"detail", "page", "next"})
PATHS = frozenset(
    {"title", "subtitle", "figure", "badge", "image", "search", "searchBy", "section", "field", "path"}
)
WITHOUT_WORDS = frozenset({"id", "version", "modelVersion"})


def told(package: Package) -> Facts:
    """Return every fact of a workspace and its entities by its place."""
    return dict(_flat(_Teller(package).whole()))


def different(one: Facts, other: Facts) -> dict[str, tuple[Any, Any]]:
    """Return the places where two designs differ, with what each says; None where it says nothing."""
    return {
        place: (one.get(place), other.get(place))
        for place in sorted(one.keys() | other.keys())
        if one.get(place) != other.get(place)
    }


class _Teller:
    def __init__(self, package: Package) -> None:
        self.workspace = package.workspace
        self.entities = {entity["id"]: entity for entity in package.entities}
        self.pages = {
            page["id"]: f"{_words(page['title'])} ({page['kind']})" for page in self.workspace["pages"]
        }
        self.actions = {
            action["id"]: f"{_words(action['label'])} ({self.entity(action['entity'])})"
            for action in self.workspace["actions"]
        }

    def whole(self) -> Node:
        workspace = self.workspace
        besides = {key: value for key, value in workspace.items() if key not in ("pages", "actions")}
        return {
            "workspace": self.node(besides, ""),
            "landing": [self.pages[page["id"]] for page in workspace["pages"] if not page["hidden"]],
            "pages": {self.pages[page["id"]]: self.page(page) for page in workspace["pages"]},
            "actions": {self.actions[one["id"]]: self.node(one, "") for one in workspace["actions"]},
            "entities": {_words(entity["label"]): self.of_model(entity) for entity in self.entities.values()},
        }

    def page(self, page: Node) -> Node:
        return {
            **self.node({key: page[key] for key in page if key not in ("actions", "blocks")}, page["entity"]),
            "blocks": [self.node(block, page["entity"]) for block in page["blocks"]],
            "actions": [self.actions[action] for action in page["actions"]],
        }

    def of_model(self, entity: Node) -> Node:
        fields = [self.field(entity, field) for field in entity["fields"]]
        return {**self.node({**entity, "fields": []}, entity["id"]), "fields": fields}

    def field(self, entity: Node, field: Node) -> Node:
        group = field["group"] and [
            _words(one["label"]) for one in entity["fields"] if one["group"] == field["group"]
        ]
        default = self.value(field, field["default"])
        return {**self.node(field, entity["id"]), "group": group, "default": default}

    def node(self, node: Node, entity: str) -> dict[str, Any]:
        """Tell a node of a document; ``entity``: whose fields it speaks of if it does not say so."""
        entity = node.get("entity") or entity
        return {
            key: self.told(key, value, node, entity)
            for key, value in node.items()
            if key not in WITHOUT_WORDS
        }

    def told(self, key: str, value: Any, node: Node, entity: str) -> Any:
        if value is None:
            return None
        if key in TEXTS and isinstance(value, Mapping):
            return _words(value)
        if key in ENTITIES:
            return self.entity(value)
        if key in PAGES:
            return self.pages[value]
        if key == "parent":
            return self.path(node["entity"], value)
        if key in PATHS:
            paths = value if isinstance(value, list) else [value]
            names = [self.path(entity, path) for path in paths]
            return names if isinstance(value, list) else names[0]
        if key in ("value", "oneOf"):
            return self.value(self.field_at(entity, node.get("field") or node.get("path") or ""), value)
        if isinstance(value, Mapping):
            return self.node(value, entity)
        if isinstance(value, list):
            return [self.node(one, entity) if isinstance(one, Mapping) else one for one in value]
        return value

    def entity(self, name: str) -> str:
        return _words(self.entities[name]["label"]) if name in self.entities else name

    def field_at(self, entity: str, path: str) -> Node | None:
        first, _, rest = path.partition(".")
        fields = self.entities[entity]["fields"] if entity in self.entities else ()
        field = next((one for one in fields if one["id"] == first), None)
        return self.field_at(field["target"], rest) if field is not None and rest else field

    def path(self, entity: str, path: str) -> str:
        """Return the labels on the way; the product's own entities have the same ids everywhere."""
        words, holder = [], entity
        for part in path.split("."):
            field = self.field_at(holder, part)
            words.append(part if field is None else _words(field["label"]))
            holder = "" if field is None else field["target"] or ""
        return ".".join(words)

    def value(self, field: Node | None, value: Any) -> Any:
        if isinstance(value, list):
            return [self.value(field, one) for one in value]
        choices = {} if field is None else {one["id"]: _words(one["label"]) for one in field["choices"]}
        return choices.get(value, value) if isinstance(value, str) else value


def _words(texts: Mapping[str, str]) -> str:
    return texts.get("en", "")


def _flat(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    parts: Iterator[tuple[Any, Any]]
    if isinstance(value, Mapping):
        parts = iter(value.items())
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        parts = enumerate(value)  # type: ignore[assignment]
    else:
        yield place, value
        return
    for key, inside in parts:
        yield from _flat(inside, f"{place}/{key}" if place else str(key))

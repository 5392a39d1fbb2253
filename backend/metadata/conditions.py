"""The conditions in workspaces, which a phone evaluates by itself: of blocks, views, fields, actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backend.expressions.tree import Tree
from backend.metadata.block_parts import Asked, Place, blocks_of, conditions, rules, shown_rules
from backend.metadata.field_paths import field_at
from backend.metadata.model import Document, Model


def conditions_of(workspaces: Iterable[Document]) -> Iterator[Tree]:
    """Yield every condition of workspaces."""
    for workspace in workspaces:
        for page in workspace["pages"]:
            for _, block in blocks_of(page):
                yield from (asked.tree for asked in conditions(block, page["entity"]))
        for action in workspace["actions"]:
            yield from (asked.tree for asked in rules_of(action))
            for _, _, shown in _placed(action):
                if shown["lookup"] is not None and shown["lookup"]["condition"] is not None:
                    yield shown["lookup"]["condition"]


def asked_by(action: Document, model: Model) -> Iterator[Asked]:
    """Give the rules of an action and of its form, and the filters of the records that can be looked up."""
    yield from rules_of(action)
    for at, entity, shown in _placed(action):
        look, field = shown["lookup"], field_at(model, entity, shown["field"])
        if look is not None and look["condition"] is not None and field is not None and field["target"]:
            yield Asked((*at, "lookup", "condition"), field["target"], look["condition"], rule=False)


def rules_of(action: Document) -> Iterator[Asked]:
    """Give the rules of an action, of what it sets, of the fields on its form and of those of its lines."""
    yield from rules((), action, action["entity"], ("availableWhen",))
    for setting in action["settings"]:
        if setting["rule"] is not None:
            place = ("settings", setting["id"], "rule")
            yield Asked(place, action["entity"], setting["rule"], rule=True, value=True)
    for at, entity, shown in _placed(action):
        yield from shown_rules(at, shown, entity)


def _placed(action: Document) -> Iterator[tuple[Place, str, Document]]:
    """Give each field of a form and of its lines, with its place and the entity that it is of."""
    for shown in action["fields"]:
        yield ("fields", shown["id"]), action["entity"], shown
    for lines in action["lines"]:
        for shown in lines["fields"]:
            yield ("lines", lines["id"], "fields", shown["id"]), lines["entity"], shown

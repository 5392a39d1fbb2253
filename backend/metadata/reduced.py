"""A workspace as one user may use it: pages, blocks, actions and fields reduced by his rights.

Pure. What he may not read is nowhere: no path of a block or form, no search, sort or condition speaks of it.
A list whose own condition reads something hidden is absent, because its rows would tell what is hidden by
being there; so is such a view of a list, and an action that depends on a hidden field. What only led to
something absent goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.accounts.user import User
from backend.expressions import tree
from backend.metadata.condition_fields import fields_of
from backend.metadata.field_paths import steps
from backend.metadata.model import Document, Entity, Model

NEEDED = {"create": "create", "edit": "edit", "delete": "delete", "step": "edit"}
"""Kind of action → the operation that it takes."""
FORMS = frozenset({"create", "edit"})
UNTOLD: Document = {"kind": "related", "by": []}
"""What a rule of a profile is told as where it speaks of what the user may not read: it brings nothing."""


def reduced_workspace(document: Document, model: Model, user: User) -> dict[str, Any] | None:
    """Return what a user may use of a workspace; None when nothing is left on its landing page."""
    sight = Sight(model, user)
    asked = (sight.action(action) for action in document["actions"])
    actions = [action for action in asked if action is not None]
    pages = [page for page in document["pages"] if user.may("read", page["entity"])]
    allowed = frozenset(action["id"] for action in actions)
    while True:
        # A page that goes may take with it the links to it, and they the page that held nothing else.
        kept = {page["id"] for page in pages}
        reduced = [sight.page(page, kept, allowed) for page in pages]
        left = [page for page in reduced if page["blocks"]]
        if len(left) == len(pages):
            break
        pages = left
    pages = left
    if not any(page["kind"] == "list" and not page["hidden"] for page in pages):
        return None
    kept = {page["id"] for page in pages}
    actions = [{**action, "next": action["next"] if action["next"] in kept else None} for action in actions]
    return {**document, "pages": pages, "actions": actions}


def reduced_entity(entity: Entity, user: User) -> Document:
    """Return an entity with the fields that a user may read, read-only where he may not write them."""
    hidden, read_only = user.hidden(entity.id) - {entity.title}, user.read_only(entity.id)
    if not hidden and not read_only:
        return entity.document
    fields = [
        {**field, "readOnly": True} if name in read_only else field
        for name, field in entity.fields.items()
        if name not in hidden
    ]
    return {**entity.document, "fields": fields}


def reduced_part(part: Document, model: Model, user: User) -> dict[str, Any]:
    """Return what a profile takes along of an entity, as far as a user may know of it."""
    sight, hidden = Sight(model, user), user.hidden(part["id"])
    rules = [rule if sight.rule(rule, part["id"]) else UNTOLD for rule in part["rules"]]
    carried, images = part.get("fields"), part.get("images")
    return {
        **part,
        "rules": rules,
        "fields": carried and [one for one in carried if one["id"] not in hidden],
        "images": images and [one for one in images if one not in hidden],
    }


class Sight:
    """What one user may read of a model, asked of parts of a workspace."""

    def __init__(self, model: Model, user: User) -> None:
        self._model, self._user = model, user
        self._fields = fields_of(model, user)

    def reads(self, path: str, entity: str) -> bool:
        """Say whether the user may read everything that a path walks over."""
        found = steps(self._model, entity, path)
        return found is not None and all(self._readable(step.entity, step.field["id"]) for step in found)

    def condition(self, condition: Document | None, entity: str) -> bool:
        """Say whether the user may read everything that a condition reads."""
        if condition is None or self._user.everything:
            return True
        return not tree.check(condition, entity, self._fields, related=self._model.entities)

    def rule(self, rule: Document, entity: str) -> bool:
        """Say whether the user may know of all that a rule of an offline profile speaks of."""
        if rule["kind"] == "custom":
            return self.condition(rule["condition"], entity)
        relations = rule["by"] if rule["kind"] == "related" else ()
        return all(self._readable(one["from"] or entity, one["path"]) for one in relations)

    def action(self, action: Document) -> dict[str, Any] | None:
        """Return an action as the user may do it; None if he may not, or it needs what he may not read."""
        entity = action["entity"]
        if not (self._user.may("read", entity) and self._user.may(NEEDED[action["kind"]], entity)):
            return None
        if action["when"] is not None and not self._readable(entity, action["when"]["field"]):
            return None
        fields = [shown for shown in action["fields"] if self.reads(shown["field"], entity)]
        if action["kind"] in FORMS and not fields:
            return None
        settings = [one for one in action["settings"] if self._readable(entity, one["field"])]
        return {**action, "fields": fields, "settings": settings}

    def page(self, page: Document, pages: set[str], actions: frozenset[str]) -> dict[str, Any]:
        """Return a page with what is left of its blocks; ``pages`` and ``actions`` are those left so far."""
        reduced = (self._block(block, page["entity"], pages) for block in page["blocks"])
        blocks = [block for block in reduced if block is not None]
        return {**page, "blocks": blocks, "actions": [one for one in page["actions"] if one in actions]}

    def _readable(self, entity: str, field: str) -> bool:
        known = self._model.entities.get(entity)
        if known is None or not self._user.may("read", entity):
            return False
        return field == known.title or field not in self._user.hidden(entity)

    def _block(self, block: Document, entity: str, pages: set[str]) -> dict[str, Any] | None:
        if block["type"] == "link":
            return dict(block) if block["page"] in pages else None
        if block["type"] == "fields":
            fields = [
                {**shown, "page": shown["page"] if shown["page"] in pages else None}
                for shown in block["fields"]
                if self.reads(shown["field"], entity)
            ]
            return {**block, "fields": fields} if fields else None
        return self._list(block, pages)

    def _list(self, block: Document, pages: set[str]) -> dict[str, Any] | None:
        entity = block["entity"]
        if not self._user.may("read", entity) or not self.condition(block["condition"], entity):
            return None
        if block["parent"] is not None and not self._readable(entity, block["parent"]):
            return None

        def path(found: str | None) -> str | None:
            return found if found is not None and self.reads(found, entity) else None

        sort: Mapping[str, Any] | None = block["sort"]
        return {
            **block,
            "title": path(block["title"]) or self._model.entity(entity).title,
            **{key: path(block[key]) for key in ("figure", "badge", "image")},
            **{key: [one for one in block[key] if path(one)] for key in ("subtitle", "search")},
            "sort": sort if sort is not None and self._readable(entity, sort["field"]) else None,
            "views": [view for view in block["views"] if self.condition(view["condition"], entity)],
            "detail": block["detail"] if block["detail"] in pages else None,
        }

"""A workspace as one user may use it: pages, blocks, actions and fields reduced by his rights.

Pure. What he may not read is nowhere: no path of a block or form, no search, sort or condition speaks of it.
A list whose own condition reads something hidden is absent, because its rows would tell what is hidden by
being there; so is such a view of a list, and an action that depends on a hidden field. What only led to
something absent goes with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from backend.accounts.user import User
from backend.metadata.landing import on_landing_page
from backend.metadata.model import Document, Entity, Model
from backend.metadata.reduced_blocks import reduced_blocks, reduced_shown
from backend.metadata.sight import Sight
from backend.metadata.versions import UNSEEN

NEEDED = {"create": "create", "edit": "edit", "delete": "delete", "step": "edit"}
"""Kind of action → the operation that it takes."""
FORMS = frozenset({"create", "edit"})
UNTOLD: Document = {"kind": "related", "by": []}
"""What a rule of a profile is told as where it speaks of what the user may not read: it brings nothing."""


def reduced_workspace(document: Document, model: Model, user: User) -> dict[str, Any] | None:
    """Return what a user may use of a workspace; None when nothing is left on its landing page."""
    sight = Sight(model, user)
    pages = [page for page in document["pages"] if _finds_record(sight, page)]
    done = [action for action in document["actions"] if _may_do(sight, action)]
    while True:
        # A page that goes may take with it the links to it, and they the page that held nothing else.
        kept = {page["id"] for page in pages}
        reduced_actions = (_action(sight, action, kept) for action in done)
        actions = [action for action in reduced_actions if action is not None]
        allowed = {action["id"] for action in actions}
        reduced = [_page(sight, page, kept, allowed) for page in pages]
        left = [page for page in reduced if page["blocks"]]
        if len(left) == len(pages):
            break
        pages = left
    if not any(on_landing_page(page) for page in left):
        return None
    actions = [
        {**action, "nextAction": action["nextAction"] if action["nextAction"] in allowed else None}
        for action in actions
    ]
    return {**document, "pages": left, "actions": actions}


def needed_by(action: Document) -> Iterator[tuple[str, str]]:
    """Give the entities and operations that an action takes; that of the lines of a form comes last."""
    yield action["entity"], NEEDED[action["kind"]]
    if action["kind"] in FORMS:
        for lines in action["lines"]:
            yield from ((lines["entity"], operation) for operation in _of_lines(action))


def reduced_entity(entity: Entity, model: Model, user: User) -> Document:
    """Return an entity with the fields that a user may read, read-only where he may not write them.

    A rule that reads what he may not is kept at the office, which alone computes and checks by it.
    """
    if user.everything:
        return {**entity.document, "fields": [_told(field) for field in entity.fields.values()]}
    sight = Sight(model, user)
    hidden, read_only = user.hidden(entity.id) - {entity.title}, user.read_only(entity.id)
    fields = [
        _ruled(sight, {**field, "readOnly": True} if name in read_only else field, entity.id)
        for name, field in entity.fields.items()
        if name not in hidden
    ]
    validities = [
        one
        for one in entity.document["validities"]
        if one["field"] not in hidden and sight.rule(one["condition"], entity.id)
    ]
    return {**entity.document, "fields": fields, "validities": validities}


def reduced_part(part: Document, model: Model, user: User) -> dict[str, Any]:
    """Return what a profile takes along of an entity, as far as a user may know of it."""
    sight, hidden = Sight(model, user), user.hidden(part["id"])
    rules = [rule if sight.taken_along(rule, part["id"]) else UNTOLD for rule in part["rules"]]
    carried, images = part.get("fields"), part.get("images")
    return {
        **part,
        "rules": rules,
        "fields": carried and [one for one in carried if one["id"] not in hidden],
        "images": images and [one for one in images if one not in hidden],
    }


def _told(field: Document) -> Document:
    """Return a field without what no phone is told of."""
    unseen = dict.fromkeys(key for key in UNSEEN if field.get(key) is not None)
    return {**field, **unseen} if unseen else field


def _ruled(sight: Sight, field: Document, entity: str) -> Document:
    """Return a field without the rules that the user may not know; what is computed stays read-only."""
    left = dict(_told(field))
    if not sight.value(field["computed"], entity):
        left |= {"computed": None, "readOnly": True}
    if not sight.value(field["defaultRule"], entity):
        left["defaultRule"] = None
    if not sight.rule(field["requiredWhen"], entity):
        left["requiredWhen"] = None
    return left


def _finds_record(sight: Sight, page: Document) -> bool:
    if not sight.user.may("read", page["entity"]):
        return False
    through = page["single"]["through"] if page["single"] is not None else None
    return through is None or sight.readable(page["entity"], through)


def _page(sight: Sight, page: Document, pages: Collection[str], actions: Collection[str]) -> dict[str, Any]:
    blocks = reduced_blocks(sight, page["blocks"], page, pages, actions)
    return {**page, "blocks": blocks, "actions": [one for one in page["actions"] if one in actions]}


def _may_do(sight: Sight, action: Document) -> bool:
    entity = action["entity"]
    if not (sight.user.may("read", entity) and sight.user.may(NEEDED[action["kind"]], entity)):
        return False
    if action["when"] is not None and not sight.readable(entity, action["when"]["field"]):
        return False
    return sight.rule(action["availableWhen"], entity)


def _action(sight: Sight, action: Document, pages: Collection[str]) -> dict[str, Any] | None:
    """Return an action with what the user may read of it; None for a form without a field left."""
    entity = action["entity"]
    fields = reduced_shown(sight, action["fields"], entity, pages)
    if action["kind"] in FORMS and not fields:
        return None
    lines = [
        {**one, "fields": reduced_shown(sight, one["fields"], one["entity"], pages)}
        for one in action["lines"]
        if _may_write(sight, action, one)
    ]
    return {
        **action,
        "fields": fields,
        "settings": [one for one in action["settings"] if _may_set(sight, one, entity)],
        "lines": [one for one in lines if one["fields"]],
        "next": action["next"] if action["next"] in pages else None,
    }


def _may_set(sight: Sight, setting: Document, entity: str) -> bool:
    return sight.readable(entity, setting["field"]) and sight.value(setting["rule"], entity)


def _may_write(sight: Sight, action: Document, lines: Document) -> bool:
    entity = lines["entity"]
    operations = ("read", *_of_lines(action))
    return sight.readable(entity, lines["parent"]) and all(sight.user.may(one, entity) for one in operations)


def _of_lines(action: Document) -> tuple[str, ...]:
    return ("create",) if action["kind"] == "create" else ("create", "edit")

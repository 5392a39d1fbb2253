"""The effective set: what of the published metadata one user's device works by.

Pure. A page, block or action whose entity the user may not read, or whose operation he
has no right to, is absent, and so is what only led there; a workspace with nothing left
on its landing page is absent as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from backend.accounts.user import User
from backend.metadata.field_paths import list_paths, steps
from backend.metadata.model import Document, Model
from backend.protocol.metadata import OPERATIONS

PRIVILEGES = ("use_app", "go_offline", "design", "administer")
NEEDED = {"create": "create", "edit": "edit", "delete": "delete", "step": "edit"}
"""Kind of action → the operation that it takes."""
NOT_COUNTED = frozenset({"version", "modelVersion"})


def effective_workspaces(
    workspaces: Mapping[str, Document], model: Model, user: User
) -> list[dict[str, Any]]:
    """Return the workspaces that the user sees, each with what he may use of it."""
    seen = (document for name, document in workspaces.items() if user.everything or name in user.workspaces)
    reduced = (_workspace(document, model, user) for document in seen)
    return [document for document in reduced if document is not None]


def used_entities(workspaces: Iterable[Document], model: Model) -> dict[str, None]:
    """Return the entities that workspaces show or change, with the targets of their lookups, in order."""
    used: dict[str, None] = {}
    for workspace in workspaces:
        for page in workspace["pages"]:
            used[page["entity"]] = None
            for block in page["blocks"]:
                if block["type"] == "list":
                    used[block["entity"]] = None
                for entity, path in _paths(block, page["entity"]):
                    used.update(dict.fromkeys(step.entity for step in steps(model, entity, path) or ()))
        used.update(dict.fromkeys(action["entity"] for action in workspace["actions"]))
    for entity in [one for one in used if one in model.entities]:
        for field in model.entities[entity].fields.values():
            if field["type"] == "lookup" and field["target"] in model.entities:
                used[field["target"]] = None
    return {entity: None for entity in used if entity in model.entities}


def effective_document(
    *,
    version: int,
    model: Model,
    model_document: Document,
    workspaces: Mapping[str, Document],
    profile: Document,
    user: User,
    organisation: str,
) -> dict[str, Any]:
    """Return the document of the protocol's ``EffectiveMetadata``."""
    shown = effective_workspaces(workspaces, model, user)
    entities = {entity for entity in (*used_entities(shown, model), "person") if user.may("read", entity)}
    return {
        "metadataVersion": version,
        "organisation": organisation,
        "person": {"id": user.person, "name": user.name, "language": user.language},
        "model": {
            **model_document,
            "entities": [entity for entity in model_document["entities"] if entity["id"] in entities],
        },
        "workspaces": shown,
        "profile": {
            **profile,
            "entities": [rule for rule in profile["entities"] if rule["id"] in entities],
        },
        "rights": {
            entity: [operation for operation in OPERATIONS if user.may(operation, entity)]
            for entity in sorted(entities)
        },
        "privileges": [privilege for privilege in PRIVILEGES if user.has(privilege)],
    }


def key_of(effective: Document) -> str:
    """Return a hash of what the user works by; a number that moved without a change does not count."""
    parts = {name: effective[name] for name in ("model", "workspaces", "profile", "rights", "privileges")}
    packed = orjson.dumps(_without_numbers(parts), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(packed).hexdigest()[:32]


def _without_numbers(parts: Mapping[str, Any]) -> dict[str, Any]:
    def bare(document: Document) -> dict[str, Any]:
        return {key: value for key, value in document.items() if key not in NOT_COUNTED}

    return {
        **parts,
        "model": bare(parts["model"]),
        "profile": bare(parts["profile"]),
        "workspaces": [bare(workspace) for workspace in parts["workspaces"]],
    }


def _workspace(document: Document, model: Model, user: User) -> dict[str, Any] | None:
    actions = [
        action
        for action in document["actions"]
        if user.may("read", action["entity"]) and user.may(NEEDED[action["kind"]], action["entity"])
    ]
    pages = [page for page in document["pages"] if user.may("read", page["entity"])]
    allowed = frozenset(action["id"] for action in actions)
    while True:
        # A page that goes may take with it the links to it, and they the page that held nothing else.
        kept = {page["id"] for page in pages}
        reduced = [_page(page, model, user, kept, allowed) for page in pages]
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


def _page(
    page: Document, model: Model, user: User, pages: set[str], actions: frozenset[str]
) -> dict[str, Any]:
    blocks = []
    for block in page["blocks"]:
        reduced = _block(block, page["entity"], model, user, pages)
        if reduced is not None:
            blocks.append(reduced)
    return {**page, "blocks": blocks, "actions": [one for one in page["actions"] if one in actions]}


def _block(block: Document, entity: str, model: Model, user: User, pages: set[str]) -> dict[str, Any] | None:
    if block["type"] == "link":
        return dict(block) if block["page"] in pages else None
    if block["type"] == "fields":
        fields = [
            {**shown, "page": shown["page"] if shown["page"] in pages else None}
            for shown in block["fields"]
            if _readable(shown["field"], entity, model, user)
        ]
        return {**block, "fields": fields} if fields else None
    if not user.may("read", block["entity"]):
        return None

    def path(found: str | None) -> str | None:
        return found if found is not None and _readable(found, block["entity"], model, user) else None

    return {
        **block,
        "title": path(block["title"]) or model.entity(block["entity"]).title,
        **{key: path(block[key]) for key in ("figure", "badge", "image")},
        **{key: [one for one in block[key] if path(one)] for key in ("subtitle", "search")},
        "detail": block["detail"] if block["detail"] in pages else None,
    }


def _readable(path: str, entity: str, model: Model, user: User) -> bool:
    found = steps(model, entity, path)
    return found is not None and all(user.may("read", step.entity) for step in found)


def _paths(block: Document, entity: str) -> Iterable[tuple[str, str]]:
    if block["type"] == "list":
        return [(block["entity"], path) for _, path in list_paths(block)]
    if block["type"] == "fields":
        return [(entity, shown["field"]) for shown in block["fields"]]
    return []

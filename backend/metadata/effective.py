"""The effective set: what of the published metadata one user's device works by.

Pure. Workspaces, entities and the profile come reduced by the user's rights
(:mod:`backend.metadata.reduced`); what he may do record by record is told by each sync, not here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from backend.accounts.experience import SEAMLESS
from backend.accounts.user import User
from backend.metadata.block_parts import blocks_of, conditions, entity_of, mentions
from backend.metadata.condition_checks import reads_of, reads_of_entity
from backend.metadata.conditions import asked_by
from backend.metadata.field_paths import steps
from backend.metadata.model import Document, Model
from backend.metadata.reduced import needed_by, reduced_entity, reduced_part, reduced_workspace
from backend.protocol.metadata import OPERATIONS, PRIVILEGES

__all__ = ["effective_document", "effective_workspaces", "key_of", "needed_by", "used_entities"]

NOT_COUNTED = frozenset({"version", "modelVersion"})


def effective_workspaces(
    workspaces: Mapping[str, Document], model: Model, user: User
) -> list[dict[str, Any]]:
    """Return the workspaces that the user sees, each with what he may use of it."""
    seen = (document for name, document in workspaces.items() if user.everything or name in user.workspaces)
    reduced = (reduced_workspace(document, model, user) for document in seen)
    return [document for document in reduced if document is not None]


def used_entities(workspaces: Iterable[Document], model: Model) -> dict[str, None]:
    """Return the entities that workspaces show or change, with those they look up or reckon by."""
    used: dict[str, None] = {}
    for workspace in workspaces:
        for page in workspace["pages"]:
            used[page["entity"]] = None
            for _, block in blocks_of(page):
                used[entity_of(block, page["entity"])] = None
                for named in mentions(block, page["entity"]):
                    used.update(_walked(model, named.entity, named.path))
                for asked in conditions(block, page["entity"]):
                    used.update(dict.fromkeys(read.entity for read in reads_of(asked, model)))
        for action in workspace["actions"]:
            used[action["entity"]] = None
            used.update(dict.fromkeys(lines["entity"] for lines in action["lines"]))
            for asked in asked_by(action, model):
                used.update(dict.fromkeys(read.entity for read in reads_of(asked, model)))
    for entity in [one for one in used if one in model.entities]:
        for field in model.entities[entity].fields.values():
            if field["type"] == "lookup" and field["target"] in model.entities:
                used[field["target"]] = None
        used.update(dict.fromkeys(read.entity for read in reads_of_entity(model.entities[entity], model)))
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
    used = used_entities(shown, model)
    # Owners are people and teams, and whoever sees a record sees whose it is.
    owners = ("person", "team") if any(model.entity(entity).owned for entity in used) else ("person",)
    entities = {entity for entity in (*used, *owners) if user.may("read", entity)}
    return {
        "metadataVersion": version,
        "organisation": organisation,
        "person": {"id": user.person, "name": user.name, "language": user.language},
        "model": {
            **model_document,
            "entities": [
                reduced_entity(model.entity(entity["id"]), model, user)
                for entity in model_document["entities"]
                if entity["id"] in entities
            ],
        },
        "workspaces": shown,
        "profile": {
            **{key: value for key, value in profile.items() if key != "key"},
            "entities": [
                reduced_part(part, model, user) for part in profile["entities"] if part["id"] in entities
            ],
        },
        "rights": {
            entity: [operation for operation in OPERATIONS if user.may(operation, entity)]
            for entity in sorted(entities)
        },
        "privileges": [privilege for privilege in PRIVILEGES if user.has(privilege)],
        # Without it a device works seamlessly, as devices did before there was a choice
        **({} if user.experience in ({}, SEAMLESS) else {"experience": dict(user.experience)}),
    }


def key_of(effective: Document) -> str:
    """Return a hash of what the user works by; a number that moved without a change does not count."""
    counted = ("model", "workspaces", "profile", "rights", "privileges", "experience")
    parts = {name: effective[name] for name in counted if name in effective}
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


def _walked(model: Model, entity: str, path: str) -> dict[str, None]:
    return dict.fromkeys(step.entity for step in steps(model, entity, path) or ())

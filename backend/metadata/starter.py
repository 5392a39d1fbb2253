"""A workspace that works, from nothing but an entity; and an entity, from nothing but a label.

Pure. What its list shows is guessed in :mod:`backend.metadata.telling`; all of it is an ordinary
design that the designer changes as he likes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from backend.catalogue import Catalogue
from backend.fields.definition import Field
from backend.metadata.documents import whole
from backend.metadata.model import Document, Entity, Model
from backend.metadata.slug import slug_of
from backend.metadata.telling import telling_groups, telling_list
from backend.protocol.model import Entity as EntityShape
from backend.protocol.workspaces import Workspace

Texts = Mapping[str, str]


def blank_workspace(new: Document) -> dict[str, Any]:
    """Return a workspace without pages (``new`` has the shape of the protocol's ``NewDesign``)."""
    kept = {key: new[key] for key in ("id", "title", "description", "icon", "accent")}
    return whole(Workspace, {**kept, "pages": []})


def workspace_from_entity(new: Document, model: Model, entity: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return a workspace with a list, a detail page, and actions to create, edit and delete.

    :raises NotFound: ``unknown-entity``
    """
    chosen = model.entity(entity)
    stem = entity[:50]
    pages, actions = (
        {"list": f"{stem}_list", "detail": stem},
        {kind: f"{kind}_{stem}" for kind in ("create", "edit", "delete")},
    )
    document = {
        **blank_workspace(new),
        "pages": [
            {
                "id": pages["list"],
                "kind": "list",
                "entity": entity,
                "title": chosen.document["plural"],
                "icon": chosen.document["icon"],
                "blocks": [telling_list(chosen, model, pages["detail"])],
                "actions": [actions["create"]],
            },
            {
                "id": pages["detail"],
                "kind": "detail",
                "entity": entity,
                "title": chosen.document["label"],
                "hidden": True,
                "blocks": _groups(chosen, catalogue),
                "actions": [actions["edit"], actions["delete"]],
            },
        ],
        "actions": [_action(kind, actions[kind], chosen, pages["detail"], catalogue) for kind in actions],
    }
    return whole(Workspace, document)


def entity_from_label(
    label: Texts, plural: Texts, taken: Container[str], catalogue: Catalogue
) -> dict[str, Any]:
    """Return a new entity with one field, its title, under an id that is not among ``taken``."""
    name = next((text for text in (label.get("en"), *label.values()) if text), "")
    title = _texts(catalogue, label, "designer.starter.name", {})
    return whole(
        EntityShape,
        {
            "id": slug_of(name, taken, otherwise="entity"),
            "label": dict(label),
            "plural": dict(plural),
            "title": "name",
            "fields": [{"id": "name", "type": "text", "label": title, "required": True, "maxLength": 200}],
        },
    )


def _groups(entity: Entity, catalogue: Catalogue) -> list[dict[str, Any]]:
    facts, *more = telling_groups(entity)
    groups: list[dict[str, Any]] = [{"id": "facts", "type": "fields", "fields": _shown(facts)}]
    for fields in more:
        # A single field stands under its own label.
        label = _texts(catalogue, entity.document["label"], "designer.starter.more", {})
        heading = {"label": label} if len(fields) > 1 else {}
        groups.append({"id": "more", "type": "fields", **heading, "fields": _shown(fields)})
    return groups


def _shown(fields: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": field, "field": field} for field in fields]


def _action(kind: str, action: str, entity: Entity, detail: str, catalogue: Catalogue) -> dict[str, Any]:
    label = entity.document["label"]
    entered = [
        str(field["id"])
        for field in entity.fields.values()
        if not Field.of(field).numbered and not field["readOnly"]
    ]
    document: dict[str, Any] = {
        "id": action,
        "kind": kind,
        "entity": entity.id,
        "label": _texts(catalogue, label, f"designer.starter.{kind}", label),
        "icon": {"create": "plus", "edit": "pencil", "delete": "trash-2"}[kind],
    }
    if kind == "delete":
        confirm = _texts(catalogue, label, "designer.starter.confirm", label)
        return {**document, "tone": "danger", "confirm": confirm}
    return {**document, "fields": _shown(entered), "next": detail if kind == "create" else None}


def _texts(catalogue: Catalogue, languages: Iterable[str], key: str, labels: Texts) -> dict[str, str]:
    """Render a message in every language that the entity's label is written in, and that we speak."""
    wanted = [language for language in languages if language in catalogue.languages] or ["en"]
    fallback = next(iter(labels.values()), "")
    return {
        language: catalogue.render(language, key, {"label": labels.get(language, fallback)})
        for language in wanted
    }

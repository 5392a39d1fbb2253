"""A workspace that works, from nothing but an entity; and an entity, from nothing but a label.

Pure. Which field becomes the title, the figure, the badge is guessed from the field
types; all of it is an ordinary design that the designer changes as he likes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from backend.catalogue import Catalogue
from backend.fields.definition import Field
from backend.metadata.documents import whole
from backend.metadata.model import Document, Entity, Model
from backend.metadata.slug import slug_of
from backend.protocol.model import Entity as EntityShape
from backend.protocol.workspaces import Workspace

Texts = Mapping[str, str]

SEARCHED = frozenset({"text", "barcode", "auto_number", "email", "phone", "multi_line"})
LONG = frozenset({"multi_line", "image", "file", "signature", "position"})
SUBTITLES = 2
SEARCHES = 4


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
                "blocks": [_list(chosen, model, pages["detail"])],
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


def _list(entity: Entity, model: Model, detail: str) -> dict[str, Any]:
    fields = list(entity.fields.values())
    title = entity.fields[entity.title]
    figure = _first(fields, "money") or _first(fields, "decimal", "integer")
    badge = _first(fields, "choice")
    dated = _first(fields, "date", "date_time")
    used = {entity.title, figure, badge}
    second = [_shown_path(field, model) for field in fields if field["id"] not in used]
    searched = [field["id"] for field in fields if field["type"] in SEARCHED and field["id"] != entity.title]
    beyond = [_shown_path(field, model) for field in fields if field["type"] == "lookup"]
    search = [
        *([entity.title] if title["type"] in SEARCHED else []),
        *[one for one in beyond if one],
        *searched,
    ]
    by_date = dated is not None and title["type"] == "auto_number"
    return {
        "id": "rows",
        "type": "list",
        "entity": entity.id,
        "title": entity.title,
        "subtitle": [path for path in second if path is not None][:SUBTITLES],
        "figure": figure,
        "badge": badge,
        "image": _first(fields, "image"),
        "search": search[:SEARCHES],
        "sort": {"field": dated if by_date else entity.title, "descending": by_date},
        "detail": detail,
    }


def _first(fields: Iterable[Document], *types: str) -> str | None:
    found = (field for field in fields if field["type"] in types and not field["several"])
    return next((str(field["id"]) for field in found), None)


def _shown_path(field: Document, model: Model) -> str | None:
    if field["type"] == "lookup":
        target = model.entities.get(field["target"] or "")
        if target is None or target.fields.get(target.title, {}).get("type") in (None, "lookup"):
            return None
        return f"{field['id']}.{target.title}"
    return None if field["type"] in (*LONG, "choice", "yes_no") else str(field["id"])


def _groups(entity: Entity, catalogue: Catalogue) -> list[dict[str, Any]]:
    short = [field for field in entity.fields.values() if field["type"] not in LONG]
    long = [field for field in entity.fields.values() if field["type"] in LONG]
    groups: list[dict[str, Any]] = [{"id": "facts", "type": "fields", "fields": _shown(short)}]
    if long:
        label = _texts(catalogue, entity.document["label"], "designer.starter.more", {})
        groups.append({"id": "more", "type": "fields", "label": label, "fields": _shown(long)})
    return [group for group in groups if group["fields"]]


def _shown(fields: Iterable[Document]) -> list[dict[str, Any]]:
    return [{"id": field["id"], "field": field["id"]} for field in fields]


def _action(kind: str, action: str, entity: Entity, detail: str, catalogue: Catalogue) -> dict[str, Any]:
    label = entity.document["label"]
    entered = [
        field for field in entity.fields.values() if not Field.of(field).numbered and not field["readOnly"]
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

"""The checks of forms: their fields, their lines, and what a form asks beyond the model.

A form may ask for more than the model does, never for less: what would ask for less says nothing, and is
told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from backend.fields.definition import Field
from backend.metadata.field_paths import field_at
from backend.metadata.findings import Findings
from backend.metadata.model import Document, Entity, Model

Place = tuple[str, ...]
Pages = Mapping[str, Document]

WORDS: Final = frozenset({"text", "multi_line", "phone", "email", "link", "barcode"})
"""Field types that have a length."""
NUMBERS: Final = frozenset({"integer", "big_integer", "decimal", "money"})


def check_shown_field(
    found: Findings, shown: Document, entity: str, at: Place, model: Model
) -> Document | None:
    """Check that a placed field is there, and return it."""
    field = field_at(model, entity, shown["field"])
    if field is None and entity in model.entities:
        found.error((*at, "field"), "missing-field", name=shown["field"], entity=entity)
    return field


def check_form(
    found: Findings, action: Document, entity: Entity, at: Place, model: Model, pages: Pages
) -> None:
    """Check the form of an action, with its lines."""
    if not action["fields"]:
        found.error((*at, "fields"), "empty-form", action=action["id"])
    given = {setting["field"] for setting in action["settings"]}
    placed = _fields(found, action["fields"], entity, (*at, "fields"), model, pages, given)
    if action["kind"] == "create":
        _required(found, entity, placed | given, (*at, "fields"), action["id"])
    found.ids(action["lines"], (*at, "lines"))
    for lines in action["lines"]:
        _lines(found, lines, action, (*at, "lines", lines["id"]), model, pages)


def _lines(found: Findings, lines: Document, action: Document, at: Place, model: Model, pages: Pages) -> None:
    entity = model.entities.get(lines["entity"])
    if entity is None:
        found.error((*at, "entity"), "missing-entity", entity=lines["entity"])
        return
    parent = entity.fields.get(lines["parent"])
    if parent is None:
        found.error((*at, "parent"), "missing-field", name=lines["parent"], entity=entity.id)
    elif parent["type"] != "lookup" or parent["several"] or parent["target"] != action["entity"]:
        found.error((*at, "parent"), "lines-parent", name=lines["parent"], entity=action["entity"])
    if lines["least"] > lines["most"]:
        found.error((*at, "least"), "lines-least", least=lines["least"], most=lines["most"])
    if not lines["fields"]:
        found.error((*at, "fields"), "empty-form", action=lines["id"])
    placed = _fields(found, lines["fields"], entity, (*at, "fields"), model, pages, {lines["parent"]})
    _required(found, entity, placed | {lines["parent"]}, (*at, "fields"), action["id"])


def _fields(
    found: Findings,
    shown: list[Document],
    entity: Entity,
    at: Place,
    model: Model,
    pages: Pages,
    given: Collection[str],
) -> set[str]:
    """Check the fields of a form and return their names; ``given``: those that have a value by themselves."""
    found.ids(shown, at)
    placed: set[str] = set()
    for one in shown:
        place, name = (*at, one["id"]), one["field"]
        field = check_shown_field(found, one, entity.id, place, model)
        if field is None:
            continue
        if "." in name:
            found.error((*place, "field"), "form-path", name=name)
        if name in placed:
            found.warning((*place, "field"), "field-twice", name=name)
        placed.add(name)
        _beyond_model(found, one, field, place)
        _look(found, one, field, place, model, pages)
        if one["hidden"] and one["required"] and name not in given and not _has_value(field):
            found.error((*place, "hidden"), "hidden-required", name=name)
    return placed


def _required(found: Findings, entity: Entity, placed: Collection[str], at: Place, action: str) -> None:
    for field in entity.fields.values():
        if field["required"] and not _has_value(field) and field["id"] not in placed:
            found.warning(at, "required-not-on-form", name=field["id"], action=action)


def _has_value(field: Document) -> bool:
    """Say whether a new record has a value there that nobody types."""
    ruled = field["defaultRule"] is not None or field["computed"] is not None
    return field["default"] is not None or ruled or Field.of(field).numbered or bool(field["readOnly"])


def _beyond_model(found: Findings, shown: Document, field: Document, at: Place) -> None:
    length, longest = shown["maxLength"], field["maxLength"]
    if length is not None:
        if field["type"] not in WORDS:
            found.error((*at, "maxLength"), "shown-length-type", name=field["id"])
        elif longest is not None and length > longest:
            found.warning((*at, "maxLength"), "shown-length-longer", name=field["id"], most=longest)
    if shown["negative"] is not None and field["type"] not in NUMBERS:
        found.error((*at, "negative"), "not-a-number", name=field["id"])
    if shown["required"] is False and field["required"]:
        found.warning((*at, "required"), "shown-less", name=field["id"])
    if shown["readOnly"] is False and field["readOnly"]:
        found.warning((*at, "readOnly"), "shown-less", name=field["id"])


def _look(found: Findings, shown: Document, field: Document, at: Place, model: Model, pages: Pages) -> None:
    look = shown["lookup"]
    if look is None:
        return
    if field["type"] != "lookup":
        found.error((*at, "lookup"), "lookup-look", name=field["id"])
        return
    target = str(field["target"])
    if look["page"] is not None:
        page = pages.get(look["page"])
        if page is None:
            found.error((*at, "lookup", "page"), "missing-page", page=look["page"])
        elif page["kind"] != "list" or page["entity"] != target:
            found.error((*at, "lookup", "page"), "list-page-entity", page=look["page"], entity=target)
    display = look["display"]
    if display is not None and target in model.entities and field_at(model, target, display) is None:
        found.error((*at, "lookup", "display"), "missing-field", name=display, entity=target)

"""The checks of a workspace's actions: forms, settings of steps, and their one condition."""

from __future__ import annotations

from collections.abc import Iterable

from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical
from backend.metadata.field_paths import field_at
from backend.metadata.findings import Findings
from backend.metadata.model import Document, Entity, Model

Place = tuple[str, ...]

SET_BY = {"comment": ("text", "multi_line"), "me": ("lookup",), "now": ("date", "date_time")}
"""What a step puts into a field → the field types that take it."""


def check_actions(
    found: Findings, actions: Iterable[Document], model: Model, pages: dict[str, Document]
) -> None:
    """Check every action of a workspace."""
    for action in actions:
        at: Place = ("actions", action["id"])
        if not any(text.strip() for text in action["label"].values()):
            found.error((*at, "label"), "no-label", id=action["id"])
        entity = model.entities.get(action["entity"])
        if entity is None:
            found.error((*at, "entity"), "missing-entity", entity=action["entity"])
            continue
        if action["kind"] in ("create", "edit"):
            _form(found, action, entity, at, model)
        if action["kind"] == "step":
            _step(found, action, entity, at, model)
        _next(found, action, at, pages)


def check_shown_field(
    found: Findings, shown: Document, entity: str, at: Place, model: Model
) -> Document | None:
    """Check that a placed field is there, and return it."""
    field = field_at(model, entity, shown["field"])
    if field is None and entity in model.entities:
        found.error((*at, "field"), "missing-field", name=shown["field"], entity=entity)
    return field


def _form(found: Findings, action: Document, entity: Entity, at: Place, model: Model) -> None:
    found.ids(action["fields"], (*at, "fields"))
    if not action["fields"]:
        found.error((*at, "fields"), "empty-form", action=action["id"])
    placed: set[str] = set()
    for shown in action["fields"]:
        place = (*at, "fields", shown["id"])
        if check_shown_field(found, shown, entity.id, place, model) is None:
            continue
        if "." in shown["field"]:
            found.error((*place, "field"), "form-path", name=shown["field"])
        if shown["field"] in placed:
            found.warning((*place, "field"), "field-twice", name=shown["field"])
        placed.add(shown["field"])
    if action["kind"] == "create":
        for field in entity.fields.values():
            given = field["default"] is not None or field["type"] == "auto_number" or field["readOnly"]
            if field["required"] and not given and field["id"] not in placed:
                found.warning((*at, "fields"), "required-not-on-form", name=field["id"], action=action["id"])


def _step(found: Findings, action: Document, entity: Entity, at: Place, model: Model) -> None:
    found.ids(action["settings"], (*at, "settings"))
    if not action["settings"]:
        found.warning((*at, "settings"), "step-without-settings", action=action["id"])
    for setting in action["settings"]:
        place = (*at, "settings", setting["id"])
        field = entity.fields.get(setting["field"])
        if field is None:
            found.error((*place, "field"), "missing-field", name=setting["field"], entity=entity.id)
            continue
        _setting(found, setting, field, place)
        if setting["to"] == "comment" and action["comment"] == "none":
            found.error((*place, "to"), "comment-not-asked", name=field["id"])
    when = action["when"]
    if when is None:
        return
    field = entity.fields.get(when["field"])
    if field is None:
        found.error((*at, "when", "field"), "missing-field", name=when["field"], entity=entity.id)
    elif field["type"] != "choice":
        found.error((*at, "when", "field"), "when-not-choice", name=when["field"])
    else:
        known = {choice["id"] for choice in field["choices"]}
        for choice in when["oneOf"]:
            if choice not in known:
                found.error((*at, "when", "oneOf", choice), "missing-choice", choice=choice, name=field["id"])


def _setting(found: Findings, setting: Document, field: Document, at: Place) -> None:
    to, value = setting["to"], setting["value"]
    if field["type"] == "auto_number":
        found.error((*at, "field"), "setting-type", name=field["id"], to=to)
    elif to != "value":
        fits = field["type"] in SET_BY[to] and (to != "me" or field["target"] == "person")
        if not fits:
            found.error((*at, "to"), "setting-type", name=field["id"], to=to)
    elif field["type"] == "choice" and value is not None:
        if value not in {choice["id"] for choice in field["choices"]}:
            found.error((*at, "value"), "missing-choice", choice=str(value), name=field["id"])
    else:
        try:
            canonical(value, Field.of(field))
        except ValueProblem as problem:
            found.error((*at, "value"), "value", name=field["id"], key="value", reason=problem.code)


def _next(found: Findings, action: Document, at: Place, pages: dict[str, Document]) -> None:
    page = action["next"]
    if page is None:
        return
    known = pages.get(page)
    if known is None:
        found.error((*at, "next"), "missing-page", page=page)
    elif known["kind"] != "detail" or known["entity"] != action["entity"]:
        found.error((*at, "next"), "detail-entity", page=page, entity=action["entity"])

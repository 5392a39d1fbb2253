"""The checks of a workspace's actions: what they set, the one condition of steps, and what comes afterwards.

Forms are checked in :mod:`backend.metadata.form_checks`.
"""

from __future__ import annotations

from collections.abc import Collection

from backend.expressions.held import can_hold
from backend.expressions.rule_checks import check_value
from backend.fields.definition import Field
from backend.fields.problems import ValueProblem
from backend.fields.registry import canonical
from backend.metadata.condition_fields import fields_of
from backend.metadata.findings import Findings
from backend.metadata.form_checks import check_form
from backend.metadata.model import Document, Entity, Model

Place = tuple[str, ...]

FORMS = ("create", "edit")

SET_BY = {"comment": ("text", "multi_line"), "me": ("lookup",), "now": ("date", "date_time")}
"""What an action puts into a field → the field types that take it."""


def check_actions(
    found: Findings, actions: Collection[Document], model: Model, pages: dict[str, Document]
) -> None:
    """Check every action of a workspace."""
    known = {action["id"]: action for action in actions}
    for action in actions:
        at: Place = ("actions", action["id"])
        if not any(text.strip() for text in action["label"].values()):
            found.error((*at, "label"), "no-label", id=action["id"])
        entity = model.entities.get(action["entity"])
        if entity is None:
            found.error((*at, "entity"), "missing-entity", entity=action["entity"])
            continue
        if action["kind"] in FORMS:
            check_form(found, action, entity, at, model, pages)
        elif action["lines"]:
            found.error((*at, "lines"), "lines-not-form", action=action["id"])
        if action["settings"]:
            _settings(found, action, entity, at, model)
        if action["copies"] and (action["kind"] != "create" or action["quick"]):
            found.error((*at, "copies"), "copy-of-nothing", action=action["id"])
        if action["kind"] == "step":
            _step(found, action, entity, at)
        elif action["offline"] == "intent":
            found.error((*at, "offline"), "intent-not-step", action=action["id"])
        _next_page(found, action, entity, at, model, pages)
        _next_action(found, action, at, model, known)


def _settings(found: Findings, action: Document, entity: Entity, at: Place, model: Model) -> None:
    found.ids(action["settings"], (*at, "settings"))
    for setting in action["settings"]:
        place = (*at, "settings", setting["id"])
        field = entity.fields.get(setting["field"])
        if field is None:
            found.error((*place, "field"), "missing-field", name=setting["field"], entity=entity.id)
            continue
        if setting["to"] == "rule":
            _made(found, setting, action, entity, place, model)
        else:
            _setting(found, setting, field, place)
        if setting["to"] == "comment" and action["comment"] == "none":
            found.error((*place, "to"), "comment-not-asked", name=field["id"])


def _step(found: Findings, action: Document, entity: Entity, at: Place) -> None:
    if not action["settings"]:
        found.warning((*at, "settings"), "step-without-settings", action=action["id"])
    when = action["when"]
    if when is None:
        return
    field = entity.fields.get(when["field"])
    if field is None:
        found.error((*at, "when", "field"), "missing-field", name=when["field"], entity=entity.id)
    elif field["type"] != "choice" or field["several"]:
        found.error((*at, "when", "field"), "when-not-choice", name=when["field"])
    else:
        known = {choice["id"] for choice in field["choices"]}
        for choice in when["oneOf"]:
            if choice not in known:
                found.error((*at, "when", "oneOf", choice), "missing-choice", choice=choice, name=field["id"])


def _made(
    found: Findings, setting: Document, action: Document, entity: Entity, at: Place, model: Model
) -> None:
    """Check that a formula has a record to ask, and makes what its field holds."""
    field = entity.definitions[setting["field"]]
    if not action["copies"]:
        found.error((*at, "to"), "rule-without-copy", name=field.id)
    elif setting["rule"] is None:
        found.error((*at, "rule"), "rule-missing", name=field.id)
    else:
        of, _ = check_value(setting["rule"], entity.id, fields_of(model))
        if of is not None and not can_hold(field, of):
            found.error((*at, "rule"), "rule-type", name=field.id, type=field.type, kind=of.kind)


def _setting(found: Findings, setting: Document, field: Document, at: Place) -> None:
    to, value = setting["to"], setting["value"]
    if field["type"] == "auto_number":
        found.error((*at, "field"), "setting-type", name=field["id"], to=to)
    elif to != "value":
        fits = (
            field["type"] in SET_BY[to]
            and not field["several"]
            and (to != "me" or field["target"] == "person")
        )
        if not fits:
            found.error((*at, "to"), "setting-type", name=field["id"], to=to)
    elif field["type"] == "choice" and isinstance(value, str):
        if value not in {choice["id"] for choice in field["choices"]}:
            found.error((*at, "value"), "missing-choice", choice=str(value), name=field["id"])
    else:
        try:
            canonical(value, Field.of(field))
        except ValueProblem as problem:
            found.error((*at, "value"), "value", name=field["id"], key="value", reason=problem.code)


def _next_page(
    found: Findings, action: Document, entity: Entity, at: Place, model: Model, pages: dict[str, Document]
) -> None:
    """Check that there is a record to show on the page that comes afterwards, where it needs one."""
    if action["next"] is None:
        return
    page = pages.get(action["next"])
    if page is None:
        found.error((*at, "next"), "missing-page", page=action["next"])
        return
    around = {field["target"] for field in entity.fields.values() if _points(field)}
    if action["kind"] != "delete":
        around.add(entity.id)
    if page["kind"] == "detail" and page["entity"] not in around:
        found.error((*at, "next"), "detail-entity", page=page["id"], entity=entity.id)
    if page["kind"] == "list":
        about = _about(page, model)
        if about is not None and about not in around:
            found.error((*at, "next"), "next-without-record", page=page["id"], entity=about)


def _about(page: Document, model: Model) -> str | None:
    """Return the entity of the record that a list page shows the rows of; None where it shows all rows."""
    for block in page["blocks"]:
        holder = model.entities.get(block["entity"]) if block["type"] == "list" else None
        field = holder.fields.get(block["parent"]) if holder is not None and block["parent"] else None
        if field is not None:
            return str(field["target"])
    return None


def _points(field: Document) -> bool:
    return field["type"] == "lookup" and not field["several"]


def _next_action(
    found: Findings, action: Document, at: Place, model: Model, actions: dict[str, Document]
) -> None:
    if action["nextAction"] is None:
        return
    place = (*at, "nextAction")
    follows = actions.get(action["nextAction"])
    if follows is None:
        found.error(place, "missing-action", action=action["nextAction"])
        return
    of_it = follows["kind"] == "edit" and follows["entity"] == action["entity"]
    holder = model.entities.get(follows["entity"])
    hangs_on_it = (
        follows["kind"] == "create"
        and holder is not None
        and any(_points(one) and one["target"] == action["entity"] for one in holder.fields.values())
    )
    if action["kind"] != "create" or not (of_it or hangs_on_it):
        found.error(place, "next-action", action=follows["id"])

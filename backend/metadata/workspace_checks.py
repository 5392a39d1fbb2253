"""The checks of a workspace against a model: every reference leads somewhere that fits.

Works on whole documents. Pages are checked here, actions in
:mod:`backend.metadata.action_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable

from backend.metadata.action_checks import check_actions, check_shown_field
from backend.metadata.condition_checks import check_conditions
from backend.metadata.field_paths import field_at, list_paths
from backend.metadata.findings import Finding, Findings
from backend.metadata.model import Document, Model

Place = tuple[str, ...]


def workspace_findings(workspace: Document, model: Document, *, retired: Iterable[str] = ()) -> list[Finding]:
    """Return all that is wrong with a workspace over ``model``."""
    found = Findings("workspace")
    known = Model.of(model)
    gone = frozenset(retired)
    _heading(found, workspace)
    found.ids(workspace["pages"], ("pages",), gone)
    found.ids(workspace["actions"], ("actions",), gone)
    pages = {page["id"]: page for page in workspace["pages"]}
    actions = {action["id"]: action for action in workspace["actions"]}
    for page in workspace["pages"]:
        _page(found, page, known, pages, actions, gone)
    check_actions(found, workspace["actions"], known, pages)
    if not any(page["kind"] == "list" and not page["hidden"] for page in workspace["pages"]):
        found.error(("pages",), "no-pages")
    return found.all


def _heading(found: Findings, workspace: Document) -> None:
    if not any(text.strip() for text in workspace["title"].values()):
        found.error(("title",), "no-label", id=workspace["id"])


def _page(
    found: Findings,
    page: Document,
    model: Model,
    pages: dict[str, Document],
    actions: dict[str, Document],
    retired: frozenset[str],
) -> None:
    at: Place = ("pages", page["id"])
    if page["entity"] not in model.entities:
        found.error((*at, "entity"), "missing-entity", entity=page["entity"])
    found.ids(page["blocks"], (*at, "blocks"), retired)
    for block in page["blocks"]:
        place = (*at, "blocks", block["id"])
        if block["type"] == "list":
            _list(found, block, page, place, model, pages)
        elif page["kind"] == "list":
            found.error(place, "block-on-list-page", type=block["type"])
        elif block["type"] == "fields":
            _fields(found, block, page, place, model, pages)
        else:
            _link(found, block, page, place, model, pages)
    if page["kind"] == "list" and not any(block["type"] == "list" for block in page["blocks"]):
        found.error((*at, "blocks"), "list-page-without-list")
    if page["kind"] == "detail" and not page["blocks"]:
        found.warning((*at, "blocks"), "empty-page")
    for name in page["actions"]:
        action = actions.get(name)
        if action is None:
            found.error((*at, "actions", name), "missing-action", action=name)
        else:
            _placed_action(found, action, page, (*at, "actions", name), model)


def _placed_action(found: Findings, action: Document, page: Document, at: Place, model: Model) -> None:
    name = action["id"]
    if action["entity"] == page["entity"]:
        if page["kind"] == "list" and action["kind"] != "create":
            found.warning(at, "action-on-list", action=name)
        return
    if action["kind"] != "create" or page["kind"] != "detail":
        found.error(at, "action-entity", action=name, entity=action["entity"], page=page["id"])
        return
    entity = model.entities.get(action["entity"])
    fields = entity.fields.values() if entity is not None else ()
    if not any(field["type"] == "lookup" and field["target"] == page["entity"] for field in fields):
        found.warning(at, "action-unlinked", action=name)


def _list(
    found: Findings, block: Document, page: Document, at: Place, model: Model, pages: dict[str, Document]
) -> None:
    entity = model.entities.get(block["entity"])
    if page["kind"] == "list" and block["entity"] != page["entity"]:
        found.error((*at, "entity"), "list-entity", entity=block["entity"], page=page["id"])
    if entity is None:
        found.error((*at, "entity"), "missing-entity", entity=block["entity"])
        return
    for key, path in list_paths(block):
        place = (*at, key, path) if key in ("subtitle", "search") else (*at, key)
        field = field_at(model, entity.id, path)
        if field is None:
            found.error(place, "missing-field", name=path, entity=entity.id)
        elif key == "image" and field["type"] != "image":
            found.error(place, "not-an-image", name=path)
        elif key == "badge" and field["type"] != "choice":
            found.error(place, "badge-not-choice", name=path)
    check_conditions(found, block, at, model)
    sort = block["sort"]
    if sort is not None and sort["field"] not in entity.fields:
        found.error((*at, "sort", "field"), "missing-field", name=sort["field"], entity=entity.id)
    found.ids(block["views"], (*at, "views"))
    _parent(found, block, page, at, model)
    check_detail(found, (*at, "detail"), block["detail"], entity.id, pages)


def _parent(found: Findings, block: Document, page: Document, at: Place, model: Model) -> None:
    parent = block["parent"]
    if parent is None:
        if page["kind"] == "detail":
            found.warning((*at, "parent"), "inline-without-parent", page=page["id"])
        return
    field = model.entities[block["entity"]].fields.get(parent)
    if field is None:
        found.error((*at, "parent"), "missing-field", name=parent, entity=block["entity"])
    elif field["type"] != "lookup":
        found.error((*at, "parent"), "parent-not-lookup", name=parent)
    elif page["kind"] == "detail" and field["target"] != page["entity"]:
        found.error((*at, "parent"), "parent-entity", name=parent, entity=field["target"], page=page["id"])


def check_detail(
    found: Findings, at: Place, page: str | None, entity: str | None, pages: dict[str, Document]
) -> None:
    """Check that a page which a record opens is a detail page of that record's entity."""
    if page is None:
        return
    known = pages.get(page)
    if known is None:
        found.error(at, "missing-page", page=page)
    elif known["kind"] != "detail" or known["entity"] != entity:
        found.error(at, "detail-entity", page=page, entity=entity or "")


def _fields(
    found: Findings, block: Document, page: Document, at: Place, model: Model, pages: dict[str, Document]
) -> None:
    found.ids(block["fields"], (*at, "fields"))
    if not block["fields"]:
        found.warning((*at, "fields"), "empty-group")
    for shown in block["fields"]:
        field = check_shown_field(found, shown, page["entity"], (*at, "fields", shown["id"]), model)
        if field is not None and shown["page"] is not None:
            place = (*at, "fields", shown["id"], "page")
            if field["type"] != "lookup":
                found.error(place, "page-not-lookup", name=shown["field"])
            else:
                check_detail(found, place, shown["page"], field["target"], pages)


def _link(
    found: Findings, block: Document, page: Document, at: Place, model: Model, pages: dict[str, Document]
) -> None:
    target = pages.get(block["page"])
    if target is None:
        found.error((*at, "page"), "missing-page", page=block["page"])
        return
    if target["kind"] != "list":
        found.error((*at, "page"), "link-to-detail", page=block["page"])
        return
    for rows in target["blocks"]:
        holder = model.entities.get(rows["entity"]) if rows["type"] == "list" else None
        field = holder.fields.get(rows["parent"]) if holder is not None and rows["parent"] else None
        if field is not None and field.get("target") == page["entity"]:
            return
    found.warning((*at, "page"), "link-without-parent", page=block["page"])

"""The checks of blocks: what each speaks of is there, and of a type that can be shown so.

Every name that a block gives is looked up here by its description in :mod:`backend.metadata.block_parts`;
below stands what a type asks for besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.expressions.rule_types import QUANTITIES, type_of_field
from backend.fields.definition import Field
from backend.metadata.block_parts import PARTS, Place, conditions, entity_of, mentions, value_at, walk
from backend.metadata.condition_checks import check_conditions
from backend.metadata.field_paths import field_at
from backend.metadata.findings import Findings
from backend.metadata.form_checks import check_shown_field
from backend.metadata.model import Document, Model

DEEPEST_GROUP = 4
"""Groups within groups."""

DATES = frozenset({"date", "date_time"})
HEADINGS = frozenset({"text", "yes_no", "choice", "lookup"}) | DATES
"""Kinds of values by which records are gathered: bars, sections, groups of a report."""

OF_A_RECORD = frozenset({"fields", "timer"})
"""Blocks that show a record, and have none to show on a list page."""


@dataclass(frozen=True)
class Around:
    """What a workspace is checked against: its model, its pages and its actions by id."""

    model: Model
    pages: Mapping[str, Document]
    actions: Mapping[str, Document]

    def kind(self, entity: str, path: str) -> str | None:
        """Return the kind of values that a path ends at; None where it leads nowhere."""
        field = field_at(self.model, entity, path)
        return None if field is None else type_of_field(Field.of(field)).kind


def check_blocks(found: Findings, page: Document, around: Around) -> None:
    """Note what is wrong with the blocks of a page."""
    at: Place = ("pages", page["id"], "blocks")
    for place, block in walk(page["blocks"], at):
        if page["kind"] == "list" and block["type"] in OF_A_RECORD:
            found.error(place, "block-on-list-page", type=block["type"])
        elif _entity(found, block, page, place, around.model):
            _mentions(found, block, page, place, around)
            check_conditions(found, conditions(block, page["entity"]), place, around.model)
            _of_type(found, block, page, place, around)
        if page["kind"] == "list" and block["visibleWhen"] is not None:
            found.warning((*place, "visibleWhen"), "visible-without-record")
        # Two parts of a place are a page's own, and each group adds two.
        if block["type"] == "group" and (len(place) - len(at)) // 2 >= DEEPEST_GROUP:
            found.error(place, "group-too-deep", most=DEEPEST_GROUP)


def _entity(found: Findings, block: Document, page: Document, at: Place, model: Model) -> bool:
    """Say whether the entity of a block is there, so that it can be checked further."""
    if not PARTS[block["type"]].gathers:
        return page["entity"] in model.entities
    if block["type"] == "list" and page["kind"] == "list" and block["entity"] != page["entity"]:
        found.error((*at, "entity"), "list-entity", entity=block["entity"], page=page["id"])
    if block["entity"] not in model.entities:
        found.error((*at, "entity"), "missing-entity", entity=block["entity"])
        return False
    _parent(found, block, page, at, model)
    return True


def _parent(found: Findings, block: Document, page: Document, at: Place, model: Model) -> None:
    parent = block["parent"]
    if parent is None:
        if page["kind"] != "list":
            found.warning((*at, "parent"), "inline-without-parent", page=page["id"])
        return
    field = model.entities[block["entity"]].fields.get(parent)
    if field is None:
        return
    if field["type"] != "lookup":
        found.error((*at, "parent"), "parent-not-lookup", name=parent)
    elif field["several"]:
        found.error((*at, "parent"), "several", name=parent)
    elif page["kind"] != "list" and field["target"] != page["entity"]:
        found.error((*at, "parent"), "parent-entity", name=parent, entity=field["target"], page=page["id"])


def _mentions(found: Findings, block: Document, page: Document, at: Place, around: Around) -> None:
    """Check that every field and page is there that a block names."""
    # Placed fields are looked at one by one, with what else there is to say of them.
    for named in mentions(block, page["entity"]) if block["type"] != "fields" else ():
        if field_at(around.model, named.entity, named.path) is None:
            found.error((*at, *named.at), "missing-field", name=named.path, entity=named.entity)
    target = PARTS[block["type"]].target
    if target is not None and block[target] not in around.pages:
        found.error((*at, target), "missing-page", page=block[target])


def _of_type(found: Findings, block: Document, page: Document, at: Place, around: Around) -> None:
    match block["type"]:
        case "list":
            _list(found, block, at, around)
        case "fields":
            _fields(found, block, page, at, around)
        case "link":
            _link(found, block, page, at, around)
        case "group":
            if not block["blocks"]:
                found.warning((*at, "blocks"), "group-without-blocks")
        case "part":
            _part(found, block, page, at, around)
        case "chart":
            _chart(found, block, at, around)
        case "calendar":
            _kinds(found, block, block["entity"], {"date": DATES}, at, around, "not-a-date")
            check_detail(found, (*at, "detail"), block["detail"], block["entity"], around.pages)
            _badge(found, block, at, around)
        case "report":
            _report(found, block, at, around)
        case "timer":
            dates = {"since": DATES, "until": DATES}
            _kinds(found, block, page["entity"], dates, at, around, "not-a-date")


def _list(found: Findings, block: Document, at: Place, around: Around) -> None:
    model, entity = around.model, block["entity"]
    image = field_at(model, entity, block["image"]) if block["image"] is not None else None
    if image is not None and image["type"] != "image":
        found.error((*at, "image"), "not-an-image", name=block["image"])
    _badge(found, block, at, around)
    _kinds(found, block, entity, {"section": HEADINGS}, at, around, "section-type")
    if block["sort"] is not None and "." in block["sort"]["field"]:
        found.error((*at, "sort", "field"), "missing-field", name=block["sort"]["field"], entity=entity)
    if block["searchBy"] is not None and block["searchBy"] not in block["search"]:
        found.error((*at, "searchBy"), "search-by", name=block["searchBy"])
    if block["pageSize"] is not None and block["pageSize"] > block["fetchSize"]:
        found.warning((*at, "pageSize"), "page-size", size=block["pageSize"], fetched=block["fetchSize"])
    for name in block["swipe"]:
        action = around.actions.get(name)
        if action is None:
            found.error((*at, "swipe", name), "missing-action", action=name)
        elif action["entity"] != entity or action["kind"] == "create":
            found.error((*at, "swipe", name), "swipe-action", action=name, entity=entity)
    found.ids(block["views"], (*at, "views"))
    check_detail(found, (*at, "detail"), block["detail"], entity, around.pages)


def _badge(found: Findings, block: Document, at: Place, around: Around) -> None:
    field = field_at(around.model, block["entity"], block["badge"]) if block["badge"] is not None else None
    if field is not None and (field["type"] != "choice" or field["several"]):
        found.error((*at, "badge"), "badge-not-choice", name=block["badge"])


def _fields(found: Findings, block: Document, page: Document, at: Place, around: Around) -> None:
    found.ids(block["fields"], (*at, "fields"))
    if not block["fields"]:
        found.warning((*at, "fields"), "empty-group")
    for shown in block["fields"]:
        place = (*at, "fields", shown["id"])
        field = check_shown_field(found, shown, page["entity"], place, around.model)
        if field is None or shown["page"] is None:
            continue
        if field["type"] != "lookup":
            found.error((*place, "page"), "page-not-lookup", name=shown["field"])
        else:
            check_detail(found, (*place, "page"), shown["page"], field["target"], around.pages)


def _link(found: Findings, block: Document, page: Document, at: Place, around: Around) -> None:
    if block["countFrom"] is not None:
        if page["kind"] == "list":
            found.error((*at, "countFrom"), "count-without-record")
        numbers = {"countFrom": frozenset({"integer", "decimal"})}
        _kinds(found, block, page["entity"], numbers, at, around, "not-a-number")
    target = around.pages.get(block["page"])
    if target is None or target["kind"] == "single":
        return
    if target["kind"] == "detail":
        found.error((*at, "page"), "link-to-detail", page=block["page"])
    elif page["kind"] != "list" and not _leads_to(target, page["entity"], around.model):
        found.warning((*at, "page"), "link-without-parent", page=block["page"])


def _leads_to(target: Document, entity: str, model: Model) -> bool:
    """Say whether something of a page belongs to records of an entity."""
    for _, block in walk(target["blocks"], ()):
        holder = model.entities.get(entity_of(block, target["entity"]))
        parent = block["parent"] if PARTS[block["type"]].gathers else None
        field = holder.fields.get(parent) if holder is not None and parent is not None else None
        if field is not None and field.get("target") == entity:
            return True
    return False


def _part(found: Findings, block: Document, page: Document, at: Place, around: Around) -> None:
    through, entity = block["through"], page["entity"]
    if through is not None:
        if page["kind"] == "list":
            found.error((*at, "through"), "part-without-record")
        field = around.model.entities[entity].fields.get(through)
        if field is None:
            return
        if field["type"] != "lookup":
            found.error((*at, "through"), "parent-not-lookup", name=through)
            return
        if field["several"]:
            found.error((*at, "through"), "several", name=through)
        entity = field["target"]
    target = around.pages.get(block["page"])
    if target is None or target["kind"] != "detail":
        return
    if page["kind"] == "list":
        found.error((*at, "page"), "part-without-record")
    elif target["entity"] != entity:
        found.error((*at, "page"), "part-entity", page=block["page"], entity=target["entity"], shown=entity)


def _chart(found: Findings, block: Document, at: Place, around: Around) -> None:
    entity, measure, style = block["entity"], block["measure"], block["style"]
    if measure["of"] != "count":
        if measure["field"] is None:
            found.error((*at, "measure"), "chart-without-field")
        _kinds(found, block, entity, {"measure.field": QUANTITIES}, at, around, "not-a-number")
    if style != "number":
        if block["by"] is None:
            found.error((*at, "by"), "chart-without-by", style=style)
        if style == "trend":
            _kinds(found, block, entity, {"by": DATES}, at, around, "not-a-date")
        else:
            _kinds(found, block, entity, {"by": HEADINGS}, at, around, "section-type")
    page = around.pages.get(block["page"]) if block["page"] is not None else None
    if block["page"] is not None and page is None:
        found.error((*at, "page"), "missing-page", page=block["page"])
    elif page is not None and (page["kind"] != "list" or page["entity"] != entity):
        found.error((*at, "page"), "list-page-entity", page=page["id"], entity=entity)


def _report(found: Findings, block: Document, at: Place, around: Around) -> None:
    entity = block["entity"]
    found.ids(block["columns"], (*at, "columns"))
    if not block["columns"]:
        found.error((*at, "columns"), "report-without-columns")
    for column in block["columns"]:
        if column["total"] is None:
            continue
        kind = around.kind(entity, column["field"])
        if kind is not None and kind not in QUANTITIES:
            found.error((*at, "columns", column["id"], "total"), "not-a-number", name=column["field"])
    for path in block["groups"]:
        kind = around.kind(entity, path)
        if kind is not None and kind not in HEADINGS:
            found.error((*at, "groups", path), "section-type", name=path)
    check_detail(found, (*at, "detail"), block["detail"], entity, around.pages)


def _kinds(
    found: Findings,
    block: Document,
    entity: str,
    wanted: Mapping[str, frozenset[str]],
    at: Place,
    around: Around,
    code: str,
) -> None:
    """Note the paths of a block to values of other kinds than those wanted; where they lead is known."""
    for key, kinds in wanted.items():
        path = value_at(block, key)
        kind = around.kind(entity, path) if path is not None else None
        if kind is not None and kind not in kinds:
            found.error((*at, *key.split(".")), code, name=path)


def check_detail(
    found: Findings, at: Place, page: str | None, entity: str | None, pages: Mapping[str, Document]
) -> None:
    """Check that a page which a record opens is a detail page of that record's entity."""
    if page is None:
        return
    known = pages.get(page)
    if known is None:
        found.error(at, "missing-page", page=page)
    elif known["kind"] != "detail" or known["entity"] != entity:
        found.error(at, "detail-entity", page=page, entity=entity or "")

"""The checks of a workspace against a model: every reference leads somewhere that fits.

Works on whole documents. Pages are looked at in :mod:`backend.metadata.page_checks`, their blocks in
:mod:`backend.metadata.block_checks`, actions in :mod:`backend.metadata.action_checks`.
"""

from __future__ import annotations

from collections.abc import Iterable

from backend.metadata.action_checks import check_actions
from backend.metadata.block_checks import Around, check_blocks
from backend.metadata.block_parts import Place, blocks_of
from backend.metadata.condition_checks import check_conditions
from backend.metadata.conditions import asked_by
from backend.metadata.findings import Finding, Findings
from backend.metadata.landing import on_landing_page
from backend.metadata.model import Document, Model
from backend.metadata.page_checks import check_circles, check_kind, check_names


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
    around = Around(known, pages, actions)
    for page in workspace["pages"]:
        _page(found, page, around, gone)
    check_names(found, workspace["pages"])
    check_circles(found, pages)
    check_actions(found, workspace["actions"], known, pages)
    for action in workspace["actions"]:
        check_conditions(found, asked_by(action, known), ("actions", action["id"]), known)
    _unreached(found, workspace)
    if not any(map(on_landing_page, workspace["pages"])):
        found.error(("pages",), "no-pages")
    return found.all


def _heading(found: Findings, workspace: Document) -> None:
    if not any(text.strip() for text in workspace["title"].values()):
        found.error(("title",), "no-label", id=workspace["id"])


def _unreached(found: Findings, workspace: Document) -> None:
    """Note actions that no page, swipe or other action leads to; one that is hidden on purpose needs none."""
    lead = {name for page in workspace["pages"] for name in page["actions"]}
    for page in workspace["pages"]:
        lead.update(name for _, block in blocks_of(page) for name in block.get("swipe") or ())
    lead.update(action["nextAction"] for action in workspace["actions"])
    for action in workspace["actions"]:
        if action["id"] not in lead and not action["quick"] and action["placement"] != "hidden":
            found.warning(("actions", action["id"]), "action-nowhere", action=action["id"])


def _page(found: Findings, page: Document, around: Around, retired: frozenset[str]) -> None:
    at: Place = ("pages", page["id"])
    if page["entity"] not in around.model.entities:
        found.error((*at, "entity"), "missing-entity", entity=page["entity"])
    _block_ids(found, page, retired)
    check_kind(found, page, around.model)
    check_blocks(found, page, around)
    for name in page["actions"]:
        action = around.actions.get(name)
        if action is None:
            found.error((*at, "actions", name), "missing-action", action=name)
        else:
            _placed_action(found, action, page, (*at, "actions", name), around.model)


def _block_ids(found: Findings, page: Document, retired: frozenset[str]) -> None:
    """Note blocks of one id: a page has each once, in whichever group, so that one can move between them."""
    seen: set[str] = set()
    for place, block in blocks_of(page):
        name = block["id"]
        if name in seen:
            found.error(place, "id-twice", id=name)
        seen.add(name)
        if "/".join(("pages", page["id"], "blocks", name)) in retired:
            found.error(place, "id-used-before", id=name)


def _placed_action(found: Findings, action: Document, page: Document, at: Place, model: Model) -> None:
    name = action["id"]
    if action["entity"] == page["entity"]:
        if page["kind"] == "list" and (action["kind"] != "create" or action["copies"]):
            found.warning(at, "action-on-list", action=name)
        return
    if action["kind"] != "create" or page["kind"] == "list":
        found.error(at, "action-entity", action=name, entity=action["entity"], page=page["id"])
        return
    entity = model.entities.get(action["entity"])
    lookups = [one for one in entity.fields.values() if one["type"] == "lookup"] if entity is not None else []
    if not any(field["target"] == page["entity"] and not field["several"] for field in lookups):
        found.warning(at, "action-unlinked", action=name)

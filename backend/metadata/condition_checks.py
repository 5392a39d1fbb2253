"""The checks of conditions: those of a list, and those of the views above it."""

from __future__ import annotations

from backend.expressions import tree
from backend.metadata.condition_fields import fields_of
from backend.metadata.findings import Findings
from backend.metadata.model import Document, Model


def check_conditions(found: Findings, block: Document, at: tuple[str, ...], model: Model) -> None:
    """Note what is wrong with the conditions of a list block."""
    _check(found, block, (*at, "condition"), block["entity"], model)
    for view in block["views"]:
        _check(found, view, (*at, "views", view["id"], "condition"), block["entity"], model)


def _check(found: Findings, node: Document, at: tuple[str, ...], entity: str, model: Model) -> None:
    if node["condition"] is None:
        return
    for finding in tree.check(node["condition"], entity, fields_of(model)):
        found.condition((*at, *finding.place.split(".")) if finding.place else at, finding)

"""Packages in the installation: brought in, and taken out again.

Importing merges entities by id, so two packages may share one, and refuses an entity
whose fields store something else. Importing what is there already changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.errors import NotFound
from backend.metadata import designs, publish, service
from backend.metadata.built_in import BUILT_IN
from backend.metadata.checks import design_findings
from backend.metadata.documents import same, whole
from backend.metadata.effective import used_entities
from backend.metadata.findings import Finding
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Document, Model
from backend.metadata.models import ModelDesign
from backend.metadata.package_files import Package
from backend.metadata.publish import Migrate, Telling
from backend.protocol.metadata import OPERATIONS
from backend.protocol.metadata import Model as ModelShape

_PRODUCT = {entity["id"]: entity for entity in BUILT_IN}


def check(package: Package) -> list[Finding]:
    """Return all that is wrong with a package by itself.

    :raises Conflict: ``model-clash``: it gives a built-in entity another type of field
    """
    model = with_entities({"version": 0, "entities": list(BUILT_IN)}, package.entities)
    return design_findings(package.workspace, model, published=None)


def install(session: Session, package: Package, telling: Telling, *, migrate: Migrate) -> int:
    """Bring a package in and publish it; returns the metadata version.

    Roles of the package are added, and those that are there gain its rights; they keep their privileges.

    :raises Conflict: ``model-clash``, with the place
    :raises Invalid: the first error of the checks, with its place
    """
    publish.ensure_built_in(session, migrate=migrate, now=telling.now)
    publish.lock(session)
    before = service.current(session)
    roles_before = role_service.roles(session)
    for role in package.roles:
        _bring_role(session, role)
    seen_by = {role["id"] for role in package.roles if package.workspace["id"] in role["workspaces"]}
    seen_by.update(role_service.roles_that_see(session, package.workspace["id"]))
    model = whole(ModelShape, with_entities(before.model_document, package.entities))
    if _nothing_new(package, before, model) and roles_before == role_service.roles(session):
        return before.version
    beside = session.get_one(ModelDesign, 1)
    merged = with_entities(beside.document, package.entities)
    if not same(merged, beside.document):
        beside.document = merged
        beside.revision += 1
    designs.put(session, telling.user, package.workspace, now=telling.now)
    return publish.publish(
        session, package.workspace, model, telling, migrate=migrate, roles=seen_by, rules=package.rules
    )


def export(session: Session, workspace: str) -> Package:
    """Return a published workspace as a package.

    :raises NotFound: ``unknown-workspace``
    """
    published = service.current(session)
    document = published.workspaces.get(workspace)
    if document is None:
        raise NotFound("unknown-workspace", id=workspace)
    needed = _closed(used_entities([document], published.model), published.model)
    entities = [
        dict(entity)
        for entity in published.model_document["entities"]
        if entity["id"] in needed and not same(entity, _PRODUCT.get(entity["id"]))
    ]
    return Package(
        id=workspace,
        title=document["title"],
        description=document["description"],
        version=str(document["version"]),
        workspace={**document, "version": 0, "modelVersion": 0},
        entities=entities,
        rules=[dict(rule) for rule in published.profile["entities"] if rule["id"] in needed],
        roles=[
            _own_part(role, workspace, needed)
            for role in role_service.roles(session)
            if workspace in role["workspaces"]
        ],
    )


def _nothing_new(package: Package, before: service.Metadata, model: Document) -> bool:
    there = before.workspaces.get(package.workspace["id"])
    if there is None or not same({**there, "version": 0, "modelVersion": 0}, package.workspace):
        return False
    rules = {rule["id"]: rule for rule in before.profile["entities"]}
    return same(model, before.model_document) and all(
        same(rules.get(rule["id"]), rule) for rule in package.rules
    )


def _bring_role(session: Session, role: Document) -> None:
    try:
        known = role_service.role(session, role["id"])
    except NotFound:
        role_service.put_role(session, role)
        return
    entities = {name: list(operations) for name, operations in known["entities"].items()}
    for name, operations in role["entities"].items():
        both = {*entities.get(name, ()), *operations}
        entities[name] = [operation for operation in OPERATIONS if operation in both]
    workspaces = sorted({*known["workspaces"], *role["workspaces"]})
    role_service.put_role(session, {**known, "entities": entities, "workspaces": workspaces})


def _closed(entities: Iterable[str], model: Model) -> set[str]:
    found: set[str] = set()
    waiting = list(entities)
    while waiting:
        entity = waiting.pop()
        if entity in found or entity not in model.entities:
            continue
        found.add(entity)
        fields = model.entities[entity].fields.values()
        waiting.extend(str(field["target"]) for field in fields if field["type"] == "lookup")
    return found


def _own_part(role: Document, workspace: str, needed: set[str]) -> dict[str, Any]:
    entities = {name: list(operations) for name, operations in role["entities"].items() if name in needed}
    return {**role, "entities": entities, "workspaces": [workspace]}

"""Packages in the installation: brought in, and taken out again.

Importing merges entities by id, so two packages may share one, and refuses an entity
whose fields store something else. Importing what is there already changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.rights import grown
from backend.errors import Invalid, NotFound
from backend.metadata import designs, publish, service
from backend.metadata.assignments import Assignment, assign, of_profile
from backend.metadata.built_in import BUILT_IN
from backend.metadata.checks import design_findings
from backend.metadata.documents import same, whole
from backend.metadata.effective import used_entities
from backend.metadata.findings import Finding, errors
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Document, Model
from backend.metadata.models import ModelDesign
from backend.metadata.package_files import Package, ProposedProfile
from backend.metadata.profile_checks import profile_findings
from backend.metadata.profiles import EVERYONE, NO_PROFILE, REFERENCE, everything_of, with_parts
from backend.metadata.publish import Migrate, Telling
from backend.metadata.role_checks import role_findings
from backend.protocol.model import Model as ModelShape

_PRODUCT = {entity["id"]: entity for entity in BUILT_IN}


def check(package: Package) -> list[Finding]:
    """Return all that is wrong with a package by itself.

    :raises Conflict: ``model-clash``: it gives a built-in entity another type of field
    """
    model = with_entities({"version": 0, "entities": list(BUILT_IN)}, package.entities)
    product = [everything_of(entity["id"], REFERENCE) for entity in BUILT_IN]
    profile = with_parts(with_parts(NO_PROFILE, product, keep=False), package.rules, keep=False)
    return [
        *design_findings(package.workspace, model, published=None),
        *profile_findings({**profile, "label": package.title}, Model.of(model)),
        *(
            finding
            for proposed in package.profiles
            for finding in profile_findings(proposed, Model.of(model), beside=[profile])
        ),
    ]


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
    model = whole(ModelShape, with_entities(before.model_document, package.entities))
    _check_roles(package, Model.of(model))
    for role in package.roles:
        _bring_role(session, role)
    seen_by = {role["id"] for role in package.roles if package.workspace["id"] in role["workspaces"]}
    seen_by.update(role_service.roles_that_see(session, package.workspace["id"]))
    if _nothing_new(package, before, model) and roles_before == role_service.roles(session):
        return before.version
    beside = session.get_one(ModelDesign, 1)
    merged = with_entities(beside.document, package.entities)
    if not same(merged, beside.document):
        beside.document = merged
        beside.revision += 1
    designs.put(session, telling.user, package.workspace, now=telling.now)
    version = publish.publish(
        session, package.workspace, model, telling, migrate=migrate, roles=seen_by, rules=package.rules
    )
    return _bring_profiles(session, package, telling) or version


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
        rules=[dict(part) for part in _everyones(published)["entities"] if part["id"] in needed],
        profiles=_proposed(session, published, workspace, needed),
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
    parts = {part["id"]: part for part in _everyones(before)["entities"]}
    return (
        same(model, before.model_document)
        and all(same(parts.get(part["id"]), part) for part in package.rules)
        and all(proposed["id"] in before.profiles for proposed in package.profiles)
    )


def _bring_profiles(session: Session, package: Package, telling: Telling) -> int | None:
    """Publish the profiles that a package proposes and that are not there; return the metadata version.

    One that is there stays as the organisation has it, and given to whom it is given.
    """
    version = None
    for proposed in package.profiles:
        if proposed["id"] in service.current(session).profiles:
            continue
        document = {key: value for key, value in proposed.items() if key != "roles"}
        assign(
            session, proposed["id"], [Assignment(proposed["id"], "role", role) for role in proposed["roles"]]
        )
        version = publish.publish_profile(session, document, telling)
    return version


def _proposed(
    session: Session, published: service.Metadata, workspace: str, needed: set[str]
) -> list[dict[str, Any]]:
    """Return the profiles that are all about a workspace's entities, given to roles that see it."""
    seeing = set(role_service.roles_that_see(session, workspace))
    found = []
    for name, profile in published.profiles.items():
        given = [
            one.target for one in of_profile(session, name) if one.kind == "role" and one.target in seeing
        ]
        if name != EVERYONE and given and all(part["id"] in needed for part in profile["entities"]):
            document = {key: value for key, value in profile.items() if key != "version"}
            found.append(whole(ProposedProfile, {**document, "roles": given}))
    return found


def _everyones(published: service.Metadata) -> Document:
    """Return the profile that packages propose parts of."""
    return published.profiles.get(EVERYONE, NO_PROFILE)


def _check_roles(package: Package, model: Model) -> None:
    for role in package.roles:
        for finding in errors(role_findings(role, model)):
            raise finding.refusal(Invalid, others=0)


def _bring_role(session: Session, role: Document) -> None:
    try:
        known = role_service.role(session, role["id"])
    except NotFound:
        role_service.put_role(session, role)
        return
    role_service.put_role(session, grown(known, role))


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
    entities = {name: dict(rights) for name, rights in role["entities"].items() if name in needed}
    return {**role, "entities": entities, "workspaces": [workspace]}

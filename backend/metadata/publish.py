"""Publishing: a checked design becomes the next metadata version.

In one transaction: the model and the entity tables first (by the port ``migrate``),
then the workspace, the offline profile and who sees the workspace. Earlier versions
stay as they are, since devices go on working by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.user import OFFICE, User
from backend.errors import Invalid
from backend.metadata import service
from backend.metadata.built_in import BUILT_IN
from backend.metadata.checks import design_findings, hurt_workspaces, model_findings
from backend.metadata.documents import same, whole
from backend.metadata.effective import NEEDED, used_entities
from backend.metadata.findings import Finding, errors
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Document, Model
from backend.metadata.models import (
    Design,
    ModelDesign,
    ModelVersion,
    ProfileVersion,
    Publication,
    WorkspaceVersion,
)
from backend.metadata.node_ids import model_ids, retired_after, workspace_ids
from backend.metadata.service import EVERYONE, Metadata
from backend.protocol.metadata import Model as ModelShape
from backend.protocol.metadata import Profile, Workspace
from backend.signals import metadata_published

Migrate = Callable[[Session, Model | None, Model], None]
"""Makes the entity tables fit a new model: (session, old or None, new)."""

FIRST_WORK, REFERENCE = 2, 3
"""Stages of an offline profile."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What comes along with a publication: who made it, what users are told, how urgent it is."""

    user: User
    now: dt.datetime
    note: Mapping[str, str] = field(default_factory=dict)
    urgency: str = "soft"


def publish(
    session: Session,
    workspace: Document,
    model: Document,
    telling: Telling,
    *,
    migrate: Migrate,
    roles: Iterable[str],
    rules: Iterable[Document] = (),
) -> int:
    """Publish a workspace with the model that it stands on, and return the metadata version.

    Roles that see it get the rights that it needs to entities that no role has any right to yet.
    ``rules`` replace rules of the offline profile; entities without any come along with all records.

    :raises Invalid: the first error of the checks, with its place; ``unknown-role``
    """
    lock(session)
    before = service.current(session)
    workspace, model = whole(Workspace, workspace), whole(ModelShape, model)
    _refuse(session, workspace, model, before)
    chosen = sorted(set(roles))
    role_service.show_workspace(session, workspace["id"], chosen)
    model_version = _write_model(session, model, before, migrate)
    index = Model.of({**model, "version": model_version})
    _give_first_rights(session, workspace, index, before.model, chosen)
    version = _write_workspace(session, workspace, model_version)
    profile = _grown(before.profile, workspace, index, rules)
    return _announce(
        session,
        telling,
        model=model_version,
        workspaces={**_workspace_versions(session, before), workspace["id"]: version},
        profile=_write_profile(session, profile, before),
        workspace=workspace["id"],
    )


def ensure_built_in(session: Session, *, migrate: Migrate, now: dt.datetime) -> int:
    """Publish the product's own entities where the model lacks any of them; returns the metadata version."""
    lock(session)
    before = service.current(session)
    role_service.put_built_in(session)
    model = whole(ModelShape, with_entities(before.model_document, BUILT_IN, keep_labels=True))
    design = session.get(ModelDesign, 1)
    if design is None:
        session.add(ModelDesign(id=1, document=model, revision=0))
    elif not same(model, before.model_document):
        design.document = with_entities(design.document, BUILT_IN, keep_labels=True)
        design.revision += 1
    if before.version and same(model, before.model_document):
        return before.version
    found = errors(model_findings(model))
    if found:
        raise found[0].refusal(Invalid)
    version = _write_model(session, model, before, migrate)
    rules = [
        {"id": entity["id"], "rule": {"kind": "all"}, "files": "thumbnail", "stage": REFERENCE}
        for entity in BUILT_IN
    ]
    profile = {**before.profile, "label": {"en": "Everyone", "sv": "Alla"}}
    return _announce(
        session,
        Telling(user=OFFICE, now=now, urgency="silent"),
        model=version,
        workspaces=_workspace_versions(session, before),
        profile=_write_profile(session, _with_rules(profile, rules, keep=True), before),
        workspace=None,
    )


def renew(session: Session, telling: Telling) -> int:
    """Take the next metadata version with all documents as they are, because roles have changed."""
    lock(session)
    before = service.current(session)
    if not before.version:
        return 0
    newest = session.get_one(Publication, before.version)
    return _announce(
        session,
        telling,
        model=newest.model,
        workspaces=newest.workspaces,
        profile=newest.profile,
        workspace=None,
    )


def lock(session: Session) -> None:
    """Let no one else publish or edit the model until this transaction ends."""
    session.get(ModelDesign, 1, with_for_update=True, populate_existing=True)


def _refuse(session: Session, workspace: Document, model: Document, before: Metadata) -> None:
    found: list[Finding] = errors(
        design_findings(
            workspace,
            model,
            published=before.model_document,
            retired_in_model=service.retired_in_model(session),
            retired_in_workspace=service.retired_in_workspace(session, workspace["id"]),
        )
    )
    if found:
        raise found[0].refusal(Invalid, others=len(found) - 1)
    others = {name: document for name, document in before.workspaces.items() if name != workspace["id"]}
    for name, finding in hurt_workspaces(others, before.model_document, model):
        raise finding.refusal(Invalid, others=0, workspace=name)


def _write_model(session: Session, model: Document, before: Metadata, migrate: Migrate) -> int:
    if before.model.version and same(_unnumbered(model), _unnumbered(before.model_document)):
        return before.model.version
    version = before.model.version + 1
    document = {**model, "version": version}
    retired = retired_after(
        service.retired_in_model(session), model_ids(before.model_document), model_ids(document)
    )
    migrate(session, before.model if before.model.version else None, Model.of(document))
    session.add(ModelVersion(version=version, document=document, retired=retired))
    session.flush()
    return version


def _write_workspace(session: Session, workspace: Document, model_version: int) -> int:
    name = workspace["id"]
    newest = service.newest_workspace(session, name)
    version = 1 if newest is None else newest.version + 1
    document = {**workspace, "version": version, "modelVersion": model_version}
    retired = [] if newest is None else newest.retired
    old = [] if newest is None else workspace_ids(newest.document)
    session.add(
        WorkspaceVersion(
            workspace=name,
            version=version,
            document=document,
            retired=retired_after(retired, old, workspace_ids(document)),
        )
    )
    design = session.get(Design, name)
    if design is not None:
        design.document = {**design.document, "version": version, "modelVersion": model_version}
    session.flush()
    return version


def _give_first_rights(
    session: Session, workspace: Document, model: Model, before: Model, roles: Iterable[str]
) -> None:
    documents = role_service.roles(session)
    governed = {entity for document in documents for entity in document["entities"]} | set(before.entities)
    needed: dict[str, set[str]] = {
        entity: {"read"} for entity in used_entities([workspace], model) if entity not in governed
    }
    for action in workspace["actions"]:
        if action["entity"] in needed:
            needed[action["entity"]].add(NEEDED[action["kind"]])
    chosen = set(roles)
    for document in documents if needed else ():
        if document["id"] in chosen:
            given = {entity: sorted(operations) for entity, operations in needed.items()}
            role_service.put_role(session, {**document, "entities": {**document["entities"], **given}})


def _grown(profile: Document, workspace: Document, model: Model, rules: Iterable[Document]) -> dict[str, Any]:
    shown = {page["entity"] for page in workspace["pages"]}
    grown = [
        {
            "id": entity,
            "rule": {"kind": "all"},
            "files": "thumbnail",
            "stage": FIRST_WORK if entity in shown else REFERENCE,
        }
        for entity in used_entities([workspace], model)
    ]
    return _with_rules(_with_rules(profile, rules, keep=False), grown, keep=True)


def _with_rules(profile: Document, rules: Iterable[Document], *, keep: bool) -> dict[str, Any]:
    merged = {rule["id"]: rule for rule in profile["entities"]}
    for rule in rules:
        if not keep or rule["id"] not in merged:
            merged[rule["id"]] = rule
    return {**profile, "entities": list(merged.values())}


def _write_profile(session: Session, profile: Document, before: Metadata) -> int:
    number = int(before.profile["version"])
    if number and same(_unnumbered(profile), _unnumbered(before.profile)):
        return number
    document = whole(Profile, {**profile, "version": number + 1})
    session.add(ProfileVersion(profile=EVERYONE, version=number + 1, document=document))
    session.flush()
    return number + 1


def _announce(
    session: Session,
    telling: Telling,
    *,
    model: int,
    workspaces: Mapping[str, int],
    profile: int,
    workspace: str | None,
) -> int:
    version = service.current_version(session) + 1
    session.add(
        Publication(
            version=version,
            mark=str(uuid4()),
            at=telling.now,
            by=telling.user.person,
            by_name=telling.user.name,
            workspace=workspace,
            note=dict(telling.note),
            urgency=telling.urgency,
            model=model,
            workspaces=dict(workspaces),
            profile=profile,
        )
    )
    session.flush()
    metadata_published.send(
        session=session, version=version, urgency=telling.urgency, note=dict(telling.note)
    )
    return version


def _workspace_versions(session: Session, before: Metadata) -> dict[str, int]:
    return dict(session.get_one(Publication, before.version).workspaces) if before.version else {}


def _unnumbered(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "version"}

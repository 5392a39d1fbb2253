"""Publishing: a checked design becomes the next metadata version.

In one transaction: the model and the entity tables first (by the port ``migrate``),
then the workspace, the offline profile of everyone and who sees the workspace; or one
profile alone. Earlier versions stay as they are, since devices go on working by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.rights import with_operations
from backend.accounts.user import OFFICE, User
from backend.errors import Invalid
from backend.metadata import service
from backend.metadata.assignments import Assignment, assign
from backend.metadata.built_in import BUILT_IN
from backend.metadata.checks import design_findings, hurt_workspaces, model_findings
from backend.metadata.documents import same, whole
from backend.metadata.effective import needed_by, used_entities
from backend.metadata.findings import Finding, errors
from backend.metadata.merge_model import with_entities
from backend.metadata.model import Document, Model
from backend.metadata.models import (
    Design,
    ModelDesign,
    ModelVersion,
    ProfileDesign,
    ProfileVersion,
    Publication,
    WorkspaceVersion,
)
from backend.metadata.node_ids import model_ids, retired_after, workspace_ids
from backend.metadata.profile_checks import hurt_profiles, profile_findings
from backend.metadata.profiles import EVERYONE, NO_PROFILE, REFERENCE, everything_of, grown, with_parts
from backend.metadata.service import Metadata
from backend.metadata.versions import (
    Urgency,
    columns_after,
    columns_of,
    only_words,
    steps_between,
    urgency_of,
)
from backend.protocol.model import Model as ModelShape
from backend.protocol.profiles import Profile
from backend.protocol.workspaces import Workspace
from backend.signals import metadata_published

Migrate = Callable[[Session, Model | None, Model], None]
"""Makes the entity tables fit a new model: (session, old or None, new)."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What comes along with a publication: who made it, what users are told, how urgent it is."""

    user: User
    now: dt.datetime
    note: Mapping[str, str] = field(default_factory=dict)
    urgency: Urgency | None = "soft"
    """None: as follows from what has changed."""


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
    ``rules`` replace what the profile of everyone says of their entities; what else the workspace uses
    comes along with all records.

    :raises Invalid: the first error of the checks, with its place; ``unknown-role``
    """
    lock(session)
    before = service.current(session)
    workspace, model = whole(Workspace, workspace), whole(ModelShape, model)
    _refuse(session, workspace, model, before)
    chosen = sorted(set(roles))
    role_service.show_workspace(session, workspace["id"], chosen)
    model_version = _write_model(session, model, before, migrate)
    index = service.model_at(session, model_version)
    _give_first_rights(session, workspace, index, before.model, chosen)
    known = before.workspaces.get(workspace["id"])
    steps = steps_between(before.model_document, model)
    urgency = urgency_of(steps, telling.urgency, words=only_words(known, workspace))
    version = _write_workspace(session, workspace, model_version)
    parts = list(rules)
    profile = grown(before.profiles.get(EVERYONE, NO_PROFILE), workspace, index, parts)
    _refuse_profiles(profile, before, index)
    design = session.get(ProfileDesign, EVERYONE)
    if design is not None:
        design.document = grown(design.document, workspace, index, parts)
        design.revision += 1
    return _announce(
        session,
        replace(telling, urgency=urgency),
        model=model_version,
        workspaces={**_versions(session, before).workspaces, workspace["id"]: version},
        profiles=_with_profile(session, profile, before),
        workspace=workspace["id"],
    )


def publish_profile(session: Session, profile: Document, telling: Telling) -> int:
    """Publish an offline profile in place of its last version, and return the metadata version.

    :raises Invalid: the first error of the checks, with its place
    """
    lock(session)
    before = service.current(session)
    document = whole(Profile, profile)
    others = [other for name, other in before.profiles.items() if name != document["id"]]
    found = errors(profile_findings(document, before.model, beside=others))
    if found:
        raise found[0].refusal(Invalid, others=len(found) - 1)
    return _announce(
        session,
        telling,
        model=before.model.version,
        workspaces=_versions(session, before).workspaces,
        profiles=_with_profile(session, document, before),
        workspace=None,
    )


def withdraw_profile(session: Session, profile: str, telling: Telling) -> int:
    """Take an offline profile out of what is published, and return the metadata version."""
    lock(session)
    before = service.current(session)
    versions = _versions(session, before)
    left = {name: version for name, version in versions.profiles.items() if name != profile}
    return _announce(
        session,
        telling,
        model=before.model.version,
        workspaces=versions.workspaces,
        profiles=left,
        workspace=None,
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
    profile = {
        **before.profiles.get(EVERYONE, NO_PROFILE),
        "label": {"en": "Everyone", "sv": "Alla"},
    }
    product = [everything_of(entity["id"], REFERENCE) for entity in BUILT_IN]
    if EVERYONE not in before.profiles:
        assign(session, EVERYONE, [Assignment(EVERYONE, "everyone")])
    return _announce(
        session,
        Telling(user=OFFICE, now=now, urgency="silent"),
        model=version,
        workspaces=_versions(session, before).workspaces,
        profiles=_with_profile(session, with_parts(profile, product, keep=True), before),
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
        profiles=newest.profiles,
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


def _refuse_profiles(everyones: Document, before: Metadata, model: Model) -> None:
    """Refuse what would be wrong in a published profile from now on, and was not before."""
    profiles = {**before.profiles, EVERYONE: everyones}
    for name, finding in hurt_profiles(profiles, before.profiles, before.model, model):
        raise finding.refusal(Invalid, others=0, profile=name)


def next_model(model: Document, before: Metadata) -> Model:
    """Return the model that a whole document becomes when it is published, if it is not the one before."""
    if before.model.version and same(_unnumbered(model), _unnumbered(before.model_document)):
        return before.model
    document = {**model, "version": before.model.version + 1}
    steps = steps_between(before.model_document, document)
    return Model.of(document, columns_after(before.columns, steps))


def _write_model(session: Session, model: Document, before: Metadata, migrate: Migrate) -> int:
    if before.model.version and same(_unnumbered(model), _unnumbered(before.model_document)):
        return before.model.version
    to_come = next_model(model, before)
    version, document = to_come.version, {**model, "version": to_come.version}
    retired = retired_after(
        service.retired_in_model(session), model_ids(before.model_document), model_ids(document)
    )
    migrate(session, before.model if before.model.version else None, to_come)
    session.add(
        ModelVersion(
            version=version,
            document=document,
            retired=retired,
            steps=steps_between(before.model_document, document),
            columns=columns_of(to_come),
        )
    )
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
        for entity, operation in needed_by(action):
            if entity in needed:
                needed[entity].add(operation)
    chosen = set(roles)
    for document in documents if needed else ():
        if document["id"] in chosen:
            given = {entity: with_operations(operations) for entity, operations in needed.items()}
            role_service.put_role(session, {**document, "entities": {**document["entities"], **given}})


def _with_profile(session: Session, profile: Document, before: Metadata) -> dict[str, int]:
    """Write a profile if it has changed, and return the versions of all with it."""
    name, versions = profile["id"], dict(_versions(session, before).profiles)
    published = before.profiles.get(name)
    if published is not None and same(_unnumbered(profile), _unnumbered(published)):
        return versions
    newest = select(func.max(ProfileVersion.version)).where(ProfileVersion.profile == name)
    number = (session.scalar(newest) or 0) + 1
    document = whole(Profile, {**profile, "version": number})
    session.add(ProfileVersion(profile=name, version=number, document=document))
    session.flush()
    return {**versions, name: number}


def _announce(
    session: Session,
    telling: Telling,
    *,
    model: int,
    workspaces: Mapping[str, int],
    profiles: Mapping[str, int],
    workspace: str | None,
) -> int:
    version, urgency = service.current_version(session) + 1, telling.urgency or "soft"
    session.add(
        Publication(
            version=version,
            mark=str(uuid4()),
            at=telling.now,
            by=telling.user.person,
            by_name=telling.user.name,
            workspace=workspace,
            note=dict(telling.note),
            urgency=urgency,
            model=model,
            workspaces=dict(workspaces),
            profiles=dict(profiles),
        )
    )
    session.flush()
    metadata_published.send(session=session, version=version, urgency=urgency, note=dict(telling.note))
    return version


@dataclass(frozen=True, slots=True)
class _Versions:
    """Which version of each part a publication consists of."""

    workspaces: Mapping[str, int]
    profiles: Mapping[str, int]


def _versions(session: Session, before: Metadata) -> _Versions:
    if not before.version:
        return _Versions({}, {})
    newest = session.get_one(Publication, before.version)
    return _Versions(newest.workspaces, newest.profiles)


def _unnumbered(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "version"}

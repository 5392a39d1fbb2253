"""Designs: workspaces being made, and the one design of the model beside them.

A designer sends edits on top of the revision that he saw. One behind is as good as any
while its patches still fit. The revision counts the edits of the workspace and of the
model together, since a designer looks at both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.accounts.user import User
from backend.catalogue import Catalogue
from backend.database.instants import format_instant
from backend.errors import Conflict, Invalid, NotFound
from backend.metadata import publish as publishing
from backend.metadata import service, starter
from backend.metadata.checks import design_findings, hurt_workspaces
from backend.metadata.documents import check_text, kept_whole, same, whole
from backend.metadata.effective import used_entities
from backend.metadata.findings import REFUSED_AT_SAVE, Finding, new_errors
from backend.metadata.model import Document, Model
from backend.metadata.models import Design, DesignEdit, ModelDesign
from backend.metadata.patch import apply_patches
from backend.metadata.publish import Migrate, Telling
from backend.metadata.rule_failures import failed_rules
from backend.protocol.model import Model as ModelShape
from backend.protocol.shape import SLUG
from backend.protocol.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class _Both:
    """A workspace and the model beside it, as they are written."""

    workspace: dict[str, Any]
    model: dict[str, Any]

    def wholly(self) -> _Both:
        return _Both(kept_whole(Workspace, self.workspace), kept_whole(ModelShape, self.model))


def summaries(session: Session) -> list[dict[str, Any]]:
    """Return a row for each design, as the protocol's ``WorkspaceSummary``, the last edited first."""
    published = service.current(session)
    last = {found.workspace: found for found in reversed(service.publications(session))}
    rows = []
    for design in session.scalars(select(Design).order_by(Design.edited_at.desc(), Design.workspace)):
        known = published.workspaces.get(design.workspace)
        publication = last.get(design.workspace)
        document = whole(Workspace, design.document)
        rows.append(
            {
                **{key: document[key] for key in ("id", "title", "description", "icon", "accent")},
                "published_version": known["version"] if known is not None else 0,
                "published_at": format_instant(publication.at) if publication is not None else None,
                "changed": known is None or not _alike(document, known),
                "edited_at": format_instant(design.edited_at),
            }
        )
    return rows


def design(session: Session, workspace: str) -> dict[str, Any]:
    """Return a design on the wire (:class:`backend.protocol.designs.Design`), with what the checks find.

    ``retired`` beside it: addresses of nodes whose ids may not be given again.

    :raises NotFound: ``unknown-design``
    """
    row, model = _rows(session, workspace)
    written = _Both(row.document, model.document)
    published = service.current(session)
    known = published.workspaces.get(workspace)
    read = written.wholly()
    return {
        "workspace": written.workspace,
        "model": written.model,
        "revision": row.revision + model.revision,
        "publishedVersion": known["version"] if known is not None else 0,
        "changed": known is None
        or not _alike(read.workspace, known)
        or not _entities_alike(read, published.model_document),
        "roles": role_service.roles_that_see(session, workspace),
        "findings": [finding.wire() for finding in _findings(session, workspace, read)],
        "retired": {
            "model": service.retired_in_model(session),
            "workspace": service.retired_in_workspace(session, workspace),
        },
    }


def whole_design(session: Session, workspace: str) -> tuple[Document, Document]:
    """Return the workspace and the model beside it with every key; nobody may change them.

    :raises NotFound: ``unknown-design``
    """
    row, model = _rows(session, workspace)
    found = _Both(row.document, model.document).wholly()
    return found.workspace, found.model


def revision(session: Session, workspace: str) -> int:
    """Return the number that moves with every edit of a design or the model beside it.

    :raises NotFound: ``unknown-design``
    """
    row, model = _rows(session, workspace)
    return row.revision + model.revision


def findings(session: Session, workspace: str) -> list[Finding]:
    """Return all that is wrong with a design.

    :raises NotFound: ``unknown-design``
    """
    row, model = _rows(session, workspace)
    return _findings(session, workspace, _Both(row.document, model.document).wholly())


def create(
    session: Session, user: User, new: Document, *, catalogue: Catalogue, now: dt.datetime
) -> dict[str, Any]:
    """Make a new workspace, blank or working at once from an entity, and return its design.

    :raises Conflict: ``design-id-taken``
    :raises NotFound: ``unknown-entity``
    """
    publishing.lock(session)
    name = new["id"]
    if session.get(Design, name) is not None or service.newest_workspace(session, name) is not None:
        raise Conflict("design-id-taken", field="id", id=name)
    entity = new["entity"]
    if entity is None:
        document = starter.blank_workspace(new)
    else:
        model = Model.of(whole(ModelShape, session.get_one(ModelDesign, 1).document))
        document = starter.workspace_from_entity(new, model, entity, catalogue)
    put(session, user, document, now=now)
    return design(session, name)


def put(session: Session, user: User, document: Document, *, now: dt.datetime) -> None:
    """Write the design of a workspace whole, in place of one that there may be."""
    found = session.get(Design, document["id"])
    if found is None:
        found = Design(workspace=document["id"], revision=0)
        session.add(found)
    found.document = dict(document)
    found.revision += 1
    found.edited_at, found.edited_by = now, user.person
    session.flush()


def edit(
    session: Session,
    user: User,
    workspace: str,
    edits: Sequence[Mapping[str, Any]],
    *,
    revision: int,
    now: dt.datetime,
) -> dict[str, Any]:
    """Apply edits to a design, all or none, and return it. An edit whose id was seen before is skipped.

    :raises NotFound: ``unknown-design``
    :raises Conflict: ``patch-does-not-fit``, with the place and the current revision
    :raises Malformed: the document would lose its shape
    :raises Invalid: an edit would bring in a reference to nothing, or an id twice; with the place
    """
    publishing.lock(session)
    row, model = _rows(session, workspace, lock=True)
    before = _Both(row.document, model.document)
    if revision > row.revision + model.revision:
        raise Conflict("design-moved", revision=row.revision + model.revision)
    after, fresh = before, _fresh(session, edits)
    for one in fresh:
        after = _edited(after, one, current=row.revision + model.revision)
        session.add(
            DesignEdit(
                id=one["id"],
                workspace=workspace,
                edited=one["document"],
                label=one["label"],
                patches=list(one["patches"]),
                at=now,
                by=user.person,
            )
        )
    _refuse(session, workspace, before.wholly(), after.wholly())
    if after.model is not before.model:
        model.document = after.model
        model.revision += 1
    if after.workspace is not before.workspace:
        row.document = after.workspace
        row.revision += 1
    if fresh:
        row.edited_at, row.edited_by = now, user.person
    session.flush()
    return design(session, workspace)


def publish(
    session: Session, user: User, workspace: str, publication: Document, *, migrate: Migrate, now: dt.datetime
) -> int:
    """Publish a design with the model beside it, and return the metadata version.

    ``publication`` has the attributes of :class:`backend.protocol.designs.Publication`.

    :raises NotFound: ``unknown-design``
    :raises Conflict: ``design-moved``: it is not the revision that the designer looked at
    :raises Invalid: the first error of the checks, with its place; ``unknown-role``
    """
    check_text(publication["note"])
    publishing.lock(session)
    check_revision(session, workspace, publication["revision"])
    row, model = _rows(session, workspace, lock=True)
    telling = Telling(user=user, now=now, note=publication["note"], urgency=publication["urgency"])
    return publishing.publish(
        session, row.document, model.document, telling, migrate=migrate, roles=publication["roles"]
    )


def check_revision(session: Session, workspace: str, revision: int) -> None:
    """Refuse what stands on another revision than the designer looked at.

    :raises NotFound: ``unknown-design``
    :raises Conflict: ``design-moved``, with the current revision
    """
    row, model = _rows(session, workspace, lock=True)
    if revision != row.revision + model.revision:
        raise Conflict("design-moved", revision=row.revision + model.revision)


def model_to_come(session: Session, workspace: str) -> Model:
    """Return the model as publishing a design would leave it.

    :raises NotFound: ``unknown-design``
    """
    _, model = _rows(session, workspace)
    return publishing.next_model(whole(ModelShape, model.document), service.current(session))


def remove(session: Session, workspace: str) -> None:
    """Throw a design away that was never published.

    :raises NotFound: ``unknown-design``
    :raises Conflict: ``design-published``
    """
    row, _ = _rows(session, workspace, lock=True)
    if service.newest_workspace(session, workspace) is not None:
        raise Conflict("design-published", id=workspace)
    session.delete(row)
    session.execute(delete(DesignEdit).where(DesignEdit.workspace == workspace))
    session.flush()


def _rows(session: Session, workspace: str, *, lock: bool = False) -> tuple[Design, ModelDesign]:
    if re.match(SLUG, workspace) is None:
        raise NotFound("unknown-design", id=workspace)
    row = session.get(Design, workspace, with_for_update=True if lock else None, populate_existing=lock)
    if row is None:
        raise NotFound("unknown-design", id=workspace)
    return row, session.get_one(ModelDesign, 1)


def _fresh(session: Session, edits: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    ids = [one["id"] for one in edits]
    seen = set(session.scalars(select(DesignEdit.id).where(DesignEdit.id.in_(ids))))
    fresh: dict[str, Mapping[str, Any]] = {}
    for one in edits:
        if one["id"] not in seen:
            fresh.setdefault(one["id"], one)
    return list(fresh.values())


def _edited(both: _Both, one: Mapping[str, Any], *, current: int) -> _Both:
    patches = list(one["patches"])
    check_text([one["label"], patches])
    try:
        if one["document"] == "model":
            return _Both(both.workspace, apply_patches(both.model, patches))
        return _Both(apply_patches(both.workspace, patches), both.model)
    except Conflict as misfit:
        raise Conflict(
            misfit.code, field=misfit.field, **misfit.arguments, edit=one["id"], revision=current
        ) from None


def _refuse(session: Session, workspace: str, before: _Both, after: _Both) -> None:
    found = new_errors(_findings(session, workspace, before), _findings(session, workspace, after))
    for finding in found:
        if finding.code in REFUSED_AT_SAVE:
            raise finding.refusal(Invalid)
    if after.model == before.model:
        return
    others = {
        other.workspace: whole(Workspace, other.document)
        for other in session.scalars(select(Design).where(Design.workspace != workspace))
    }
    for name, finding in hurt_workspaces(others, before.model, after.model):
        if finding.code in REFUSED_AT_SAVE:
            raise finding.refusal(Invalid, workspace=name)


def _findings(session: Session, workspace: str, both: _Both) -> list[Finding]:
    found = design_findings(
        both.workspace,
        both.model,
        published=service.current(session).model_document,
        retired_in_model=service.retired_in_model(session),
        retired_in_workspace=service.retired_in_workspace(session, workspace),
    )
    return [*found, *failed_rules(session, Model.of(both.model))]


def _alike(document: Document, published: Document) -> bool:
    return same(_unnumbered(document), _unnumbered(published))


def _entities_alike(both: _Both, published: Document) -> bool:
    used: Iterable[str] = used_entities([both.workspace], Model.of(both.model))
    there = {entity["id"]: entity for entity in published["entities"]}
    now = {entity["id"]: entity for entity in both.model["entities"]}
    return all(same(now[entity], there.get(entity)) for entity in used)


def _unnumbered(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in ("version", "modelVersion")}

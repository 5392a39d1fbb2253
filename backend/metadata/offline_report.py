"""Whether a design works offline, for the people of each role that sees the workspace.

What counts is the profiles as they are designed now, given to everyone or to the role; the profile of
everyone as publishing the workspace would leave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import roles as role_service
from backend.metadata import designs, service
from backend.metadata.assignments import Assignment, assignments
from backend.metadata.documents import whole
from backend.metadata.model import Document, Model
from backend.metadata.models import ProfileDesign
from backend.metadata.offline_gaps import Gap, gaps
from backend.metadata.profiles import EVERYONE, NO_PROFILE, grown
from backend.protocol.model import Model as ModelShape
from backend.protocol.profiles import Profile
from backend.protocol.workspaces import Workspace


def offline_report(session: Session, workspace: str) -> dict[str, Any]:
    """Return the protocol's ``OfflineReport`` of a design.

    :raises NotFound: ``unknown-design``
    """
    found = designs.design(session, workspace)
    document = whole(Workspace, found["workspace"])
    model = Model.of(whole(ModelShape, found["model"]))
    profiles = _profiles(session, document, model)
    given = assignments(session)
    published = service.current(session).model
    return {
        "audiences": [
            {
                "role": role["id"],
                "label": role["label"],
                "profiles": sorted(names),
                "gaps": [
                    _wire(gap, published)
                    for gap in gaps(document, model, [profiles[name] for name in sorted(names)])
                ],
            }
            for role in _audience(session, found["roles"])
            for names in [_given_to(given, role["id"], profiles)]
        ]
    }


def _profiles(session: Session, workspace: Document, model: Model) -> Mapping[str, Document]:
    published = service.current(session).profiles
    designed = {row.profile: row.document for row in session.scalars(select(ProfileDesign))}
    known = {name: whole(Profile, document) for name, document in {**published, **designed}.items()}
    return {**known, EVERYONE: grown(known.get(EVERYONE, NO_PROFILE), workspace, model)}


def _audience(session: Session, seeing: Iterable[str]) -> list[Document]:
    """Return the roles that see a workspace; one without a name while nobody does."""
    chosen = set(seeing)
    return [role for role in role_service.roles(session) if role["id"] in chosen] or [
        {"id": None, "label": {}}
    ]


def _given_to(
    given: Iterable[Assignment], role: str | None, profiles: Mapping[str, Document]
) -> frozenset[str]:
    found = {
        one.profile for one in given if one.kind == "everyone" or (one.kind == "role" and one.target == role)
    }
    return frozenset(found & profiles.keys())


def _wire(gap: Gap, published: Model) -> dict[str, Any]:
    known = published.entities.get(gap.entity) if gap.entity is not None else None
    mendable = known is not None and (gap.field is None or gap.field in known.fields)
    told = gap.finding.wire()
    return {
        "path": told["path"],
        "problem": told["problem"],
        "entity": gap.entity,
        "field": gap.field,
        "mendable": mendable,
    }

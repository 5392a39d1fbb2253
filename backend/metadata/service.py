"""The published metadata: the current version and every earlier one, and a user's share of it.

What a version holds never changes, so each is read once by a process and shared between
threads. Designs are :mod:`backend.metadata.designs`; publishing is
:mod:`backend.metadata.publish`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, ScalarSelect, select
from sqlalchemy.orm import Session

from backend.accounts.service import organisation
from backend.accounts.user import User
from backend.database.database import READ_ONLY
from backend.errors import NotFound
from backend.metadata.assignments import assignments, given_to
from backend.metadata.documents import whole
from backend.metadata.effective import effective_document, key_of
from backend.metadata.model import Document, Entity, Model
from backend.metadata.models import ModelVersion, ProfileVersion, Publication, WorkspaceVersion
from backend.metadata.profiles import united
from backend.metadata.versions import Columns, columns_of
from backend.protocol.model import Model as ModelShape
from backend.protocol.workspaces import Workspace

REMEMBERED = 32
UNIONS_REMEMBERED = 256
KEYS_REMEMBERED = 512


@dataclass(frozen=True)
class Metadata:
    """Everything that is published at one metadata version."""

    version: int
    model: Model
    model_document: Document
    workspaces: Mapping[str, Document]
    profiles: Mapping[str, Document]
    mark: str = ""
    """Tells this publication from every other one; what follows from it may be remembered by it."""

    @property
    def columns(self) -> Columns:
        """The columns of retyped fields."""
        return columns_of(self.model)

    @cached_property
    def profiled_entities(self) -> frozenset[str]:
        """The entities that any profile speaks of."""
        return frozenset(part["id"] for profile in self.profiles.values() for part in profile["entities"])

    def entity(self, entity: str) -> Entity:
        """Return an entity of the model.

        :raises NotFound: ``unknown-entity``
        """
        return self.model.entity(entity)

    def action(self, workspace: str, action: str) -> Document:
        """Return an action of a workspace.

        :raises NotFound: ``unknown-action``
        """
        document = self.workspaces.get(workspace)
        for found in document["actions"] if document is not None else ():
            if found["id"] == action:
                return dict(found)
        raise NotFound("unknown-action", workspace=workspace, action=action)


NOTHING = Metadata(
    version=0,
    model=Model(0, MappingProxyType({})),
    model_document=MappingProxyType({"version": 0, "entities": []}),
    workspaces=MappingProxyType({}),
    profiles=MappingProxyType({}),
)
"""What there is before the first publication."""

_known: dict[str, Metadata] = {}
_unions: dict[tuple[str, tuple[str, ...], frozenset[str]], Document] = {}
_keys: dict[tuple[Any, ...], tuple[Document, str]] = {}


_HELD = "publication"
_publication = Publication.__table__
_newest = select(_publication.c.version, _publication.c.mark).order_by(_publication.c.version.desc()).limit(1)


def publication_mark() -> ScalarSelect[str]:
    """Return the expression of the newest publication's mark; NULL before the first."""
    query = select(_publication.c.mark).order_by(_publication.c.version.desc()).limit(1)
    return query.scalar_subquery()


def current_version(session: Session) -> int:
    """Return the newest metadata version; 0 before the first publication."""
    found = _first(session)
    return 0 if found is None else found.version


def current(session: Session) -> Metadata:
    """Return what is published now."""
    found = _first(session)
    return marked(session, None if found is None else found.mark)


def marked(session: Session, mark: str | None) -> Metadata:
    """Return the publication with a mark that this transaction has read; None: there is none yet.

    Found by its mark and not its number: a number that was rolled back is given again. Dictionary
    operations are atomic and reading twice does no harm. No lock: this runs on native threads, and gevent's
    patched locks never wake a waiter there.
    """
    if mark is None:
        return NOTHING
    known = _known.pop(mark, None)
    if known is None:
        known = _read(session, session.scalars(select(Publication).where(Publication.mark == mark)).one())
    _known[mark] = known
    for oldest in list(_known)[:-REMEMBERED]:
        _known.pop(oldest, None)
    return known


def at(session: Session, version: int) -> Metadata:
    """Return what was published at a metadata version.

    :raises NotFound: ``unknown-metadata-version``
    """
    # Beyond what the column holds there is none, and PostgreSQL would not even look.
    found = session.get(Publication, version) if 0 < version < 2**31 else None
    if found is None:
        raise NotFound("unknown-metadata-version", version=version)
    # The session forgets what nobody holds, and the changes of a push ask for the same one.
    session.info[_HELD] = found
    return marked(session, found.mark)


def effective(session: Session, user: User, version: int | None = None) -> dict[str, Any]:
    """Return the document that the user's device works by, at the current or an earlier version.

    An earlier version is seen with the user's rights of today.

    :raises NotFound: ``unknown-metadata-version``
    """
    metadata = current(session) if version is None else at(session, version)
    return _effective(user, metadata, profile_for(session, user, metadata), organisation(session))


def profile_for(session: Session, user: User, metadata: Metadata, *, mark: str | None = None) -> Document:
    """Return the union of the profiles that a user is given now, with its ``key``.

    Entities that he may not read, or that no profile takes along, are absent. ``mark``: the wish
    version's, where the caller has read it already.
    """
    given = tuple(one for one in given_to(user, assignments(session, mark)) if one in metadata.profiles)
    readable = frozenset(entity for entity in metadata.profiled_entities if user.may("read", entity))
    place = (metadata.mark, given, readable)
    known = _unions.get(place)
    if known is None:
        known = united([metadata.profiles[one] for one in given], readable.__contains__)
        if metadata.mark:
            _unions[place] = known
            for oldest in list(_unions)[:-UNIONS_REMEMBERED]:
                _unions.pop(oldest, None)
    return known


def effective_key(session: Session, user: User, version: int | None = None) -> str:
    """Return the hash of the user's effective set: equal keys, nothing to prompt for.

    Roles leave their mark on the present only, so whoever wants to know whether a device should be
    prompted keeps the key of the version that it took (``Device.effective_key``) and compares.

    :raises NotFound: ``unknown-metadata-version``
    """
    return key_for(session, user, current(session) if version is None else at(session, version))


def key_for(session: Session, user: User, metadata: Metadata, *, wishes: str | None = None) -> str:
    """Return the hash of the user's effective set of a publication, from memory where it was made before.

    By all that it follows from: the publication, the profile that he is given, and what his roles come to.
    ``wishes``: the wish version's mark, where the caller has read it already.
    """
    profile = profile_for(session, user, metadata, mark=wishes)
    place = (
        metadata.mark,
        profile["key"],
        user.everything,
        user.workspaces,
        user.privileges,
        user.rights_key,
    )
    known = _keys.pop(place, None)
    if known is None or known[0] is not profile:
        known = profile, key_of(_effective(user, metadata, profile, ""))
    if metadata.mark:
        _keys[place] = known
        for oldest in list(_keys)[:-KEYS_REMEMBERED]:
            _keys.pop(oldest, None)
    return known[1]


def _effective(user: User, metadata: Metadata, profile: Document, named: str) -> dict[str, Any]:
    return effective_document(
        version=metadata.version,
        model=metadata.model,
        model_document=metadata.model_document,
        workspaces=metadata.workspaces,
        profile=profile,
        user=user,
        organisation=named,
    )


def retired_in_model(session: Session) -> list[str]:
    """Return the addresses of model nodes that are never used again."""
    newest = session.scalar(select(ModelVersion).order_by(ModelVersion.version.desc()).limit(1))
    return [] if newest is None else newest.retired


def model_at(session: Session, version: int) -> Model:
    """Return the model at a version of its own that was published."""
    found = session.get_one(ModelVersion, version)
    return Model.of(found.document, found.columns)


def newest_workspace(session: Session, workspace: str) -> WorkspaceVersion | None:
    """Return the newest published version of a workspace."""
    return session.scalar(
        select(WorkspaceVersion)
        .where(WorkspaceVersion.workspace == workspace)
        .order_by(WorkspaceVersion.version.desc())
        .limit(1)
    )


def retired_in_workspace(session: Session, workspace: str) -> list[str]:
    """Return the addresses of nodes of a workspace that are never used again."""
    newest = newest_workspace(session, workspace)
    return [] if newest is None else newest.retired


def publications(session: Session, *, limit: int = 200) -> list[Publication]:
    """Return the publications, newest first."""
    return list(session.scalars(select(Publication).order_by(Publication.version.desc()).limit(limit)))


def _first(session: Session) -> Row[Any, Any] | None:
    if not session.info.get(READ_ONLY):
        session.flush()
    return session.connection().execute(_newest).one_or_none()


def _read(session: Session, publication: Publication) -> Metadata:
    """Read a publication; what was published before a key of the shapes came gets it with its default."""
    model = session.get_one(ModelVersion, publication.model)
    document = whole(ModelShape, model.document)
    workspaces = {
        name: whole(Workspace, session.get_one(WorkspaceVersion, (name, version)).document)
        for name, version in sorted(publication.workspaces.items())
    }
    profiles = {
        name: session.get_one(ProfileVersion, (name, version)).document
        for name, version in sorted(publication.profiles.items())
    }
    return Metadata(
        version=publication.version,
        model=Model.of(document, model.columns),
        model_document=document,
        workspaces=MappingProxyType(workspaces),
        profiles=MappingProxyType(profiles),
        mark=publication.mark,
    )

"""Offline profiles being designed, published, given to people and taken away again.

What is written here reaches no device before it is published; whom a published profile is given to counts
from the next sync on. A profile that nobody has edited since has no design of its own: the published one is
its design.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.errors import Conflict, Invalid, NotFound
from backend.metadata import publish as publishing
from backend.metadata import service
from backend.metadata.assignments import Assignment, assign, of_profile
from backend.metadata.condition_fields import fields_of
from backend.metadata.documents import check_text, same, whole
from backend.metadata.findings import Finding, Findings, errors
from backend.metadata.model import Document
from backend.metadata.models import ProfileDesign
from backend.metadata.named_records import gone_ones, named_records
from backend.metadata.profile_checks import profile_findings
from backend.metadata.profile_people import check_targets, with_names
from backend.metadata.profiles import EVERYONE, NONE, SEVERAL
from backend.metadata.publish import Telling
from backend.metadata.service import Metadata
from backend.protocol.profiles import Profile
from backend.protocol.shape import SLUG

RESERVED = frozenset({SEVERAL, NONE, "assignments", "preview"})
"""Names that mean something else, in a union of profiles or in an address."""


def summaries(session: Session) -> list[dict[str, Any]]:
    """Return a row for each profile, published or not, as the protocol's ``ProfileSummary``, by id."""
    published = service.current(session)
    rows = {row.profile: row for row in session.scalars(select(ProfileDesign))}
    return [
        {
            "id": name,
            "label": document["label"],
            "entities": len(document["entities"]),
            "published_version": _published_version(published, name),
            "changed": not _as_published(document, published.profiles.get(name)),
            "assignments": with_names(session, of_profile(session, name)),
        }
        for name in sorted({*rows, *published.profiles})
        for document in [rows[name].document if name in rows else published.profiles[name]]
    ]


def design(session: Session, profile: str) -> dict[str, Any]:
    """Return a profile's design, as :class:`backend.protocol.designs.ProfileDesign`, with what checks find.

    :raises NotFound: ``unknown-profile``
    """
    published = service.current(session)
    row = _row(session, profile)
    document = row.document if row is not None else published.profiles.get(profile)
    if document is None:
        raise NotFound("unknown-profile", profile=profile)
    return {
        "profile": whole(Profile, document),
        "revision": row.revision if row is not None else 0,
        "published_version": _published_version(published, profile),
        "changed": not _as_published(document, published.profiles.get(profile)),
        "assignments": with_names(session, of_profile(session, profile)),
        "findings": [finding.wire() for finding in _findings(session, whole(Profile, document), published)],
    }


def write(
    session: Session, user: User, profile: str, document: Document, *, revision: int, now: dt.datetime
) -> dict[str, Any]:
    """Write a profile's design whole, a new one too, and return it. ``revision``: the one it stands on, or 0.

    :raises Conflict: ``design-moved``: somebody else wrote it since
    :raises Invalid: the first error of the checks, with its place; ``profile-reserved-id``
    :raises Malformed: it has not the shape of a profile
    """
    if profile in RESERVED:
        raise Invalid("profile-reserved-id", field="id", id=profile)
    publishing.lock(session)
    published = service.current(session)
    row = _row(session, profile, lock=True)
    if revision != (row.revision if row is not None else 0):
        raise Conflict("design-moved", revision=row.revision if row is not None else 0)
    version = _published_version(published, profile)
    written = whole(Profile, {**document, "id": profile, "version": version})
    found = errors(_findings(session, written, published))
    if found:
        raise found[0].refusal(Invalid, others=len(found) - 1)
    if row is None:
        row = ProfileDesign(profile=profile, revision=0)
        session.add(row)
    row.document = written
    row.revision += 1
    row.edited_at, row.edited_by = now, user.person
    session.flush()
    return design(session, profile)


def publish(session: Session, user: User, profile: str, publication: Document, *, now: dt.datetime) -> int:
    """Publish a profile's design and return the metadata version.

    ``publication`` has the attributes of :class:`backend.protocol.designs.ProfilePublication`.

    :raises NotFound: ``unknown-profile``
    :raises Conflict: ``design-moved``: it is not the revision that was looked at
    :raises Invalid: the first error of the checks, with its place
    """
    check_text(publication["note"])
    publishing.lock(session)
    row = _row(session, profile, lock=True)
    document = row.document if row is not None else service.current(session).profiles.get(profile)
    if document is None:
        raise NotFound("unknown-profile", profile=profile)
    if publication["revision"] != (row.revision if row is not None else 0):
        raise Conflict("design-moved", revision=row.revision if row is not None else 0)
    telling = Telling(user=user, now=now, note=publication["note"], urgency=publication["urgency"])
    version = publishing.publish_profile(session, document, telling)
    if row is not None:
        number = _published_version(service.current(session), profile)
        row.document = {**row.document, "version": number}
        session.flush()
    return version


def remove(session: Session, user: User, profile: str, *, now: dt.datetime) -> None:
    """Take a profile away: from all to whom it is given, from what is published, and its design.

    :raises NotFound: ``unknown-profile``
    :raises Conflict: ``profile-of-everyone``: it is the product's own, and grows with what is published
    """
    publishing.lock(session)
    row = _row(session, profile, lock=True)
    published = profile in service.current(session).profiles
    if row is None and not published:
        raise NotFound("unknown-profile", profile=profile)
    if profile == EVERYONE:
        raise Conflict("profile-of-everyone")
    assign(session, profile, [])
    if row is not None:
        session.delete(row)
    if published:
        publishing.withdraw_profile(session, profile, Telling(user=user, now=now, urgency="silent"))
    session.flush()


def give(
    session: Session, user: User, profile: str, to: Sequence[Document], *, now: dt.datetime
) -> dict[str, Any]:
    """Give a profile to exactly these roles, teams and people, and return its design.

    Where it is published that takes the next metadata version, so that devices learn of it.

    :raises NotFound: ``unknown-profile``
    :raises Invalid: ``profile-unknown-target``, with the place of a role, team or person that is not there
    """
    publishing.lock(session)
    published = service.current(session)
    if profile not in published.profiles and _row(session, profile) is None:
        raise NotFound("unknown-profile", profile=profile)
    targets = [Assignment(profile, one["kind"], one["target"] or "") for one in to]
    check_targets(session, targets)
    if assign(session, profile, targets) and profile in published.profiles:
        publishing.renew(session, Telling(user=user, now=now, urgency="silent"))
    return design(session, profile)


def _row(session: Session, profile: str, *, lock: bool = False) -> ProfileDesign | None:
    if re.match(SLUG, profile) is None:
        raise NotFound("unknown-profile", profile=profile)
    return session.get(ProfileDesign, profile, with_for_update=True if lock else None, populate_existing=lock)


def _published_version(published: Metadata, profile: str) -> int:
    known = published.profiles.get(profile)
    return 0 if known is None else int(known["version"])


def _as_published(document: Document, published: Document | None) -> bool:
    return published is not None and same({**document, "version": 0}, {**published, "version": 0})


def _findings(session: Session, document: Document, published: Metadata) -> list[Finding]:
    others = [other for name, other in published.profiles.items() if name != document["id"]]
    found = profile_findings(document, published.model, beside=others)
    return found if errors(found) else [*found, *_gone(session, document, published)]


def _gone(session: Session, document: Document, published: Metadata) -> list[Finding]:
    """Return a warning for each record that a condition names and that is not there."""
    found = Findings("profile")
    fields = fields_of(published.model)
    for part in document["entities"]:
        for number, rule in enumerate(part["rules"]):
            if rule["kind"] != "custom":
                continue
            named = named_records(rule["condition"], part["id"], fields)
            for one in gone_ones(session, named):
                place = ("entities", part["id"], "rules", str(number), "condition", *one.place.split("."))
                found.warning(place, "profile-gone-record", entity=one.entities[-1])
    return found.all

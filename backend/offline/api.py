"""What people wish to have offline, over HTTP: filters, recent records, what they keep, and the preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, needs, signed_in, utc_now
from backend.accounts.user import User
from backend.errors import Malformed
from backend.metadata import service
from backend.offline import filter_edits, preview, recent, shown, trial
from backend.protocol.designs import (
    FilterPreview,
    FilterTrial,
    FilterWrite,
    OpenedRecords,
    OrganisationFilter,
    OrganisationFilterWrite,
    PersonalFilter,
    PreviewedProfile,
)
from backend.protocol.standing import Kept
from backend.records.filtered import PULL_SECONDS, read_filtered
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

blueprint = Blueprint("offline", __name__, url_prefix="/api/v1")


@blueprint.get("/filters")
@signed_in
@speaks(gives=PersonalFilter, many=True)
def list_filters() -> Any:
    """Return the filters that count for the person: the organisation's first, then his own."""
    user = current_user()
    found = installation().database.read(lambda session: shown.filters(session, user))
    return [_told(one) for one in found]


@blueprint.post("/filters")
@signed_in
@speaks(takes=FilterWrite, gives=PersonalFilter, status=201)
def create_filter(body: dict[str, Any]) -> Any:
    """Make a filter of one's own."""
    user, now = current_user(), utc_now()
    _try(user, lambda session: trial.try_written(session, user, None, body, now=now))

    def work(session: Session) -> dict[str, Any]:
        model = service.current(session).model
        return shown.one(session, user, filter_edits.create(session, user, model, body, now=now))

    return _told(installation().database.write(work))


@blueprint.put("/filters/<filter_id>")
@signed_in
@speaks(takes=FilterWrite, gives=PersonalFilter)
def change_filter(filter_id: str, body: dict[str, Any]) -> Any:
    """Write a filter of one's own whole."""
    user, now = current_user(), utc_now()
    _try(user, lambda session: trial.try_written(session, user, filter_id, body, now=now))

    def work(session: Session) -> dict[str, Any]:
        model = service.current(session).model
        return shown.one(session, user, filter_edits.change(session, user, model, filter_id, body, now=now))

    return _told(installation().database.write(work))


@blueprint.delete("/filters/<filter_id>")
@signed_in
@speaks()
def remove_filter(filter_id: str) -> None:
    """Delete a filter of one's own."""
    user, now = current_user(), utc_now()
    installation().database.write(lambda session: filter_edits.remove(session, user, filter_id, now=now))


@blueprint.post("/filters/<filter_id>/copy")
@signed_in
@speaks(gives=PersonalFilter, status=201)
def copy_filter(filter_id: str) -> Any:
    """Save a filter as another one of one's own."""
    user, now = current_user(), utc_now()

    def work(session: Session) -> dict[str, Any]:
        model = service.current(session).model
        return shown.one(session, user, filter_edits.copy(session, user, model, filter_id, now=now))

    return _told(installation().database.write(work))


@blueprint.post("/filters/<filter_id>/activate")
@signed_in
@speaks(gives=PersonalFilter)
def activate_filter(filter_id: str) -> Any:
    """Let a filter of one's own bring its records with the next sync."""
    return _set_active(filter_id, active=True)


@blueprint.post("/filters/<filter_id>/deactivate")
@signed_in
@speaks(gives=PersonalFilter)
def deactivate_filter(filter_id: str) -> Any:
    """Let a filter of one's own bring nothing any more."""
    return _set_active(filter_id, active=False)


@blueprint.post("/filters/reset")
@signed_in
@speaks(gives=PersonalFilter, many=True)
def reset_filters() -> Any:
    """Go back to the organisation's filters in place of one's own, and return them."""
    user = current_user()

    def work(session: Session) -> list[dict[str, Any]]:
        filter_edits.reset(session, user)
        return shown.filters(session, user)

    return [_told(one) for one in installation().database.write(work)]


@blueprint.post("/filters/preview")
@signed_in
@speaks(takes=FilterTrial, gives=FilterPreview)
def preview_filter(body: dict[str, Any]) -> Any:
    """Return what a filter would bring, without saving it."""
    user, now = current_user(), utc_now()
    return read_filtered(
        installation().database,
        user.person,
        lambda session: preview.of_filter(session, user, body["entity"], body["condition"], now=now),
        field="condition",
    )


@blueprint.get("/organisation-filters")
@needs("administer")
@speaks(gives=OrganisationFilter, many=True)
def list_organisation_filters() -> Any:
    """Return the organisation's filters: those that apply to all, and what people begin with."""
    return [_told(one) for one in installation().database.read(shown.organisation)]


@blueprint.post("/organisation-filters")
@needs("administer")
@speaks(takes=OrganisationFilterWrite, gives=OrganisationFilter, status=201)
def create_organisation_filter(body: dict[str, Any]) -> Any:
    """Make a filter of the organisation's."""
    return _write_organisation_filter(None, body)


@blueprint.put("/organisation-filters/<filter_id>")
@needs("administer")
@speaks(takes=OrganisationFilterWrite, gives=OrganisationFilter)
def change_organisation_filter(filter_id: str, body: dict[str, Any]) -> Any:
    """Write a filter of the organisation's whole."""
    return _write_organisation_filter(filter_id, body)


@blueprint.delete("/organisation-filters/<filter_id>")
@needs("administer")
@speaks()
def remove_organisation_filter(filter_id: str) -> None:
    """Delete a filter of the organisation's."""
    installation().database.write(lambda session: filter_edits.remove_organisation_filter(session, filter_id))


@blueprint.post("/recent")
@signed_in
@speaks(takes=OpenedRecords)
def note_recent(body: dict[str, Any]) -> None:
    """Note that records were opened on a device of the person's, so that they stay readable there."""
    user, now = current_user(), utc_now()
    installation().database.write(
        lambda session: recent.opened(session, user, body["device"], body["records"], now=now)
    )


@blueprint.get("/kept")
@signed_in
@speaks(gives=Kept, many=True)
def list_kept() -> Any:
    """Return the records that the person has pinned or follows, and may read."""
    user, now = current_user(), utc_now()
    return installation().database.read(lambda session: shown.kept_records(session, user, now=now))


@blueprint.get("/profiles/preview")
@needs("administer")
@speaks(gives=PreviewedProfile)
def preview_profile() -> Any:
    """Return what a device of ``?person=`` would hold now: records and bytes of each entity."""
    person, now = request.args.get("person"), utc_now()
    if not person:
        raise Malformed("malformed-at", field="person", place="person", reason="Missing.")
    # What all of somebody's filters and rules bring takes as long as his phone may wait for it.
    return read_filtered(
        installation().database,
        current_user().person,
        lambda session: preview.as_person(session, person, now=now),
        seconds=PULL_SECONDS,
    )


def _try(user: User, work: Callable[[Session], None]) -> None:
    read_filtered(installation().database, user.person, work, field="condition")


def _set_active(filter_id: str, *, active: bool) -> Any:
    user, now = current_user(), utc_now()
    if active:
        _try(user, lambda session: trial.try_activated(session, user, filter_id, now=now))

    def work(session: Session) -> dict[str, Any]:
        found = filter_edits.set_active(session, user, filter_id, active=active, now=now)
        return shown.one(session, user, found)

    return _told(installation().database.write(work))


def _write_organisation_filter(filter_id: str | None, body: dict[str, Any]) -> Any:
    now = utc_now()
    _try(current_user(), lambda session: trial.try_of_organisation(session, body, now=now))

    def work(session: Session) -> dict[str, Any]:
        model = service.current(session).model
        found = filter_edits.write_organisation_filter(session, model, body, filter_id=filter_id, now=now)
        return shown.one_of_organisation(session, found)

    return _told(installation().database.write(work))


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """Return a filter with sentences, in the language of the request, beside its problems."""
    catalogue, language = installation().catalogue, request_language()
    problems = [{**one, **catalogue.describe(language, one)} for one in document["problems"]]
    return {**document, "problems": problems}

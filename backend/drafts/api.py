"""Drafts over HTTP, for the devices of their writer and nobody else."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request

from backend.accounts.guard import current_user, signed_in, utc_now
from backend.drafts import files, service
from backend.errors import PreconditionFailed, PreconditionRequired
from backend.protocol.drafts import DraftPage, DraftsAsked, DraftWrite, KeptDraft
from backend.records.api.shapes import record_id
from backend.records.blob_store import ANY_FILE
from backend.web.installation import installation
from backend.web.speaks import speaks

blueprint = Blueprint("drafts", __name__, url_prefix="/api/v1/drafts")

_REVISION = re.compile(r'(?:W/)?"?(\d{1,15})"?')


@blueprint.get("")
@signed_in
@speaks(query=DraftsAsked, gives=DraftPage)
def list_drafts(query: dict[str, Any]) -> Any:
    """Return one's own drafts that were written or went after ``?since=``."""
    user, seal = current_user(), installation().seal
    return installation().database.read(lambda session: service.since(session, user, query["since"], seal))


@blueprint.put("/<draft>")
@signed_in
@speaks(takes=DraftWrite, gives=KeptDraft, headers=("If-Match",))
def keep_draft(draft: str, body: dict[str, Any]) -> Any:
    """Keep a draft of one's own; If-Match names the revision that the device has, 0 for a new one."""
    user, now, seal, name, seen = current_user(), utc_now(), installation().seal, record_id(draft), _seen()
    return installation().database.write(
        lambda session: service.keep(session, user, name, body["content"], seen=seen, seal=seal, now=now)
    )


@blueprint.delete("/<draft>")
@signed_in
@speaks(headers=("If-Match",))
def remove_draft(draft: str) -> None:
    """Let a draft of one's own go, on all devices."""
    user, now, name, seen = current_user(), utc_now(), record_id(draft), _seen()
    installation().database.write(lambda session: service.remove(session, user, name, seen=seen, now=now))


@blueprint.put("/<draft>/files/<blob>")
@signed_in
@speaks()
def keep_file(draft: str, blob: str) -> None:
    """Keep a photo or file of a draft of one's own, as its phone packs it."""
    user, content, seal = current_user(), request.get_data(cache=False), installation().seal
    name, file = record_id(draft), record_id(blob)
    installation().database.write(lambda session: files.keep(session, user, name, file, content, seal=seal))


@blueprint.get("/<draft>/files/<blob>")
@signed_in
@speaks(media=(ANY_FILE,))
def read_file(draft: str, blob: str) -> Response:
    """Send a photo or file of a draft of one's own, as its phone has packed it."""
    user, seal, name, file = current_user(), installation().seal, record_id(draft), record_id(blob)
    content = installation().database.read(lambda session: files.read(session, user, name, file, seal))
    return Response(content, mimetype=ANY_FILE, headers={"Cache-Control": "no-store"})


def _seen() -> int:
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired("precondition-required")
    found = _REVISION.fullmatch(header.strip())
    if found is None:
        raise PreconditionFailed("draft-moved", revision=None)
    return int(found[1])

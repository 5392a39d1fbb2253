"""One act of a REST caller, applied as a change of its own and answered at once.

What refuses it is raised as it is told, under the status that fits. The version of a record that he saw
travels as its ETag.
"""

from __future__ import annotations

import re
import uuid
from contextlib import suppress
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.guard import current_user, utc_now
from backend.accounts.user import User
from backend.errors import (
    AppError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    PreconditionFailed,
    PreconditionRequired,
)
from backend.metadata import service as publications
from backend.metadata.service import Metadata
from backend.records import read, stream
from backend.records.acts import Act
from backend.records.apply import apply
from backend.records.models import record
from backend.records.reach import allowed
from backend.web.installation import installation

Document = dict[str, Any]

_ETAG = re.compile(r'(?:W/)?"([0-9]{1,9})"')
_ERRORS: dict[str, type[AppError]] = {
    "field-forbidden": Forbidden,
    "forbidden": Forbidden,
    "record-not-found": NotFound,
    "record-exists": Conflict,
    "value-not-unique": Conflict,
    "still-referenced": Conflict,
    "step-not-allowed": Conflict,
}


def version_seen() -> int:
    """Return the version that ``If-Match`` names.

    :raises PreconditionRequired: there is none
    :raises PreconditionFailed: it names no version
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired("precondition-required")
    found = _ETAG.fullmatch(header.strip())
    if found is None:
        raise PreconditionFailed("precondition-failed", version=None)
    return int(found[1])


def tagged(document: Document) -> tuple[Document, dict[str, str]]:
    """Return a record with its version as ETag."""
    return document, {"ETag": f'"{document["version"]}"'}


def write_act(act: Act, *, seen: int | None = None, shown: bool = False) -> Document:
    """Apply one act as a change and return the record as it then is, if it is to be shown, with its remarks.

    A person who may write it and not read it, or no longer, gets the bare record back.
    """
    user, now = current_user(), utc_now()

    def work(session: Session) -> Document:
        metadata = publications.current(session)
        if seen is not None:
            _check_version(session, metadata, user, act, seen)
        change = {
            "id": str(uuid.uuid4()),
            "metadata_version": metadata.version,
            "made_at": None,
            "acts": [act],
        }
        (outcome,) = apply(session, user, [change], metadata=metadata, now=now)
        _raise_refusal(outcome)
        if not shown:
            return {}
        said = {"remarks": outcome["remarks"]} if "remarks" in outcome else {}
        place = (act["entity"], act["record"])
        with suppress(NotFound):
            return {**read.get(session, metadata, user, *place), **said}
        version = outcome["records"][0]["version"]
        return {
            "id": place[1],
            "entity": place[0],
            "version": version,
            "values": {},
            "modified_at": "",
            "may": [],
            **said,
        }

    return installation().database.write(work)


def _check_version(session: Session, metadata: Metadata, user: User, act: Act, seen: int) -> None:
    """Compare the version seen under the lock, so that nothing comes between this and the write.

    :raises PreconditionFailed: ``precondition-failed`` with the version that there is
    """
    stream.lock(session)
    place = act["entity"], act["record"]
    if act["kind"] == "resolve":
        version = _version_even_gone(session, metadata, user, *place)
    else:
        version = read.get(session, metadata, user, *place)["version"]
    if version != seen:
        raise PreconditionFailed("precondition-failed", version=version)


def _version_even_gone(session: Session, metadata: Metadata, user: User, entity: str, identity: str) -> int:
    """Return the version of a record that may be deleted.

    :raises NotFound: ``not-found``: the user may not read it, or there is none
    """
    read.readable(metadata, user, entity)
    mine = allowed(session, user, "read", metadata.model, entity, [identity])
    query = select(record.c.version).where(record.c.entity == entity, record.c.id.in_(mine))
    version = session.scalar(query)
    if version is None:
        raise NotFound("not-found")
    return int(version)


def _raise_refusal(outcome: Document) -> None:
    problem = outcome["problem"]
    if outcome["status"] != "rejected" or problem is None:
        return
    raised = _ERRORS.get(problem["code"], Invalid)(problem["code"], field=problem.get("field"))
    raised.arguments = problem["arguments"]
    raise raised

"""Why a person can, or cannot, see a record, over HTTP for administrators."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts import directory, roles, sessions
from backend.accounts.guard import current_user, needs, utc_now
from backend.accounts.models import Account
from backend.metadata import service
from backend.offline.explain import explain as explain_scope
from backend.protocol.metadata import OPERATIONS
from backend.protocol.rest import Explanation
from backend.protocol.shape import QueryShape, slug, uuid
from backend.records.explain import Fact
from backend.records.explain import explain as explain_rights
from backend.records.filtered import read_filtered
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

Document = dict[str, Any]

blueprint = Blueprint("explain", __name__, url_prefix="/api/v1")


class Question(QueryShape):
    """Whom it is about, and which record."""

    person = uuid(required=True)
    entity = slug(required=True)
    record = uuid(required=True)


@blueprint.get("/rights/explain")
@needs("administer")
@speaks(query=Question, gives=Explanation)
def explain(query: Document) -> Document:
    """Say what a person may do to a record and whether his phone holds it, and why, or why not."""
    now, language = utc_now(), request_language()
    found = read_filtered(
        installation().database,
        current_user().person,
        lambda session: _explained(session, query, language=language, now=now),
    )
    return {**found, "facts": [_told(fact, language) for fact in found["facts"]]}


def _explained(session: Session, query: Document, *, language: str, now: dt.datetime) -> Document:
    directory.person(session, query["person"])
    user = sessions.user_of_person(session, query["person"])
    if user is None:
        has_account = session.scalar(select(Account.id).where(Account.person == query["person"])) is not None
        fact = Fact("read", "no", "account-disabled" if has_account else "account-none")
        nothing = {"may": dict.fromkeys(OPERATIONS, False), "hidden": (), "read_only": ()}
        return {**query, **nothing, "on_phone": False, "facts": [fact]}
    metadata, place = service.current(session), (query["entity"], query["record"])
    held = [one for one in roles.roles(session) if one["id"] in user.roles]
    verdict = explain_rights(session, user, metadata, *place, roles=held, language=language)
    scope = explain_scope(session, user, metadata, *place, now=now, language=language)
    speaks_for = "yes" if scope.inside else "no"
    facts = [*verdict.facts, *(Fact("phone", speaks_for, one.code, one.arguments) for one in scope.facts)]
    return {
        **query,
        "may": verdict.may,
        "hidden": verdict.hidden,
        "read_only": verdict.read_only,
        "on_phone": scope.inside,
        "facts": facts,
    }


def _told(fact: Fact, language: str) -> Document:
    sentence = installation().catalogue.render(language, f"explain.{fact.code}", fact.arguments)
    return {
        "about": fact.about,
        "speaks": fact.speaks,
        "code": fact.code,
        "arguments": dict(fact.arguments),
        "sentence": sentence,
    }

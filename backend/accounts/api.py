"""The session over HTTP: who am I, sign in, sign out, choose a language."""

from __future__ import annotations

import re
import secrets
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, request
from marshmallow import fields, validate

from backend.accounts import guard, passwords, service, sessions
from backend.accounts.attempts import count_attempt, limiter
from backend.accounts.guard import PROFILE_COOKIE, SESSION_COOKIE, current_session, signed_in, utc_now
from backend.accounts.ports import Ports
from backend.errors import Invalid, SignInRequired
from backend.protocol.rest import SessionState, SignIn
from backend.protocol.shape import Shape
from backend.web.fresh import fresh
from backend.web.installation import installation
from backend.web.problems import request_language
from backend.web.speaks import speaks

blueprint = Blueprint("accounts", __name__)
blueprint.before_app_request(guard.check_write)
blueprint.record(lambda state: limiter.init_app(cast(Flask, state.app)))
_EXTENSION = "satchel.accounts"

PROFILE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""


class LanguageChoice(Shape):
    """The language that a person wants to be answered in."""

    language = fields.String(required=True, validate=validate.Length(max=20))


def connect(app: Flask, ports: Ports) -> None:
    """Join the features above to this one."""
    app.extensions[_EXTENSION] = ports
    installation(app).preferred_language = guard.preferred_language


def ports() -> Ports:
    """Return what the application was connected to."""
    return cast(Ports, current_app.extensions[_EXTENSION])


@blueprint.get("/api/v1/session")
@speaks(gives=SessionState)
def show() -> Response:
    """Return who is signed in, if anyone is."""
    return _state(current_session())


@blueprint.post("/api/v1/session")
@speaks(takes=SignIn, gives=SessionState)
def sign_in(body: dict[str, Any]) -> Response:
    """Begin a session."""
    email, password = body["email"], body["password"]
    count_attempt(request.remote_addr or "", email)
    database, now = installation().database, utc_now()
    found = database.read(lambda session: sessions.credentials(session, email))
    if not database.offload(lambda: passwords.matches(found.password_hash, password)):
        raise SignInRequired("sign-in-wrong")
    rehashed = database.offload(lambda: _rehashed(found.password_hash, password))
    profile = _profile()
    token = database.write(
        lambda session: sessions.begin(session, found, profile=profile, now=now, rehashed=rehashed)
    )
    reply = _state(database.read(lambda session: sessions.running(session, token, now=now)))
    _set_cookie(reply, SESSION_COOKIE, token, int(sessions.IDLE.total_seconds()))
    _set_cookie(reply, PROFILE_COOKIE, profile, PROFILE_SECONDS)
    return reply


@blueprint.delete("/api/v1/session")
@signed_in
@speaks(gives=SessionState)
def sign_out() -> Response:
    """End the session. What the browser profile is called stays, so that its device is known again."""
    found = current_session()
    assert found is not None
    installation().database.write(lambda session: sessions.end(session, found.id))
    reply = _state(None)
    reply.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax", secure=_secure())
    return reply


@blueprint.patch("/api/v1/session")
@signed_in
@speaks(takes=LanguageChoice, gives=SessionState)
def choose_language(body: dict[str, Any]) -> Response:
    """Choose the language to be answered in."""
    found = current_session()
    assert found is not None
    language = body["language"]
    known = installation().catalogue.languages
    if language not in known:
        raise Invalid("language-unknown", field="language", known=", ".join(known))
    installation().database.write(lambda session: service.set_language(session, found.user.account, language))
    return _state(found, language=language)


def _profile() -> str:
    known = request.cookies.get(PROFILE_COOKIE, "")
    return known if re.fullmatch(r"[A-Za-z0-9_-]{16,64}", known) else secrets.token_urlsafe(18)


def _rehashed(stored: str | None, password: str) -> str | None:
    outdated = stored is not None and passwords.outdated(stored)
    return passwords.hashed(password) if outdated and len(password) >= passwords.SHORTEST else None


def _state(found: sessions.SignedIn | None, *, language: str | None = None) -> Response:
    user = None if found is None else found.user
    state: dict[str, Any] = {
        "person": user and user.person,
        "name": user and user.name,
        "email": found and found.email,
        "language": language or (user.language if user else request_language()),
        "privileges": sorted(user.privileges) if user else [],
        "csrf": found.csrf if found else "",
        "organisation": installation().database.read(service.organisation),
    }
    return fresh(SessionState().dump(state))


def _set_cookie(reply: Response, name: str, value: str, seconds: int) -> None:
    reply.set_cookie(name, value, max_age=seconds, httponly=True, samesite="Lax", secure=_secure())


def _secure() -> bool:
    return (installation().settings.public_url or "").startswith("https:")

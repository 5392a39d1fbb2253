"""The guard of every view: who is asking, and whether he may.

:func:`signed_in` and :func:`needs` stand above a view; inside it :func:`current_user`
is the user to pass on. :func:`check_write` runs before every request under ``/api``: a
write must carry the session's token, which another site cannot know.

A browser has one session for all its windows. A page that was opened for one person says
so with what it asks, and is answered as him or not at all: when somebody else has signed
in meanwhile, it is as if nobody had.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import g, request

from backend.accounts import sessions
from backend.accounts.sessions import SignedIn
from backend.accounts.user import User
from backend.errors import Forbidden, SignInRequired
from backend.web.installation import installation

P = ParamSpec("P")
R = TypeVar("R")

SESSION_COOKIE = "satchel_session"
PROFILE_COOKIE = "satchel_profile"
CSRF_HEADER = "X-CSRF-Token"
PERSON_HEADER = "X-Satchel-Person"

_LACKING = {"use_app": "use-app", "go_offline": "go-offline"}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_WHO_IS_HERE = frozenset({("GET", "/api/v1/session"), ("POST", "/api/v1/session")})
"""Asked and answered whoever the page was opened for."""
_WITHOUT_SESSION = frozenset({("POST", "/api/v1/session")})
_WHO_ASKS_COMES_LATER = frozenset({"channel.sync_request"})
"""Views that look up who asks in the transaction that answers him: no other one is begun for the guard."""


def utc_now() -> dt.datetime:
    """Return the moment of this request."""
    return dt.datetime.now(dt.UTC)


def current_session() -> SignedIn | None:
    """Return the session of this request; asked of the database once."""
    if "signed_in" not in g:
        token, now = request.cookies.get(SESSION_COOKIE), utc_now()
        database = installation().database
        found = database.read(lambda session: sessions.running(session, token, now=now)) if token else None
        if found is not None and (request.method, request.path) not in _WHO_IS_HERE:
            found = found if found.is_of(request.headers.get(PERSON_HEADER)) else None
        if found is not None and found.stale(now):
            sign_in = found.id
            database.write(lambda session: sessions.seen(session, sign_in, now=now))
        g.signed_in = found
    result: SignedIn | None = g.signed_in
    return result


def current_user() -> User:
    """Return who is asking.

    :raises SignInRequired: ``sign-in-required``
    """
    found = current_session()
    if found is None:
        raise SignInRequired("sign-in-required")
    return found.user


def preferred_language() -> str | None:
    """Return the language that the person of this request has chosen."""
    found: SignedIn | None = g.get("signed_in")
    return None if found is None else found.user.language


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Let a view run for people who are signed in only."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        current_user()
        return view(*args, **kwargs)

    return guarded


def needs(privilege: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view run for holders of a privilege only, one of the protocol's ``PRIVILEGES``."""

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            check_privilege(current_user(), privilege)
            return view(*args, **kwargs)

        return guarded

    return guard


def check_privilege(user: User, privilege: str) -> None:
    """Refuse who lacks a privilege, in words of its own where people meet it in the app.

    :raises Forbidden: ``use-app``, ``go-offline``, or ``forbidden``
    """
    if not user.has(privilege):
        raise Forbidden(_LACKING.get(privilege, "forbidden"))


def check_write() -> None:
    """Refuse a write under ``/api`` that does not come from a page of ours.

    :raises SignInRequired: ``sign-in-required``
    :raises Forbidden: ``csrf`` or ``foreign-origin``
    """
    if request.method in _SAFE or not request.path.startswith("/api/"):
        return
    if not is_own_origin():
        raise Forbidden("foreign-origin")
    if (request.method, request.path) in _WITHOUT_SESSION:
        return
    if not secrets.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), _csrf().encode()):
        # A page that was opened after its sign-in ended has no token, and is to ask for a new sign-in.
        current_user()
        raise Forbidden("csrf")


def _csrf() -> str:
    """Return the token that this write must carry.

    :raises SignInRequired: ``sign-in-required``
    """
    token = request.cookies.get(SESSION_COOKIE)
    if token and request.endpoint in _WHO_ASKS_COMES_LATER:
        known = sessions.known_csrf(token)
        if known is not None:
            return known
    found = current_session()
    if found is None:
        raise SignInRequired("sign-in-required")
    return found.csrf


def is_own_origin() -> bool:
    """Say whether the page that asks is ours: a browser always names its origin with a write or a socket."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return False
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    public = installation().settings.public_url
    try:
        return origin == public or urlsplit(origin).netloc == request.host
    except ValueError:
        return False

"""Sessions of a browser: begun by a password, carried by a cookie, ended by either side or by idleness.

Signing in takes three steps, so that hashing holds up no transaction:
:func:`credentials` in a read, :func:`backend.accounts.passwords.matches` off it,
:func:`begin` in a write. An unknown e-mail, a wrong password and a disabled account
all walk the same way.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from backend.accounts import standing
from backend.accounts.models import Account, SignIn
from backend.accounts.user import User
from backend.errors import SignInRequired
from backend.fields.fold import equal_key
from backend.signals import session_revoked

IDLE = dt.timedelta(days=30)
"""A session that nobody used for so long is over."""

SEEN_EVERY = dt.timedelta(hours=1)
"""How exactly the last use of a session is known: each note of it is a write."""

CSRF_REMEMBERED = 4096

_csrf: dict[str, str] = {}
"""Sign-in → the token that its writes carry, which never changes, not even when the sign-in ends."""
_signed_in = SignIn.__table__
_by_token = (
    standing.query()
    .add_columns(
        _signed_in.c.id.label("sign_in"), _signed_in.c.csrf, _signed_in.c.profile, _signed_in.c.last_seen
    )
    .where(_signed_in.c.id == bindparam("the_sign_in"), _signed_in.c.account == Account.__table__.c.id)
)
_by_person = standing.query().where(Account.__table__.c.person == bindparam("the_person"))
_by_account = standing.query().where(Account.__table__.c.id == bindparam("the_account"))


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with; nothing of it for an e-mail that cannot sign in."""

    account: int | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A running session: who, its public id, and the token that its writes must carry."""

    user: User
    id: str
    csrf: str
    profile: str
    email: str
    last_seen: dt.datetime

    def is_of(self, person: str | None) -> bool:
        """Say whether a page that was opened for a person may speak by it; one that names nobody may."""
        return person is None or person == self.user.person

    def stale(self, now: dt.datetime) -> bool:
        """Say whether its last use should be noted."""
        return now - self.last_seen >= SEEN_EVERY


def email_key(email: str) -> str:
    """Return the form by which e-mail addresses are compared."""
    return equal_key(email.strip())


def credentials(session: Session, email: str) -> Credentials:
    """Return what the password of ``email`` is to be compared with."""
    key = email_key(email)
    # PostgreSQL takes no U+0000, not even to find nothing by it.
    found = None if "\0" in key else session.scalar(select(Account).where(Account.email_key == key))
    if found is None or found.disabled or found.password_hash is None:
        return Credentials(None, None)
    return Credentials(found.id, found.password_hash)


def begin(
    session: Session, proven: Credentials, *, profile: str, now: dt.datetime, rehashed: str | None = None
) -> str:
    """Begin a session for credentials whose password was right, and return its token.

    ``rehashed`` replaces a hash made with weaker settings. Sessions long idle are forgotten here.

    :raises SignInRequired: ``sign-in-wrong``: meanwhile the password changed or the account was disabled
    """
    account = session.get(Account, proven.account) if proven.account is not None else None
    if account is None or account.disabled or account.password_hash != proven.password_hash:
        raise SignInRequired("sign-in-wrong")
    if rehashed is not None:
        account.password_hash = rehashed
    session.execute(delete(SignIn).where(SignIn.last_seen < now - IDLE))
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            id=_hash(token),
            account=account.id,
            csrf=secrets.token_urlsafe(24),
            profile=profile,
            created_at=now,
            last_seen=now,
        )
    )
    session.flush()
    return token


def running(session: Session, token: str, *, now: dt.datetime) -> SignedIn | None:
    """Return the session behind a token, with its user as his roles are now; None when it is over."""
    rows = standing.rows(session, _by_token, {"the_sign_in": _hash(token)})
    if not rows or rows[0].disabled or rows[0].last_seen < now - IDLE:
        return None
    found = rows[0]
    user = standing.user(session, rows)
    _csrf[found.sign_in] = found.csrf
    if len(_csrf) > CSRF_REMEMBERED:
        for oldest in list(_csrf)[:-CSRF_REMEMBERED]:
            _csrf.pop(oldest, None)
    return SignedIn(user, found.sign_in, found.csrf, found.profile, found.email, found.last_seen)


def known_csrf(token: str) -> str | None:
    """Return the token that writes of a session carry, where it is known without asking.

    It says nothing of whether the session is still running.
    """
    return _csrf.get(_hash(token))


def user_of(session: Session, token: str, *, now: dt.datetime) -> User | None:
    """Return the user whose session a token is; None when it is over."""
    found = running(session, token, now=now)
    return None if found is None else found.user


def user_of_person(session: Session, person: str) -> User | None:
    """Return the user that a person is now; None when he has no account, or it is disabled."""
    return _user(session, standing.rows(session, _by_person, {"the_person": person}))


def user_of_account(session: Session, account: int) -> User | None:
    """Return the user that an account is now; None when there is none, or it is disabled."""
    return _user(session, standing.rows(session, _by_account, {"the_account": account}))


def seen(session: Session, sign_in: str, *, now: dt.datetime) -> None:
    """Note that a session was used."""
    found = session.get(SignIn, sign_in)
    if found is not None and found.last_seen < now:
        found.last_seen = now


def end(session: Session, sign_in: str) -> None:
    """End a session."""
    found = session.get(SignIn, sign_in)
    if found is not None:
        session.delete(found)
        session.flush()
        session_revoked.send(session=session, account=found.account, sign_in=sign_in)


def end_all(session: Session, account: int) -> None:
    """End every session of an account."""
    session.execute(delete(SignIn).where(SignIn.account == account))
    session_revoked.send(session=session, account=account, sign_in=None)


def _user(session: Session, rows: standing.Rows) -> User | None:
    return None if not rows or rows[0].disabled else standing.user(session, rows)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""Who is given which offline profile, resolved anew at every sync.

Assignments are few and asked for by every pull, so all of them are remembered by the wish version's
mark (:class:`backend.metadata.models.WishVersion`). A change of team or role needs nothing here: the
user that comes in tells which he is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from backend.accounts.user import User
from backend.database.database import READ_ONLY
from backend.metadata.models import ProfileAssignment, WishVersion

KINDS = ("everyone", "role", "team", "person")

_REMEMBERED = 8
_mark = select(WishVersion.__table__.c.mark).where(WishVersion.__table__.c.no == 1)
_known: dict[str, tuple[Assignment, ...]] = {}


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """A profile given to everyone, or to the role, team or person ``target``."""

    profile: str
    kind: str
    target: str = ""

    def reaches(self, user: User) -> bool:
        """Say whether the user is among those who are given the profile."""
        match self.kind:
            case "everyone":
                return True
            case "role":
                return self.target in user.roles
            case "team":
                return self.target in user.circle.teams
            case "person":
                return self.target == user.person
            case kind:
                raise ValueError(f"no assignment is of the kind {kind!r}")


def wishes_mark(session: Session) -> str:
    """Return the mark of the wish version: equal marks, equal assignments and filters."""
    if not session.info.get(READ_ONLY):
        session.flush()
    return session.connection().execute(_mark).scalar() or ""


def wishes_moved(session: Session) -> None:
    """Give the wish version a new mark: call it after every write to assignments and filters."""
    session.flush()
    moved = update(WishVersion).where(WishVersion.no == 1).values(mark=str(uuid4()))
    if not session.execute(moved.returning(WishVersion.no)).all():
        session.add(WishVersion(no=1, mark=str(uuid4())))
        session.flush()


def assignments(session: Session, mark: str | None = None) -> tuple[Assignment, ...]:
    """Return all assignments in order. ``mark``: the wish version's, where the caller has read it already.

    Remembered only if the mark has not moved while they were read, as it may where a writing transaction
    sees others commit. No lock: reading twice does no harm.
    """
    mark = wishes_mark(session) if mark is None else mark
    known = _known.get(mark)
    if known is not None:
        return known
    rows = session.execute(
        select(ProfileAssignment.profile, ProfileAssignment.kind, ProfileAssignment.target)
    ).all()
    found = tuple(sorted(Assignment(*row) for row in rows))
    if mark and wishes_mark(session) == mark:
        _known[mark] = found
        for oldest in list(_known)[:-_REMEMBERED]:
            _known.pop(oldest, None)
    return found


def given_to(user: User, among: Iterable[Assignment]) -> tuple[str, ...]:
    """Return the profiles that a user is given, by id, each once."""
    return tuple(sorted({one.profile for one in among if one.reaches(user)}))


def assign(session: Session, profile: str, to: Sequence[Assignment]) -> bool:
    """Give a profile to exactly these, and say whether that changed anything."""
    before = set(of_profile(session, profile))
    after = set(to)
    for one in before - after:
        session.execute(
            delete(ProfileAssignment).where(
                ProfileAssignment.profile == profile,
                ProfileAssignment.kind == one.kind,
                ProfileAssignment.target == one.target,
            )
        )
    for one in sorted(after - before):
        session.add(ProfileAssignment(profile=profile, kind=one.kind, target=one.target))
    if before == after:
        return False
    wishes_moved(session)
    return True


def of_profile(session: Session, profile: str) -> list[Assignment]:
    """Return to whom a profile is given."""
    return [one for one in assignments(session) if one.profile == profile]

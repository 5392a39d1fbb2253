"""Who is in which team.

Membership is no field of a record and still a part of the team: whoever is in it reads its records, so a
change of it raises the number of the team's record. That is done by the port ``touch``, right away: from
then on circles are read afresh.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from backend.accounts.models import TeamMember
from backend.accounts.user import User

Touch = Callable[[Session, Iterable[tuple[str, str]], User, dt.datetime], Any]
"""Gives the records at these places (entity, id) new numbers, in the name of somebody, at a moment."""


def members(session: Session, team: str) -> frozenset[str]:
    """Return the people in a team."""
    return frozenset(session.scalars(select(TeamMember.person).where(TeamMember.team == team)))


def set_members(
    session: Session, user: User, team: str, people: Iterable[str], *, touch: Touch, now: dt.datetime
) -> bool:
    """Let exactly these people be in a team, and say whether that changed anything.

    That team and people are there is for the caller to have made sure of.
    """
    before, after = members(session, team), frozenset(people)
    if before == after:
        return False
    _leave(session, [(team, person) for person in before - after])
    _join(session, [(team, person) for person in after - before])
    touch(session, [("team", team)], user, now)
    return True


def set_teams(
    session: Session, user: User, person: str, teams: Iterable[str], *, touch: Touch, now: dt.datetime
) -> bool:
    """Let a person be in exactly these teams, and say whether that changed anything."""
    before = frozenset(session.scalars(select(TeamMember.team).where(TeamMember.person == person)))
    after = frozenset(teams)
    if before == after:
        return False
    _leave(session, [(team, person) for team in before - after])
    _join(session, [(team, person) for team in after - before])
    touch(session, [("team", team) for team in sorted(before ^ after)], user, now)
    return True


def _join(session: Session, pairs: list[tuple[str, str]]) -> None:
    if pairs:
        session.execute(insert(TeamMember), [{"team": team, "person": person} for team, person in pairs])


def _leave(session: Session, pairs: list[tuple[str, str]]) -> None:
    for team, person in pairs:
        session.execute(delete(TeamMember).where(TeamMember.team == team, TeamMember.person == person))

"""What "me", "my team" and "today" mean in a filter of a user's."""

from __future__ import annotations

import datetime as dt

from backend.accounts.user import User
from backend.accounts.zones import zone
from backend.expressions.context import Context


def context_of(user: User, now: dt.datetime) -> Context:
    """Return the context in which the user's filters and rules are evaluated at ``now``."""
    where, circle = zone(user.zone), user.circle
    return Context(
        person=user.person,
        today=now.astimezone(where).date(),
        zone=where,
        now=now,
        teams=circle.teams,
        reports=circle.reports,
        report_teams=circle.report_teams,
        unit=circle.unit,
        language=user.language,
    )

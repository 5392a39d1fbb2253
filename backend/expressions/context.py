"""Who asks and what day it is for him: what "me", "my teams" and "today" mean in a tree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Context:
    """The person and the moment that a tree is evaluated for.

    ``reports`` are all people whose chain of managers leads to him, himself not; ``report_teams`` their
    teams. ``now`` is needed by rules that ask for the moment; without it, it is the day's beginning.
    """

    person: str
    today: dt.date
    zone: dt.tzinfo = dt.UTC
    teams: frozenset[str] = NOBODY
    reports: frozenset[str] = NOBODY
    report_teams: frozenset[str] = NOBODY
    unit: str | None = None
    language: str | None = None
    now: dt.datetime | None = None

    @classmethod
    def at(
        cls,
        person: str,
        now: dt.datetime,
        zone: dt.tzinfo = dt.UTC,
        *,
        teams: frozenset[str] = NOBODY,
        reports: frozenset[str] = NOBODY,
        report_teams: frozenset[str] = NOBODY,
        unit: str | None = None,
        language: str | None = None,
    ) -> Context:
        """Return the context of a moment, its day being the one in ``zone``."""
        today = now.astimezone(zone).date()
        return cls(person, today, zone, teams, reports, report_teams, unit, language, now)

    @property
    def moment(self) -> dt.datetime:
        """The moment at which it is asked."""
        return self.midnight(self.today) if self.now is None else self.now

    @property
    def me_and_teams(self) -> frozenset[str]:
        """The person and his teams."""
        return self.teams | {self.person}

    @property
    def hierarchy(self) -> frozenset[str]:
        """The person and everyone below him."""
        return self.reports | {self.person}

    @property
    def hierarchy_and_teams(self) -> frozenset[str]:
        """The person, everyone below him, and all their teams."""
        return self.hierarchy | self.teams | self.report_teams

    def midnight(self, day: dt.date) -> dt.datetime:
        """Return the moment at which a day begins in the person's zone."""
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)

    def day(self, moment: dt.datetime) -> dt.date | None:
        """Return the day of a moment in the person's zone; None beyond the calendar's first and last day."""
        try:
            return moment.astimezone(self.zone).date()
        except OverflowError:
            return None

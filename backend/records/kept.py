"""What a person keeps: records pinned or followed, on all his devices until he lets go of them.

To let go asks nobody and tells nothing: it is answered alike for a record that he kept, one that he may no
longer read, and one that there never was.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from backend.records.models import kept
from backend.records.work import Origin, Work


def ways_kept(session: Session, person: str, entity: str, identity: str) -> set[str]:
    """Return how the person keeps a record: pinned, followed, both or not at all."""
    query = select(kept.c.how).where(
        kept.c.person == person, kept.c.entity == entity, kept.c.record == identity
    )
    return set(session.execute(query).scalars())


def write_kept(session: Session, works: Iterable[Work], origin: Origin) -> None:
    """Write what the works keep and let go of."""
    for work in works:
        new = [how for how, on in work.keeps.items() if on]
        if new:
            place = dict(zip(("entity", "record"), work.place, strict=True))
            mine = {"person": origin.user.person, "at": origin.now, **place}
            session.execute(insert(kept), [{**mine, "how": how} for how in new])
        let_go(session, origin, *work.place, [how for how, on in work.keeps.items() if not on])


def let_go(session: Session, origin: Origin, entity: str, identity: str, ways: Iterable[str]) -> None:
    """Keep a record in these ways no longer."""
    over = list(ways)
    if over:
        mine = (kept.c.person == origin.user.person, kept.c.entity == entity, kept.c.record == identity)
        session.execute(delete(kept).where(*mine, kept.c.how.in_(over)))

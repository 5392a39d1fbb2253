"""The people and teams that a change names: new owners, and those with whom a record is shared.

They must be there, and the user must be able to read them; himself and his teams he may name anyway. Somebody
whose account is shut gets no records. Nobody shares more than he may do himself, nor takes back what he could
not have given, unless it was he who gave it, or the record is his or his team's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.accounts.models import Account
from backend.accounts.user import User
from backend.errors import Forbidden
from backend.metadata.model import Model
from backend.records.models import record
from backend.records.reach import allowed, operations_on
from backend.records.work import Work

OWNERS = ("person", "team")
"""The entities whose records may own others."""


def check_people(session: Session, works: Iterable[Work], model: Model, user: User) -> None:
    """Refuse an owner or a companion that may not be named, and a share of what is not the user's to give.

    :raises Invalid: ``person-or-team-not-found``
    :raises Forbidden: ``forbidden``
    """
    works = list(works)
    named = [(work, place, person) for work in works for place, person in _named(work)]
    known = _that_may_be_named(session, {person for _, _, person in named}, model, user) if named else set()
    for work, place, person in named:
        if person not in known:
            raise work.intent.refusal("person-or-team-not-found", field=place)
    for work in works:
        if work.shares:
            _check_shares(session, work, user)


def _named(work: Work) -> Iterator[tuple[str, str]]:
    if work.owner is not None and work.intent.assigned == work.owner:
        yield "owner", work.owner
    yield from (("with", grantee) for grantee, may in work.shares.items() if may)


def _that_may_be_named(session: Session, ids: set[str], model: Model, user: User) -> set[str]:
    query = select(record.c.entity, record.c.id).where(
        record.c.entity.in_(OWNERS), record.c.id.in_(sorted(ids)), record.c.gone.is_(False)
    )
    by_entity: defaultdict[str, set[str]] = defaultdict(set)
    for entity, identity in session.execute(query):
        by_entity[entity].add(identity)
    own = {user.person, *user.circle.teams}
    found = set()
    for entity, there in by_entity.items():
        seen = allowed(session, user, "read", model, entity, there) if user.may("read", entity) else set()
        found |= seen | (there & own)
    shut = select(Account.person).where(Account.person.in_(sorted(ids)), Account.disabled.is_(True))
    return found - set(session.scalars(shut))


def _check_shares(session: Session, work: Work, user: User) -> None:
    mine = set(operations_on(session, user, work.layout.entity, [work.intent.record])[work.intent.record])
    owner = work.sidecar.owner if work.sidecar is not None else None
    owned = owner in {user.person, *user.circle.teams}
    for grantee, may in work.shares.items():
        taken = set(work.shares_before[grantee]) - set(may)
        his = owned or grantee in work.shares_made
        if not set(may) <= mine or not (his or taken <= mine):
            raise Forbidden("forbidden", entity=work.intent.entity, record=work.intent.record)

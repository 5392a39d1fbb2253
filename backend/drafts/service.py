"""Drafts as their owner's devices keep and read them: never applied, never shown to anybody else.

The seal says of whom a draft is; what stands in it is the phone's business and is not looked at.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import orjson
from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from backend.accounts.models import Account
from backend.accounts.user import User
from backend.drafts.models import KeptDraft, KeptDraftFile
from backend.drafts.sealing import Seal
from backend.errors import Conflict, PreconditionFailed, TooLarge

LARGEST: Final = 256 * 1024
"""Bytes of one draft as JSON."""
MOST: Final = 200
"""Drafts of one person."""
REMEMBERED: Final = dt.timedelta(days=90)
"""How long the devices of a person may learn that a draft is gone."""


def since(session: Session, user: User, sequence: int, seal: Seal) -> dict[str, Any]:
    """Return what was written after ``sequence``, in that order, and how far that is."""
    wanted = select(KeptDraft).where(KeptDraft.account == user.account, KeptDraft.sequence > sequence)
    found = session.scalars(wanted.order_by(KeptDraft.sequence)).all()
    return {
        "sequence": max([sequence, *(one.sequence for one in found)]),
        "drafts": [_told(one, seal) for one in found],
    }


def keep(
    session: Session, user: User, draft: str, content: Any, *, seen: int, seal: Seal, now: dt.datetime
) -> dict[str, Any]:
    """Keep a draft whose revision ``seen`` the device has; 0 for one that is new here.

    :raises TooLarge: ``draft-too-large``
    :raises Conflict: ``too-many-drafts``
    :raises PreconditionFailed: ``draft-moved`` with the revision that is here: another device was first
    """
    packed = orjson.dumps(content)
    if len(packed) > LARGEST:
        raise TooLarge("draft-too-large", limit=LARGEST)
    next_sequence = _next(session, user)
    known = _current(session, user, draft, seen)
    if known is None or known.sealed is None:
        _check_room(session, user)
    row = known or KeptDraft(account=user.account, id=draft)
    row.revision, row.sequence, row.at = seen + 1, next_sequence, now
    row.key, row.sealed = seal.close(packed, _about(user.account, draft, row.revision))
    session.add(row)
    session.flush()
    return _told(row, seal)


def remove(session: Session, user: User, draft: str, *, seen: int, now: dt.datetime) -> None:
    """Let a draft go with its files, as it was sent or discarded; one that is not here is gone already.

    :raises PreconditionFailed: ``draft-moved``
    """
    next_sequence = _next(session, user)
    known = session.get(KeptDraft, (user.account, draft))
    if known is None or known.sealed is None:
        return
    _current(session, user, draft, seen)
    known.revision, known.sequence, known.at = known.revision + 1, next_sequence, now
    known.key = known.sealed = None
    session.execute(
        delete(KeptDraftFile).where(KeptDraftFile.account == user.account, KeptDraftFile.draft == draft)
    )
    session.flush()


def forget_gone(session: Session, *, now: dt.datetime) -> None:
    """Forget drafts that went long ago, but for the last of each person: numbers are not given out twice."""
    later = aliased(KeptDraft)
    outdone = exists().where(later.account == KeptDraft.account, later.sequence > KeptDraft.sequence)
    session.execute(
        delete(KeptDraft)
        .where(KeptDraft.sealed.is_(None), KeptDraft.at < now - REMEMBERED, outdone)
        .execution_options(synchronize_session=False)
    )


def _current(session: Session, user: User, draft: str, seen: int) -> KeptDraft | None:
    known = session.get(KeptDraft, (user.account, draft))
    revision = 0 if known is None else known.revision
    if revision != seen:
        raise PreconditionFailed("draft-moved", revision=revision)
    return known


def _next(session: Session, user: User) -> int:
    # Two devices at once: the second waits here, so that nobody reads past a number that is still to come
    session.execute(select(Account.id).where(Account.id == user.account).with_for_update())
    last = select(func.max(KeptDraft.sequence)).where(KeptDraft.account == user.account)
    return (session.scalar(last) or 0) + 1


def _check_room(session: Session, user: User) -> None:
    held = select(func.count()).where(KeptDraft.account == user.account, KeptDraft.sealed.is_not(None))
    if (session.scalar(held) or 0) >= MOST:
        raise Conflict("too-many-drafts", limit=MOST)


def _told(row: KeptDraft, seal: Seal) -> dict[str, Any]:
    content = None
    if row.sealed is not None and row.key is not None:
        opened = seal.open(row.key, row.sealed, _about(row.account, row.id, row.revision))
        content = None if opened is None else orjson.loads(opened)
    return {
        "id": row.id,
        "revision": row.revision,
        "sequence": row.sequence,
        "gone": row.sealed is None,
        "content": content,
    }


def _about(account: int, draft: str, revision: int) -> bytes:
    return f"{account}/{draft}/{revision}".encode()

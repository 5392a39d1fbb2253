"""Photos and files of drafts, sealed like them: each its writer's alone, and gone with its draft.

They wait here for his other devices only. What a record keeps goes up when the draft has become a change.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.accounts.models import Account
from backend.accounts.user import User
from backend.drafts.models import KeptDraft, KeptDraftFile
from backend.drafts.sealing import Seal
from backend.errors import Conflict, NotFound, TooLarge

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of one file."""
ROOM: Final = 100 * 1024 * 1024
"""Bytes of all files of one person."""


def keep(session: Session, user: User, draft: str, file: str, content: bytes, *, seal: Seal) -> None:
    """Keep a file of a draft; one that is here already stays as it is, for a file never changes.

    :raises NotFound: ``not-found``: no such draft of this person is kept
    :raises TooLarge: ``draft-file-too-large``
    :raises Conflict: ``too-many-draft-files``
    """
    if len(content) > LARGEST:
        raise TooLarge("draft-file-too-large", limit=LARGEST)
    # Two devices at once: the second counts what the first has kept
    session.execute(select(Account.id).where(Account.id == user.account).with_for_update())
    known = session.get(KeptDraft, (user.account, draft))
    if known is None or known.sealed is None:
        raise NotFound("not-found")
    if session.get(KeptDraftFile, (user.account, draft, file)):
        return
    held = select(func.sum(KeptDraftFile.size)).where(KeptDraftFile.account == user.account)
    if (session.scalar(held) or 0) + len(content) > ROOM:
        raise Conflict("too-many-draft-files", limit=ROOM)
    key, sealed = seal.close(content, _about(user.account, draft, file))
    place = {"account": user.account, "draft": draft, "id": file}
    session.add(KeptDraftFile(**place, key=key, sealed=sealed, size=len(content)))
    session.flush()


def read(session: Session, user: User, draft: str, file: str, seal: Seal) -> bytes:
    """Return a file of a draft of one's own.

    :raises NotFound: ``not-found``, also where its key is lost
    """
    row = session.get(KeptDraftFile, (user.account, draft, file))
    content = None if row is None else seal.open(row.key, row.sealed, _about(user.account, draft, file))
    if content is None:
        raise NotFound("not-found")
    return content


def _about(account: int, draft: str, file: str) -> bytes:
    return f"{account}/{draft}/file/{file}".encode()

"""What an account comes to at this moment: account, roles and circle, read with one statement.

Every message and every request asks, so nothing is taken for granted: the rows are read each time, and only
what follows from them is remembered, by everything that it follows from. A role that was changed or taken
is another key. What a writing transaction finds is not remembered: it may be rolled back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, Select, Text, cast, select
from sqlalchemy.orm import Session

from backend.accounts import circle
from backend.accounts.models import Account, AccountRole, Organisation, Role
from backend.accounts.roles import user_with
from backend.accounts.user import User
from backend.accounts.zones import DEFAULT
from backend.database.database import READ_ONLY

Rows = Sequence[Row[Any]]
"""One row for each role that an account holds, or one without a role; the same account in all of them."""

REMEMBERED = 1024

_account, _held = Account.__table__, AccountRole.__table__
_role, _organisation = Role.__table__, Organisation.__table__
_known: dict[tuple[Any, ...], User] = {}


def query() -> Select[Any]:
    """Return the query of :data:`Rows`, to be held to one account."""
    return (
        select(
            _account,
            # As text: what is remembered is found by what the documents say.
            cast(_role.c.document, Text).label("role"),
            select(_organisation.c.zone).limit(1).scalar_subquery().label("organisation_zone"),
            select(cast(_organisation.c.experience, Text)).limit(1).scalar_subquery().label("experience"),
            circle.company_key().label("company"),
        )
        .select_from(
            _account.outerjoin(_held, _held.c.account == _account.c.id).outerjoin(
                _role, _role.c.id == _held.c.role
            )
        )
        .order_by(_role.c.id)
    )


def rows(session: Session, statement: Select[Any], place: Mapping[str, Any]) -> Rows:
    """Return what ``statement`` finds now, what this transaction has changed included."""
    if not session.info.get(READ_ONLY):
        session.flush()
    return session.connection().execute(statement, place).all()


def user(session: Session, found: Rows) -> User:
    """Return the user that an account is."""
    account = found[0]
    documents = tuple(row.role for row in found if row.role is not None)
    key = (
        account.id,
        account.person,
        account.name,
        account.language,
        account.zone,
        account.organisation_zone,
        account.experience,
        account.company,
        documents,
    )
    known = _known.pop(key, None)
    if known is None:
        known = user_with(
            account,
            map(orjson.loads, documents),
            circle=circle.company_at(session, account.company).circle(account.person),
            zone=account.organisation_zone or DEFAULT,
            experience=orjson.loads(account.experience) if account.experience else None,
        )
        if not session.info.get(READ_ONLY):
            return known
    _known[key] = known
    if len(_known) > REMEMBERED:
        for oldest in list(_known)[:-REMEMBERED]:
            _known.pop(oldest, None)
    return known

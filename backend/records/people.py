"""The records of people, made where an account is: ``person`` is an entity like any other."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from backend.accounts.user import OFFICE
from backend.errors import Invalid
from backend.metadata import service
from backend.records.bulk import apply_many
from backend.records.identity import new_id


def create_person(session: Session, name: str, email: str) -> str:
    """Make the record of a person and return its id.

    :raises Invalid: the name or the e-mail is not one
    """
    now = dt.datetime.now(dt.UTC)
    identity = new_id(now)
    act = {"kind": "create", "entity": "person", "record": identity, "values": {"name": name, "email": email}}
    (outcome,) = apply_many(session, OFFICE, [act], metadata=service.current(session), now=now)
    problem = outcome["problem"]
    if problem is not None:
        raise Invalid(problem["code"], field=problem.get("field"), **problem["arguments"])
    return identity

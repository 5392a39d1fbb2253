"""Tests of who is told with whom a record is shared."""

from __future__ import annotations

import pytest

from backend.accounts.user import User
from backend.errors import Forbidden, NotFound
from backend.records.shares import shares_for
from tests.backend.records.office import Office, change, rights_of, share, user


@pytest.mark.feature("OUT-09")
@pytest.mark.invariant(14)
def test_with_whom_a_record_is_shared_is_told_to_those_who_may_share_it(office: Office) -> None:
    chief = user("Chief", everything=True)
    own = {"report": rights_of("read edit share", "own")}
    report = office.make("report", name="May")
    cy, dan, eve = (office.hire(user(name, special=own)) for name in ("Cy", "Dan", "Eve"))
    office.apply(change(share("report", report, cy.person, "share")), by=chief)
    office.apply(change(share("report", report, dan.person, "edit")), by=chief)

    def listed(who: User) -> list[tuple[str, list[str]]]:
        found = office.read(lambda s: shares_for(s, office.metadata, who, "report", report))
        return sorted((row["with_"], row["may"]) for row in found)

    told = listed(cy)
    with pytest.raises(Forbidden):
        listed(dan)
    with pytest.raises(NotFound) as unseen:
        listed(eve)

    assert told == sorted([(cy.person, ["read", "share"]), (dan.person, ["read", "edit"])])
    assert unseen.value.problem()["code"] == "not-found"

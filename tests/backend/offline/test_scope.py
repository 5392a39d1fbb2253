"""The one evaluator of what a device may hold."""

from __future__ import annotations

import pytest

from backend.accounts.user import User
from backend.offline.scope import scope
from tests.backend.sync.office import Organisation

PROFILE = {
    "id": "everyone",
    "version": 1,
    "entities": [
        {"id": "place", "rule": {"kind": "all"}},
        {"id": "visit", "rule": {"kind": "mine"}},
    ],
}
EVERY_RIGHT = {"place": frozenset({"read"}), "visit": frozenset({"read"}), "person": frozenset({"read"})}


@pytest.fixture
def office(database: object) -> Organisation:
    return Organisation(database).found()  # type: ignore[arg-type]


@pytest.mark.invariant(14)
def test_scope_is_readable_and_wanted(office: Organisation) -> None:
    ana, bo = office.person("Ana"), office.person("Bo")
    place, gone = office.place("Harbour"), office.place("Gone")
    office.delete(gone)
    hers, his = office.visit(ana), office.visit(bo)

    def seen(entity: str, rights: dict[str, frozenset[str]]) -> set[str]:
        user = User(account=1, person=ana.user.person, name="Ana", rights=rights)
        found = office.database.read(lambda session: session.execute(scope(PROFILE, user, entity)).all())
        return {identity for _, identity in found}

    assert seen("place", EVERY_RIGHT) == {place}
    assert seen("visit", EVERY_RIGHT) == {hers}
    assert his not in seen("visit", EVERY_RIGHT)
    assert seen("place", {"place": frozenset({"edit", "create"})}) == set()
    assert seen("person", EVERY_RIGHT) == set()


def test_a_rule_that_is_not_known_gives_nothing_away() -> None:
    user = User(account=1, person="x", name="Ana", everything=True)
    profile = {"entities": [{"id": "place", "rule": {"kind": "near"}}]}

    with pytest.raises(ValueError, match="near"):
        scope(profile, user, "place")

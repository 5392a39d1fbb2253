"""What a user wants: profiles by role, team and person, filters, kept and recent records; and its key."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.accounts.sessions import user_of_person
from backend.accounts.user import OFFICE
from backend.metadata import profile_designs, service
from backend.offline import filter_edits
from backend.offline.filters import personal_filters
from backend.offline.wanted import wanted_of
from tests.backend.metadata.builders import part
from tests.backend.offline.shop import OPEN, Shop

FILTER = {"entity": "order", "label": {"en": "Open"}, "condition": OPEN, "active": True}


def give(shop: Shop, profile: str, *to: tuple[str, str]) -> None:
    targets = [{"kind": kind, "target": target} for kind, target in to]
    shop.database.write(lambda session: profile_designs.give(session, OFFICE, profile, targets, now=shop.now))


def carried(shop: Shop, who: str, entity: str = "order") -> list[str]:
    """The kinds of rules by which somebody takes an entity along."""
    parts = shop.wanted(who).profile["entities"]
    return [rule["kind"] for one in parts if one["id"] == entity for rule in one["rules"]]


@pytest.mark.feature("DAT-09")
@pytest.mark.feature("L29")
def test_whoever_joins_a_team_works_by_its_profile_from_the_next_sync_on(shop: Shop) -> None:
    shop.publish(part("order", "my_teams"), part("customer"), name="team_work")
    give(shop, "team_work", ("team", shop.team))
    assert carried(shop, "ulla") == ["related"]

    shop.join("ulla")

    assert carried(shop, "ulla") == ["related", "my_teams"]
    assert carried(shop, "bo") == ["related"]
    shop.join()
    assert carried(shop, "ulla") == ["related"]


@pytest.mark.feature("DAT-09")
def test_profiles_come_by_role_and_by_person_too_and_go_again(shop: Shop) -> None:
    shop.publish(part("order", "mine"), name="own")
    give(shop, "own", ("role", "seller"))
    assert [carried(shop, who) for who in ("ulla", "bo")] == [["related", "mine"]] * 2

    give(shop, "own", ("person", shop.people["bo"]))

    assert [carried(shop, who) for who in ("ulla", "bo")] == [["related"], ["related", "mine"]]


@pytest.mark.invariant(14)
def test_an_entity_that_one_may_not_read_is_not_wanted_whatever_the_profile_says(shop: Shop) -> None:
    shop.publish(part("order"), part("vault"))

    assert "vault" not in shop.wanted("ulla").entities
    assert "vault" in shop.wanted("ana").entities
    assert "vault" not in [one["id"] for one in shop.wanted("ulla").profile["entities"]]


@pytest.mark.feature("BEY-09")
@pytest.mark.feature("L35")
def test_a_pin_brings_its_record_to_every_device_of_the_person_and_its_key_stays(shop: Shop) -> None:
    shop.publish(part("customer"))
    order = shop.create("order", "ulla", title="Hers")
    first, second = shop.device("ulla"), shop.device("ulla")
    before = shop.wanted("ulla")

    shop.keep("ulla", "order", order)

    after = shop.wanted("ulla")
    assert (before.key, "order" in before.entities) == (after.key, False)
    assert "order" in after.entities
    assert [shop.scope("ulla", "order", device) for device in (first, second)] == [{order}, {order}]
    shop.keep("ulla", "order", order, on=False)
    assert shop.scope("ulla", "order", first) == set()


@pytest.mark.feature("DAT-11")
def test_following_brings_a_record_and_not_following_lets_it_go(shop: Shop) -> None:
    order = shop.create("order", "ulla", title="Hers")

    shop.keep("ulla", "order", order, "follow")
    assert shop.scope("ulla", "order") == {order}
    shop.keep("ulla", "order", order, "follow", on=False)

    assert shop.scope("ulla", "order") == set()


@pytest.mark.feature("MET-05")
def test_the_key_moves_with_rules_fields_and_filters(shop: Shop) -> None:
    shop.publish(part("order", "mine"), part("customer"))
    keys = [shop.wanted("ulla").key]

    def moved(expected: bool) -> None:
        keys.append(shop.wanted("ulla").key)
        assert (keys[-1] != keys[-2]) == expected

    shop.publish(part("order", "mine", files="all", interval=60), part("customer"), label={"en": "Renamed"})
    moved(False)
    shop.publish(part("order", "my_teams"), part("customer"))
    moved(True)
    shop.publish(part("order", "my_teams", fields=[{"id": "title"}]), part("customer"))
    moved(True)
    user = shop.user("ulla")
    made = shop.database.write(
        lambda session: filter_edits.create(
            session, user, service.current(session).model, FILTER, now=shop.now
        )
    )
    moved(True)
    assert shop.wanted("bo").key == keys[-2], "nobody else's moves"
    shop.database.write(
        lambda session: filter_edits.set_active(session, user, made.id, active=False, now=shop.now)
    )
    moved(True)
    assert keys[-1] == keys[-3]


def test_what_was_rolled_back_is_not_remembered(shop: Shop) -> None:
    user = shop.user("ulla")

    def fails(session: Session) -> None:
        model = service.current(session).model
        filter_edits.create(session, user, model, FILTER, now=shop.now)
        assert personal_filters(session, user.person)
        assert wanted_of(session, user, service.current(session)).personal
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        shop.database.write(fails)

    assert shop.database.read(lambda session: personal_filters(session, user.person)) == ()
    assert not shop.wanted("ulla").personal


def test_wishes_are_read_anew_inside_of_the_transaction_that_moves_them(shop: Shop) -> None:
    def work(session: Session) -> list[int]:
        user = user_of_person(session, shop.people["ulla"])
        assert user is not None
        seen = []
        for _ in range(3):
            seen.append(len(wanted_of(session, user, service.current(session)).personal.get("order", ())))
            model = service.current(session).model
            filter_edits.create(session, user, model, FILTER, now=shop.now)
        return seen

    assert shop.database.write(work) == [0, 1, 2]


def test_a_right_that_is_lost_takes_its_filters_out_of_effect(shop: Shop) -> None:
    user = shop.user("ulla")
    shop.database.write(
        lambda session: filter_edits.create(
            session, user, service.current(session).model, FILTER, now=shop.now
        )
    )
    assert shop.wanted("ulla").personal["order"] == (OPEN,)

    shop.database.write(lambda session: roles.take_role(session, user.account, "seller"))

    assert not shop.wanted("ulla").personal
    assert "order" not in shop.wanted("ulla").entities


@pytest.mark.feature("L35")
def test_a_no_op_needs_three_small_queries(shop: Shop) -> None:
    from sqlalchemy import event

    user = shop.user("ulla")
    shop.wanted("ulla")
    statements: list[str] = []

    def work(session: Session) -> None:
        metadata = service.current(session)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", lambda *given: statements.append(str(given[2])))
        wanted_of(session, user, metadata)

    shop.database.read(work)

    assert len(statements) == 2, statements

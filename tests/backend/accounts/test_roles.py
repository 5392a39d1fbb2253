"""Roles: what their union allows, and which of them see a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts import roles, service, sessions
from backend.accounts.rights import whole_rights
from backend.accounts.user import User
from backend.database import Database
from backend.errors import Conflict, Invalid, NotFound


def role(role_id: str, **more: Any) -> dict[str, Any]:
    return {
        "id": role_id,
        "label": {"en": role_id},
        "entities": {},
        "workspaces": [],
        "privileges": [],
        **more,
    }


def user(database: Database, account: int) -> User:
    found = database.read(lambda session: sessions.user_of_account(session, account))
    assert found is not None
    return found


def test_rights_are_the_union_of_all_roles(database: Database, add_account: Callable[..., int]) -> None:
    def make(session: Any) -> None:
        reads, edits = whole_rights(read="all"), whole_rights(edit="own")
        roles.put_role(session, role("reader", entities={"order": reads}, workspaces=["orders"]))
        roles.put_role(session, role("editor", entities={"order": edits}, privileges=["go_offline"]))

    database.write(make)

    found = user(database, add_account("ada", "reader", "editor"))

    assert found.may("read", "order")
    assert found.may("edit", "order")
    assert (found.depth("read", "order"), found.depth("edit", "order")) == ("all", "own")
    assert not found.may("delete", "order")
    assert not found.may("read", "customer")
    assert found.workspaces == {"orders"}
    assert found.has("go_offline")
    assert not found.has("design")


def test_the_administrator_may_do_everything(database: Database, add_account: Callable[..., int]) -> None:
    found = user(database, add_account("ada", "administrator"))

    assert found.everything
    assert found.depth("delete", "anything") == "all"


def test_a_role_taken_away_is_a_right_lost(database: Database, add_account: Callable[..., int]) -> None:
    reads = {"order": whole_rights(read="own")}
    database.write(lambda session: roles.put_role(session, role("reader", entities=reads)))
    account = add_account("ada", "reader")
    before = user(database, account)

    database.write(lambda session: roles.take_role(session, account, "reader"))

    after = user(database, account)
    assert not after.may("read", "order")
    assert before.scope_parts != after.scope_parts


def test_exactly_the_chosen_roles_see_a_workspace(database: Database) -> None:
    def make(session: Any) -> tuple[bool, bool, list[str]]:
        for name in ("a", "b", "c"):
            roles.put_role(session, role(name, workspaces=["other"]))
        roles.show_workspace(session, "orders", ["a", "b"])
        changed = roles.show_workspace(session, "orders", ["b", "c"])
        again = roles.show_workspace(session, "orders", ["c", "b"])
        return changed, again, roles.roles_that_see(session, "orders")

    changed, again, seeing = database.write(make)

    assert (changed, again) == (True, False)
    assert seeing == ["b", "c"]
    assert database.read(lambda session: roles.roles_that_see(session, "other")) == ["a", "b", "c"]


def test_an_unknown_role_is_refused(database: Database, add_account: Callable[..., int]) -> None:
    account = add_account("ada")

    with pytest.raises(NotFound):
        database.write(lambda session: roles.give_role(session, account, "nobody"))
    with pytest.raises(Invalid) as refusal:
        database.write(lambda session: roles.show_workspace(session, "orders", ["nobody"]))

    assert refusal.value.code == "unknown-role"


def test_a_role_that_somebody_holds_stays(database: Database, add_account: Callable[..., int]) -> None:
    database.write(lambda session: roles.put_role(session, role("reader")))
    account = add_account("ada", "reader")

    with pytest.raises(Conflict) as refusal:
        database.write(lambda session: roles.remove_role(session, "reader"))
    database.write(lambda session: roles.take_role(session, account, "reader"))
    database.write(lambda session: roles.remove_role(session, "reader"))

    assert (refusal.value.code, refusal.value.arguments) == ("role-held", {"role": "reader", "people": 1})
    with pytest.raises(NotFound):
        database.read(lambda session: roles.role(session, "reader"))


def test_a_built_in_role_cannot_be_removed(database: Database) -> None:
    database.write(roles.put_built_in)

    with pytest.raises(Conflict) as refusal:
        database.write(lambda session: roles.remove_role(session, "user"))

    assert refusal.value.code == "role-built-in"


@pytest.mark.parametrize("loss", ["role", "account", "privilege"])
def test_someone_who_can_sign_in_must_be_left_to_administer(
    database: Database, add_account: Callable[..., int], loss: str
) -> None:
    ada, bob = add_account("ada", "administrator"), add_account("bob", "administrator")

    def lose(session: Any, account: int) -> None:
        if loss == "role":
            roles.take_role(session, account, "administrator")
        elif loss == "account":
            service.set_disabled(session, account, disabled=True)
        else:
            roles.put_role(session, role("administrator", privileges=["use_app"]))
        roles.check_administrated(session)

    if loss != "privilege":
        database.write(lambda session: lose(session, ada))
    with pytest.raises(Conflict) as refusal:
        database.write(lambda session: lose(session, bob))

    assert refusal.value.code == "last-administrator"
    assert user(database, bob).everything

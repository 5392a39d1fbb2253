"""Roles: what their union allows, and which of them see a workspace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend.accounts import roles, sessions
from backend.accounts.user import User
from backend.database import Database
from backend.errors import Invalid, NotFound


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
        roles.put_role(session, role("reader", entities={"order": ["read"]}, workspaces=["orders"]))
        roles.put_role(session, role("editor", entities={"order": ["edit"]}, privileges=["go_offline"]))

    database.write(make)

    found = user(database, add_account("ada", "reader", "editor"))

    assert found.may("read", "order")
    assert found.may("edit", "order")
    assert not found.may("delete", "order")
    assert not found.may("read", "customer")
    assert found.workspaces == {"orders"}
    assert found.has("go_offline")
    assert not found.has("design")


def test_the_administrator_may_do_everything(database: Database, add_account: Callable[..., int]) -> None:
    found = user(database, add_account("ada", "administrator"))

    assert found.everything
    assert found.may("delete", "anything")


def test_a_role_taken_away_is_a_right_lost(database: Database, add_account: Callable[..., int]) -> None:
    database.write(lambda session: roles.put_role(session, role("reader", entities={"order": ["read"]})))
    account = add_account("ada", "reader")
    before = user(database, account)

    database.write(lambda session: roles.take_role(session, account, "reader"))

    after = user(database, account)
    assert not after.may("read", "order")
    assert before.rights_key != after.rights_key


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

"""Roles as an administrator writes them over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.rights import whole_rights
from backend.metadata import service
from tests.backend.accounts.desk import Desk


def role(**more: Any) -> dict[str, Any]:
    return {
        "id": "clerk",
        "label": {"en": "Clerk"},
        "entities": {},
        "workspaces": [],
        "privileges": [],
        **more,
    }


def put(desk: Desk, **more: Any) -> dict[str, Any]:
    reply = desk.ask("PUT", "roles/clerk", role(**more))
    assert reply.status_code == 200, reply.get_data(as_text=True)
    found: dict[str, Any] = reply.get_json()
    return found


@pytest.mark.feature("SEC-01")
def test_a_role_that_is_written_is_what_its_holders_may_do(desk: Desk) -> None:
    put(desk, entities={"person": {"read": "all"}}, privileges=["use_app"])
    ada = desk.person("ada", roles=["clerk"])
    version = desk.read(service.current_version)

    state = put(desk, entities={"person": {"read": "all", "hidden": ["phone"]}}, privileges=["use_app"])

    assert desk.user(ada).hidden("person") == {"phone"}
    assert state["role"]["entities"]["person"] == whole_rights(read="all", hidden=["phone"])
    assert [(one["name"], one["active"]) for one in state["people"]] == [("Ada", True)]
    assert desk.get("roles/clerk") == state
    assert desk.read(service.current_version) == version + 1, "phones learn of it"


def test_a_role_written_as_it_is_changes_nothing(desk: Desk) -> None:
    put(desk)
    version = desk.read(service.current_version)

    put(desk)

    assert desk.read(service.current_version) == version


@pytest.mark.parametrize(
    ("entities", "place", "code"),
    [
        ({"ghost": {"read": "all"}}, "entities/ghost", "role-missing-entity"),
        ({"person": {"read": "own"}}, "entities/person/read", "role-depth"),
        ({"person": {"read": "all", "edit": "unit"}}, "entities/person/edit", "role-depth"),
        (
            {"person": {"read": "all", "hidden": ["shoe"]}},
            "entities/person/hidden/shoe",
            "role-missing-field",
        ),
        (
            {"person": {"read": "all", "readOnly": ["shoe"]}},
            "entities/person/readOnly/shoe",
            "role-missing-field",
        ),
        ({"person": {"read": "all", "hidden": ["name"]}}, "entities/person/hidden/name", "role-hides-title"),
    ],
)
def test_a_role_that_cannot_be_is_refused_with_its_place(
    desk: Desk, entities: dict[str, Any], place: str, code: str
) -> None:
    status, problem = desk.refusal("PUT", "roles/clerk", role(entities=entities))

    assert (status, problem["code"], problem["field"]) == (422, code, place)
    assert desk.refusal("GET", "roles/clerk")[0] == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"entities": {"person": {"read": "everything"}}},
        {"entities": {"person": {"reed": "all"}}},
        {"entities": {"person": ["read"]}},
        {"privileges": ["fly"]},
        {"workspaces": "all"},
        {"surprise": 1},
    ],
)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_role_of_another_shape_is_refused_with_its_place(desk: Desk, wrong: dict[str, Any]) -> None:
    status, problem = desk.refusal("PUT", "roles/clerk", role(**wrong))

    assert status == 400
    assert problem["field"].startswith(next(iter(wrong)))


def test_what_is_allowed_and_hardly_meant_is_told(desk: Desk) -> None:
    rights = {
        "team": {"edit": "all"},
        "person": {"read": "all", "create": "all", "readOnly": ["name"]},
    }

    state = put(desk, entities=rights, workspaces=["nowhere"])

    found = {(one["problem"]["code"], "/".join(one["path"])) for one in state["findings"]}
    assert found == {
        ("role-without-read", "entities/team/edit"),
        ("role-cannot-fill", "entities/person/create"),
        ("role-missing-workspace", "workspaces/nowhere"),
    }
    assert {one["level"] for one in state["findings"]} == {"warning"}
    assert all("{" not in one["problem"]["sentence"] for one in state["findings"])


def test_a_role_is_removed_once_nobody_holds_it(desk: Desk) -> None:
    put(desk)
    ada = desk.person("ada", roles=["clerk"])

    status, problem = desk.refusal("DELETE", "roles/clerk")
    desk.change(f"people/{ada['person']}", roles=[])

    assert (status, problem["code"], problem["arguments"]["people"]) == (409, "role-held", 1)
    assert desk.ask("DELETE", "roles/clerk").status_code == 204
    assert desk.refusal("GET", "roles/clerk")[0] == 404


def test_the_right_to_administer_cannot_be_taken_from_the_last_who_has_it(desk: Desk) -> None:
    document = {**desk.get("roles/administrator")["role"], "privileges": ["use_app"]}

    status, problem = desk.refusal("PUT", "roles/administrator", document)

    assert (status, problem["code"]) == (409, "last-administrator")
    assert "administer" in desk.get("roles/administrator")["role"]["privileges"]


def test_a_document_goes_to_the_address_of_its_role(desk: Desk) -> None:
    assert desk.refusal("PUT", "roles/other", role())[1]["code"] == "role-id"

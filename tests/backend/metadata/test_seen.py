"""A design as a role or a person would have it: reduced by their rights, before it is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles, service
from backend.accounts.rights import with_operations
from backend.errors import Conflict, NotFound
from backend.metadata.seen import seen_by_person, seen_by_role
from tests.backend.metadata.builders import NOW, Document, role
from tests.backend.metadata.conftest import Browser, Office

PERSON = "00000000-0000-7000-8000-0000000000aa"


def reader(**more: Any) -> Document:
    """A role that reads orders and their customers, and may be kept from fields of orders."""
    rights = with_operations(["read"])
    return role("reader", entities={"customer": rights, "order": {**rights, **more}}, privileges=["use_app"])


@pytest.fixture
def designed(office: Office) -> Office:
    """An installation with a design that nobody has published."""
    office.create()
    return office


def test_a_role_has_the_pages_that_it_may_read_and_no_actions_that_it_may_not_do(designed: Office) -> None:
    designed.database.write(lambda session: roles.put_role(session, reader()))

    found = designed.database.read(lambda session: seen_by_role(session, "orders", "reader"))

    (workspace,) = found["metadata"]["workspaces"]
    assert [page["id"] for page in workspace["pages"]] == ["order_list", "order"]
    assert workspace["actions"] == []
    assert found["metadata"]["rights"]["order"] == ["read"]
    assert found["sees"] is False


def test_a_field_that_a_role_may_not_read_is_nowhere_in_what_it_has(designed: Office) -> None:
    designed.database.write(lambda session: roles.put_role(session, reader(hidden=["total"])))

    found = designed.database.read(lambda session: seen_by_role(session, "orders", "reader"))

    assert '"total"' not in str(found["metadata"]).replace("'", '"')


def test_a_role_without_rights_has_nothing_of_it(designed: Office) -> None:
    designed.database.write(lambda session: roles.put_role(session, role("guest")))

    found = designed.database.read(lambda session: seen_by_role(session, "orders", "guest"))

    assert found == {"metadata": None, "sees": False}


def test_a_person_has_what_his_roles_give_together(designed: Office) -> None:
    def hire(session: Session) -> None:
        roles.put_role(session, reader())
        service.create_account(
            session,
            person=PERSON,
            name="Ulla",
            email="ulla@example.com",
            password_hash=None,
            roles=["reader"],
            now=NOW,
        )

    designed.database.write(hire)

    found = designed.database.read(lambda session: seen_by_person(session, "orders", PERSON))

    assert found["metadata"]["person"]["name"] == "Ulla"
    assert found["metadata"]["rights"]["order"] == ["read"]


def test_who_is_not_there_or_has_no_account_is_said(designed: Office) -> None:
    with pytest.raises(NotFound, match="unknown-role"):
        designed.database.read(lambda session: seen_by_role(session, "orders", "nobody"))
    with pytest.raises(Conflict, match="person-without-account"):
        designed.database.read(lambda session: seen_by_person(session, "orders", PERSON))


@pytest.mark.parametrize(
    ("query", "status"),
    [("role=user", 200), ("", 422), (f"role=user&person={PERSON}", 422), ("role=Not%20one", 400)],
)
def test_one_role_or_one_person_is_asked_about(
    designed: Office, browser: Callable[[str], Browser], query: str, status: int
) -> None:
    asked = browser("designer").ask("GET", f"/designs/orders/seen?{query}")

    assert asked.status_code == status, asked.get_json()


def test_the_answer_has_every_key_as_it_is_in_the_documents(
    designed: Office, browser: Callable[[str], Browser]
) -> None:
    designed.database.write(lambda session: roles.put_role(session, reader()))
    found = designed.database.read(lambda session: seen_by_role(session, "orders", "reader"))

    answered = browser("designer").ask("GET", "/designs/orders/seen?role=reader").get_json()

    assert answered == found
    assert {
        field["id"]: field["readOnly"] for field in answered["metadata"]["model"]["entities"][0]["fields"]
    }


@pytest.mark.feature("DSG-01")
@pytest.mark.parametrize("path", ["/designs/orders/seen?role=user", "/designs/orders/offline"])
@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("user", 403), ("designer", 200)])
def test_only_designers_look_through_the_eyes_of_others(
    designed: Office, browser: Callable[[str], Browser], path: str, who: str, status: int
) -> None:
    assert browser(who).ask("GET", path).status_code == status

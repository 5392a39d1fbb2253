"""The effective set: what a user may not use is absent, and its key moves only when it does."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from backend.accounts.user import User
from backend.metadata.documents import whole
from backend.metadata.effective import effective_document, effective_workspaces, key_of
from backend.metadata.model import Model
from backend.protocol import metadata as shapes
from tests.backend.metadata.builders import Document, model, user, workspace

PROFILE = {
    "id": "everyone",
    "version": 1,
    "label": {},
    "entities": [
        {"id": name, "rule": {"kind": "all"}, "files": "all", "stage": 2} for name in ("order", "customer")
    ],
}


def both() -> Document:
    """Customers and orders in one workspace, each leading to the other."""
    orders, customers = workspace(), workspace("x", "customer")
    made = {
        **orders,
        "pages": orders["pages"] + customers["pages"],
        "actions": orders["actions"] + customers["actions"],
    }
    made["pages"][1]["blocks"][0]["fields"][1]["page"] = "customer"
    link = {"id": "to_orders", "type": "link", "page": "order_list"}
    made["pages"][3]["blocks"].append(link)
    return whole(shapes.Workspace, copy.deepcopy(made))


def seen(person: User, *documents: Document) -> list[Document]:
    return effective_workspaces({one["id"]: one for one in documents or (both(),)}, Model.of(model()), person)


def effective(person: User, *documents: Document, **more: Any) -> Document:
    given: dict[str, Any] = {"version": 3, "profile": PROFILE, "organisation": "Ours", **more}
    return effective_document(
        model=Model.of(model()),
        model_document=model(),
        workspaces={one["id"]: one for one in documents or (both(),)},
        user=person,
        **given,
    )


def pages(document: Document) -> list[str]:
    return [page["id"] for page in document["pages"]]


@pytest.mark.feature("SEC-03")
def test_a_workspace_that_no_role_shows_is_absent() -> None:
    assert seen(user({"order": "rced", "customer": "rced"})) == []


@pytest.mark.feature("SEC-03")
def test_pages_of_entities_that_may_not_be_read_are_absent_with_all_that_led_there() -> None:
    (shown,) = seen(user({"order": "rced"}, "orders"))

    assert pages(shown) == ["order_list", "order"]
    rows = shown["pages"][0]["blocks"][0]
    assert rows["subtitle"] == ["placed"], "a path through a customer tells of customers"
    assert rows["search"] == ["number", "remark"]
    links = [field["page"] for field in shown["pages"][1]["blocks"][0]["fields"]]
    assert "customer" not in links


@pytest.mark.feature("SEC-03")
def test_a_link_to_an_absent_page_is_absent() -> None:
    (shown,) = seen(user({"customer": "rced"}, "orders"))

    assert pages(shown) == ["customer_list", "customer"]
    assert [block["type"] for block in shown["pages"][1]["blocks"]] == ["fields"]


@pytest.mark.feature("SEC-03")
@pytest.mark.parametrize(
    ("letters", "kinds"),
    [
        ("r", []),
        ("rc", ["create"]),
        ("re", ["edit"]),
        ("rd", ["delete"]),
        ("rced", ["create", "edit", "delete"]),
    ],
)
def test_actions_without_the_right_are_absent(letters: str, kinds: list[str]) -> None:
    (shown,) = seen(user({"order": letters}, "orders"), workspace())

    assert [action["kind"] for action in shown["actions"]] == kinds
    placed = [action for page in shown["pages"] for action in page["actions"]]
    assert placed == [f"{kind}_order" for kind in kinds]


@pytest.mark.feature("SEC-03")
def test_a_workspace_with_nothing_left_is_absent() -> None:
    assert seen(user({"customer": "r"}, "orders"), workspace()) == []


@pytest.mark.feature("SEC-03")
def test_a_workspace_without_a_landing_page_is_absent() -> None:
    hidden = workspace()
    hidden["pages"][0]["hidden"] = True

    assert seen(user({"order": "r"}, "orders"), hidden) == []


def test_a_page_left_without_blocks_takes_its_links_along() -> None:
    chained = workspace()
    empty = {"id": "hub", "kind": "detail", "entity": "order", "title": {"en": "Hub"}}
    to_list = {"id": "l", "type": "link", "page": "customers"}
    rows = {"id": "r", "type": "list", "entity": "customer", "title": "name"}
    listed = {"id": "customers", "kind": "list", "entity": "customer", "title": {"en": "C"}, "blocks": [rows]}
    chained["pages"] += [{**empty, "blocks": [to_list]}, listed]
    chained["pages"][0]["blocks"][0]["detail"] = "hub"

    (shown,) = seen(user({"order": "r"}, "orders"), whole(shapes.Workspace, chained))

    assert pages(shown) == ["order_list", "order"]
    assert shown["pages"][0]["blocks"][0]["detail"] is None


@pytest.mark.feature("SEC-03")
def test_entities_are_those_used_and_readable() -> None:
    document = effective(user({"order": "re", "customer": "r", "team": "r"}, "orders"), workspace())

    assert [one["id"] for one in document["model"]["entities"]] == ["customer", "order"]
    assert document["rights"] == {"customer": ["read"], "order": ["read", "edit"]}
    assert [rule["id"] for rule in document["profile"]["entities"]] == ["order", "customer"]


def test_entities_that_may_not_be_read_are_nowhere() -> None:
    document = effective(user({"order": "r"}, "orders"), workspace())

    assert [one["id"] for one in document["model"]["entities"]] == ["order"]
    assert [rule["id"] for rule in document["profile"]["entities"]] == ["order"]


def test_the_effective_set_has_its_shape() -> None:
    document = effective(user({"order": "r", "person": "r"}, "orders", privileges=frozenset({"use_app"})))

    assert whole(shapes.EffectiveMetadata, document)["privileges"] == ["use_app"]


def test_the_administrator_sees_everything() -> None:
    document = effective(user({}, everything=True))

    assert pages(document["workspaces"][0]) == ["order_list", "order", "customer_list", "customer"]
    assert document["privileges"] == ["use_app", "go_offline", "design", "administer"]


ULLA = user({"order": "rced"}, "orders")


@pytest.mark.feature("MET-01")
@pytest.mark.parametrize(
    "person",
    [
        user({"order": "rce"}, "orders"),
        user({"order": "rced", "customer": "r"}, "orders"),
        user({"order": "rced"}),
        user({"order": "rced"}, "orders", privileges=frozenset({"design"})),
    ],
)
def test_the_key_changes_with_a_right(person: User) -> None:
    assert key_of(effective(ULLA)) != key_of(effective(person))


@pytest.mark.feature("MET-01")
def test_the_key_changes_with_what_is_shown() -> None:
    relabelled = workspace()
    relabelled["pages"][0]["title"] = {"en": "All orders"}

    assert key_of(effective(ULLA, workspace())) != key_of(effective(ULLA, relabelled))


@pytest.mark.feature("MET-01")
def test_the_key_stays_when_only_numbers_or_what_others_see_has_changed() -> None:
    renumbered = {**workspace(), "version": 9, "modelVersion": 9}
    others = workspace("customers", "customer")

    before = key_of(effective(ULLA, workspace()))

    assert before == key_of(effective(ULLA, renumbered, version=9))
    assert before == key_of(effective(ULLA, workspace(), others))

"""Metadata over HTTP: who may do what, as one table, and the life of a design."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.backend.metadata.builders import edit, new_design, put
from tests.backend.metadata.conftest import ROLES, Browser, Office

NEW = new_design("made", entity="order")
EDITS = {"revision": 1, "edits": [edit(put([], "icon", "car", "truck"))]}
PUBLICATION = {"revision": 1, "note": {}, "roles": ["sales"], "urgency": "soft"}

ACCESS: list[tuple[str, str, Any, int, int, int, int]] = [
    # method, path, body                            nobody user designer administrator
    ("GET", "/metadata", None, 401, 200, 200, 200),
    ("GET", "/model", None, 401, 403, 200, 200),
    ("GET", "/designs", None, 401, 403, 200, 200),
    ("POST", "/designs", NEW, 401, 403, 201, 201),
    ("GET", "/designs/orders", None, 401, 403, 200, 200),
    ("PATCH", "/designs/orders", EDITS, 401, 403, 200, 200),
    ("POST", "/designs/orders/publish", PUBLICATION, 401, 403, 200, 200),
    # Nothing was ever to be converted.
    ("GET", "/designs/orders/conversion", None, 401, 403, 404, 404),
    ("DELETE", "/designs/orders", None, 401, 403, 204, 204),
    ("GET", "/roles", None, 401, 403, 200, 200),
    ("POST", "/roles", {"label": {"en": "Inspector"}}, 401, 403, 201, 201),
    ("GET", "/publications", None, 401, 403, 200, 200),
]


@pytest.mark.feature("DSG-01")
@pytest.mark.parametrize(
    ("who", "method", "path", "body", "status"),
    [
        (who, method, path, body, status)
        for method, path, body, *statuses in ACCESS
        for who, status in zip(ROLES, statuses, strict=True)
    ],
)
def test_who_may_do_what(
    browser: Callable[[str], Browser],
    office: Office,
    who: str,
    method: str,
    path: str,
    body: Any,
    status: int,
) -> None:
    office.create()
    asking = browser(who)

    reply = asking.ask(method, path, body)

    assert reply.status_code == status
    if status in (401, 403):
        assert reply.get_json()["code"] == {401: "sign-in-required", 403: "forbidden"}[status]


@pytest.mark.feature("DSG-01")
def test_no_view_is_missing_from_the_table(app: Flask) -> None:
    views = {
        (method, rule.rule.replace("<workspace>", "orders").removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("metadata.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert views == {(method, path) for method, path, *_ in ACCESS}


@pytest.mark.feature("PUB-01")
def test_a_design_lives_from_its_making_to_the_phone(
    browser: Callable[[str], Browser], office: Office
) -> None:
    ada = browser("administrator")
    made = ada.ask("POST", "/designs", NEW).get_json()
    before = ada.ask("GET", "/metadata").get_json()
    edited = ada.ask(
        "PATCH",
        "/designs/made",
        {"revision": made["revision"], "edits": [edit(put(["title"], "sv", "Order", None))]},
    ).get_json()

    published = ada.ask(
        "POST",
        "/designs/made/publish",
        {"revision": edited["revision"], "note": {"en": "New"}, "roles": ["sales"], "urgency": "soft"},
    ).get_json()

    after = ada.ask("GET", "/metadata").get_json()
    assert before["workspaces"] == []
    assert [one["title"] for one in after["workspaces"]] == [{"en": "Orders", "sv": "Order"}]
    assert (published["publishedVersion"], published["roles"]) == (1, ["sales"])
    assert after["metadataVersion"] == published["metadataVersion"] == 2
    (news, *_) = ada.ask("GET", "/publications").get_json()
    assert (news["note"], news["workspace"], news["byName"]) == ({"en": "New"}, "made", "administrator")
    (row,) = ada.ask("GET", "/designs").get_json()
    assert (row["publishedVersion"], row["changed"]) == (1, False)


def test_the_effective_set_is_sent_once(browser: Callable[[str], Browser], office: Office) -> None:
    office.create()
    ada = browser("administrator")
    tag = ada.ask("GET", "/metadata").headers["ETag"]

    again = ada.ask("GET", "/metadata", **{"If-None-Match": tag})
    office.publish("orders", "sales")
    changed = ada.ask("GET", "/metadata", **{"If-None-Match": tag})

    assert (again.status_code, again.get_data()) == (304, b"")
    assert changed.status_code == 200


def test_a_patch_that_does_not_fit_is_a_problem_with_place_and_revision(
    browser: Callable[[str], Browser], office: Office
) -> None:
    revision = office.create()["revision"]
    dana = browser("designer")

    reply = dana.ask(
        "PATCH",
        "/designs/orders",
        {"revision": revision, "edits": [edit(put([], "icon", "car", "plane"))]},
    )

    problem = reply.get_json()
    assert (reply.status_code, problem["code"], problem["field"]) == (409, "patch-does-not-fit", "icon")
    assert problem["arguments"]["revision"] == revision
    assert problem["sentence"]


def test_a_reference_to_a_missing_field_is_a_problem_with_its_place(
    browser: Callable[[str], Browser], office: Office
) -> None:
    revision = office.create()["revision"]
    dana = browser("designer")
    broken = put(["pages", "order_list", "blocks", "rows"], "title", "gone", "number")

    reply = dana.ask("PATCH", "/designs/orders", {"revision": revision, "edits": [edit(broken)]})

    problem = reply.get_json()
    assert (reply.status_code, problem["code"]) == (422, "design-missing-field")
    assert problem["field"] == "pages/order_list/blocks/rows/title"
    assert problem["sentence"] == "There is no field “gone” in “order”."


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"revision": 1, "edits": []},
        {"revision": 1, "edits": [{**edit(put([], "a", 1)), "id": "x"}]},
        {"revision": 1, "edits": [{**edit(put([], "a", 1)), "patches": [{"op": "explode"}]}]},
        {"revision": 1, "edits": [edit(put(["a"] * 13, "a", 1))]},
        {"revision": "x", "edits": [edit(put([], "a", 1))]},
    ],
)
def test_malformed_edits_are_a_problem(
    browser: Callable[[str], Browser], office: Office, body: dict[str, Any]
) -> None:
    office.create()
    dana = browser("designer")

    reply = dana.ask("PATCH", "/designs/orders", body)

    assert reply.status_code == 400
    assert reply.get_json()["field"]


def test_roles_are_offered_with_how_many_people_hold_them(browser: Callable[[str], Browser]) -> None:
    dana = browser("designer")

    found = {role["id"]: role["people"] for role in dana.ask("GET", "/roles").get_json()}

    assert found == {"administrator": 0, "designer": 1, "sales": 0, "user": 0}


def test_a_role_is_made_where_a_workspace_is_shown_and_gives_nobody_anything(
    browser: Callable[[str], Browser], office: Office
) -> None:
    office.create()
    dana = browser("designer")
    label = {"en": "Lift inspector", "sv": "Hissbesiktare"}

    made = dana.ask("POST", "/roles", {"label": label}).get_json()
    again = dana.ask("POST", "/roles", {"label": label}).get_json()
    published = dana.ask("POST", "/designs/orders/publish", {**PUBLICATION, "roles": [made["id"]]})

    roles = dana.ask("GET", "/roles").get_json()
    assert made == {"id": "lift_inspector", "label": label, "people": 0, "mine": False}
    assert again["id"] == "lift_inspector_2"
    assert published.get_json()["roles"] == ["lift_inspector"]
    assert [role["id"] for role in roles if role["mine"]] == ["designer"]


BAD_LABEL = {**edit(put([], "icon", "car", "truck")), "label": "\0"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/designs/%00", None, 404),
        ("GET", "/designs/NO", None, 404),
        ("PATCH", "/designs/orders", {"revision": 1, "edits": [BAD_LABEL]}, 400),
        ("PATCH", "/designs/orders", {"revision": 1, "edits": [edit(put([], "\0", "car"))]}, 400),
        ("POST", "/designs/orders/publish", {**PUBLICATION, "note": {"en": "a\0b"}}, 400),
        ("POST", "/designs", {**NEW, "title": {"en": "\0"}}, 400),
    ],
)
def test_a_character_that_no_database_keeps_is_a_problem(
    browser: Callable[[str], Browser], office: Office, method: str, path: str, body: Any, status: int
) -> None:
    office.create()
    dana = browser("designer")

    reply = dana.ask(method, path, body)

    assert reply.status_code == status
    assert office.show()["revision"] == 1

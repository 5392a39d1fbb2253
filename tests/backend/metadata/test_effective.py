"""The effective set: what a user may not use is absent, and its key moves only when it does."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from backend.accounts.user import User
from backend.metadata.documents import whole
from backend.metadata.effective import effective_document, effective_workspaces, key_of
from backend.metadata.model import Model
from backend.protocol import profiles as profile_shapes
from backend.protocol.metadata import EffectiveMetadata as EffectiveMetadataShape
from backend.protocol.workspaces import Workspace as WorkspaceShape
from tests.backend.metadata.builders import Document, model, user, workspace

PROFILE = {
    "id": "everyone",
    "version": 1,
    "label": {},
    "entities": [
        whole(profile_shapes.ProfileEntity, {"id": name, "rules": [{"kind": "all"}]})
        for name in ("order", "customer")
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
    return whole(WorkspaceShape, copy.deepcopy(made))


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
    assert rows["search"] == ["number", "status", "remark"]
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

    (shown,) = seen(user({"order": "r"}, "orders"), whole(WorkspaceShape, chained))

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

    assert whole(EffectiveMetadataShape, document)["privileges"] == ["use_app"]


def test_the_administrator_sees_everything() -> None:
    document = effective(user({}, everything=True))

    assert pages(document["workspaces"][0]) == ["order_list", "order", "customer_list", "customer"]
    assert document["privileges"] == [
        "use_app", "go_offline", "design", "administer", "read_profiles", "review",
    ]  # fmt: skip


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


def guarded() -> Document:
    """Customers and orders, where everything leads to the field ``total``, to ``remark`` or to neither."""
    made = both()
    rows = made["pages"][0]["blocks"][0]
    rows |= {"figure": "total", "search": ["number", "remark"], "subtitle": ["remark", "customer.name"]}
    rows["sort"] = {"field": "total", "descending": True}
    rows["views"] = [
        {
            "id": "large",
            "label": {"en": "Large"},
            "condition": {"op": "gt", "path": "total", "value": AMOUNT},
        },
        {"id": "open", "label": {"en": "Open"}, "condition": {"op": "eq", "path": "status", "value": "open"}},
    ]
    customers = made["pages"][2]
    assert customers["id"] == "customer_list"
    bare = {"subtitle": [], "search": [], "views": [], "image": None, "figure": None, "badge": None}
    of_customer = {**rows, **bare, "id": "orders", "parent": "customer", "condition": None, "sort": None}
    made["pages"][3]["blocks"].append({**of_customer, "label": {"en": "Orders"}})
    step = {
        "id": "close",
        "kind": "step",
        "entity": "order",
        "label": {"en": "Close"},
        "settings": [
            {"id": "a", "field": "status", "to": "value", "value": "done"},
            {"id": "b", "field": "remark", "to": "comment"},
        ],
        "when": {"field": "status", "oneOf": ["open"]},
        "comment": "optional",
    }
    made["actions"].append(step)
    return whole(WorkspaceShape, made)


AMOUNT = {"amount": "1000.00", "currency": "EUR"}
EVERYTHING = {"order": "rced", "customer": "rced"}


def without(*hidden: str, document: Document | None = None) -> Document:
    (shown,) = seen(user(EVERYTHING, "orders", hidden={"order": hidden}), document or guarded())
    return shown


@pytest.mark.feature("SEC-05")
@pytest.mark.invariant(14)
def test_a_hidden_field_is_nowhere_in_what_a_user_is_given() -> None:
    person = user(EVERYTHING, "orders", hidden={"order": ["total", "remark"]})

    told = effective(person, guarded())

    assert "total" in str(effective(user(EVERYTHING, "orders"), guarded()))
    assert "total" not in str(told)
    assert "remark" not in str(told)


@pytest.mark.feature("SEC-05")
def test_lists_lose_the_places_of_a_hidden_field_and_keep_the_others() -> None:
    rows = without("total", "remark")["pages"][0]["blocks"][0]

    assert (rows["figure"], rows["sort"]) == (None, None)
    assert rows["search"] == ["number"]
    assert rows["subtitle"] == ["customer.name"]
    assert [view["id"] for view in rows["views"]] == ["open"]


@pytest.mark.feature("SEC-05")
@pytest.mark.parametrize("op", ["null", "not-null"])
def test_a_list_whose_rows_would_tell_a_hidden_value_is_absent(op: str) -> None:
    document = guarded()
    document["pages"][0]["blocks"][0]["condition"] = {"op": op, "path": "customer.phone"}
    person = user(EVERYTHING, "orders", hidden={"customer": ["phone"]})

    (shown,) = seen(person, document)

    assert "order_list" in pages(document)
    assert "order_list" not in pages(shown)
    assert "order_list" in pages(seen(user(EVERYTHING, "orders"), document)[0])


@pytest.mark.feature("SEC-05")
def test_a_list_of_what_belongs_to_a_record_goes_with_the_hidden_lookup() -> None:
    blocks = {page["id"]: [block["id"] for block in page["blocks"]] for page in without("total")["pages"]}
    hidden = {page["id"]: [block["id"] for block in page["blocks"]] for page in without("customer")["pages"]}

    assert "orders" in blocks["customer"]
    assert "orders" not in hidden["customer"]


@pytest.mark.feature("SEC-05")
def test_an_action_that_depends_on_a_hidden_field_is_absent_and_one_that_only_sets_it_is_not() -> None:
    actions = {action["id"]: action for action in without("remark")["actions"]}

    assert [setting["field"] for setting in actions["close"]["settings"]] == ["status"]
    assert "remark" not in [shown["field"] for shown in actions["edit_order"]["fields"]]
    assert "close" not in {action["id"] for action in without("status")["actions"]}


@pytest.mark.feature("SEC-05")
def test_a_form_without_a_field_left_is_absent() -> None:
    document = guarded()
    for action in document["actions"]:
        if action["id"] == "edit_order":
            action["fields"] = [shown for shown in action["fields"] if shown["field"] == "remark"]

    assert "edit_order" not in {action["id"] for action in without("remark", document=document)["actions"]}


@pytest.mark.feature("SEC-05")
def test_a_field_that_a_user_may_not_change_is_read_only_in_his_model() -> None:
    person = user(EVERYTHING, "orders", read_only={"order": ["total"]})

    told = effective(person, guarded())

    (order,) = [one for one in told["model"]["entities"] if one["id"] == "order"]
    read_only = {field["id"]: field["readOnly"] for field in order["fields"]}
    assert read_only == {**dict.fromkeys(read_only, False), "total": True}
    assert key_of(told) != key_of(effective(user(EVERYTHING, "orders"), guarded()))


@pytest.mark.feature("SEC-05")
def test_the_label_of_a_record_stays_whatever_a_role_says() -> None:
    person = user(EVERYTHING, "orders", hidden={"order": ["number"]})

    (order,) = [one for one in effective(person)["model"]["entities"] if one["id"] == "order"]

    assert "number" in [field["id"] for field in order["fields"]]


@pytest.mark.feature("SEC-05")
def test_rules_of_a_profile_do_not_tell_of_what_is_hidden() -> None:
    secret = {"kind": "custom", "condition": {"op": "gt", "path": "total", "value": AMOUNT}}
    plain = {"kind": "custom", "condition": {"op": "eq", "path": "status", "value": "open"}}
    unreadable = {"kind": "related", "by": [{"path": "customer"}]}
    part = {
        "id": "order",
        "rules": [secret, plain, unreadable],
        "fields": [{"id": "number"}, {"id": "total"}],
        "images": ["photo"],
    }
    profile = {**PROFILE, "entities": [whole(profile_shapes.ProfileEntity, part)]}
    person = user({"order": "r"}, "orders", hidden={"order": ["total", "photo", "customer"]})

    (told,) = effective(person, profile=profile)["profile"]["entities"]

    assert told["rules"] == [{"kind": "related", "by": []}, plain, {"kind": "related", "by": []}]
    assert [one["id"] for one in told["fields"]] == ["number"]
    assert told["images"] == []


def test_teams_come_along_where_records_have_owners() -> None:
    entities = [
        {**one, "ownership": "person"} if one["id"] == "order" else one for one in model()["entities"]
    ]
    owned = {**model(), "entities": entities}
    person = user({"order": "r", "person": "r", "team": "r"}, "orders")

    told = effective_document(
        version=1,
        model=Model.of(owned),
        model_document=owned,
        workspaces={"orders": workspace()},
        profile=PROFILE,
        user=person,
        organisation="Ours",
    )

    assert {one["id"] for one in told["model"]["entities"]} == {"order", "person", "team"}

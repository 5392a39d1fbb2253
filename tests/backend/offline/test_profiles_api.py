"""Offline profiles over HTTP: designed, published, given, taken away, and who may do which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from backend.accounts import roles, service
from backend.metadata import service as metadata
from tests.backend.metadata.builders import NOW as THEN
from tests.backend.metadata.builders import part, profile, role
from tests.backend.offline.shop import PASSWORD, Browser, Shop, hash_of

Browse = Callable[[str], Browser]

OWN = part("order", "mine")


def write(browser: Browser, *parts: Any, name: str = "sellers", revision: int = 0, **more: Any) -> Any:
    body = {"profile": profile(*parts, id=name, **more), "revision": revision}
    return browser.does("PUT", f"/profiles/{name}", body)


def publish(browser: Browser, revision: int, name: str = "sellers") -> Any:
    return browser.does("POST", f"/profiles/{name}/publish", {"revision": revision, "note": {"en": "News"}})


def give(browser: Browser, *to: tuple[str, str | None], name: str = "sellers") -> Any:
    targets = [{"kind": kind, "target": target} for kind, target in to]
    return browser.does("PUT", f"/profiles/{name}/assignments", {"to": targets})


def published(shop: Shop) -> metadata.Metadata:
    return shop.database.read(metadata.current)


@pytest.mark.feature("DAT-01")
def test_what_is_written_reaches_devices_when_it_is_published(shop: Shop, browser: Browse) -> None:
    ana, hers = browser("ana"), shop.create("order", "ulla", title="Hers")
    before = published(shop).version

    written = write(ana, OWN)
    given = give(ana, ("role", "seller"))
    assert (written["revision"], written["publishedVersion"], written["changed"]) == (1, 0, True)
    assert given["assignments"] == [
        {"profile": "sellers", "kind": "role", "target": "seller", "name": "seller"}
    ]
    assert shop.scope("ulla", "order") == set()
    assert published(shop).version == before

    done = publish(ana, 1)

    assert (done["metadataVersion"], done["publishedVersion"], done["changed"]) == (before + 1, 1, False)
    assert shop.scope("ulla", "order") == {hers}
    write(ana, part("order", {"kind": "related", "by": []}), revision=1)
    assert shop.scope("ulla", "order") == {hers}


@pytest.mark.feature("MET-05")
def test_every_publication_of_a_profile_takes_the_next_metadata_version(shop: Shop, browser: Browse) -> None:
    ana = browser("ana")
    write(ana, OWN)
    first = publish(ana, 1)["metadataVersion"]
    write(ana, OWN, part("customer"), revision=1)
    second = publish(ana, 2)

    assert (second["metadataVersion"], second["publishedVersion"]) == (first + 1, 2)
    old = shop.database.read(lambda session: metadata.at(session, first))
    assert [one["id"] for one in old.profiles["sellers"]["entities"]] == ["order"]
    assert published(shop).profiles["everyone"]["version"] == old.profiles["everyone"]["version"]


def test_the_list_shows_what_is_published_and_what_is_not(browser: Browse) -> None:
    ana = browser("ana")
    write(ana, OWN)

    found = {one["id"]: one for one in ana.gets("/profiles")}

    assert found["sellers"] == {
        "id": "sellers",
        "label": {"en": "Sellers"},
        "entities": 1,
        "publishedVersion": 0,
        "changed": True,
        "assignments": [],
    }
    assert (found["everyone"]["publishedVersion"] > 0, found["everyone"]["changed"]) == (True, False)
    assert [one["kind"] for one in found["everyone"]["assignments"]] == ["everyone"]


@pytest.mark.feature("DAT-06")
@pytest.mark.feature("DAT-07")
@pytest.mark.feature("OUT-07")
@pytest.mark.feature("OUT-08")
def test_all_that_a_profile_says_is_kept(browser: Browse) -> None:
    ana = browser("ana")
    whole = part(
        "order",
        "mine",
        {"kind": "related", "by": [{"path": "customer"}]},
        fields=[{"id": "title", "direction": "down"}, {"id": "customer", "direction": "two_way"}],
        files="all",
        images=[],
        direction="down",
        interval=1440,
        stage=1,
    )

    write(ana, whole, part("customer"), keepDays=90)

    shown = ana.gets("/profiles/sellers")["profile"]
    assert (shown["keepDays"], shown["entities"][0]) == (90, whole)


@pytest.mark.feature("DAT-02")
def test_findings_are_told_with_their_place_and_sentence(browser: Browse) -> None:
    (found,) = write(browser("ana"), part("line", {"kind": "related", "by": []}, fields=[{"id": "name"}]))[
        "findings"
    ]

    assert found["level"] == "warning"
    assert found["path"] == ["entities", "line", "rules", "0"]
    assert found["problem"]["sentence"].startswith("“Related records only” without a relation")
    assert "remedy" in found["problem"]


def test_a_condition_that_names_a_deleted_record_is_told(shop: Shop, browser: Browse) -> None:
    ana, customer = browser("ana"), shop.create("customer", name="Acme")
    condition = {"op": "eq", "path": "customer", "value": customer}
    written = write(ana, part("order", {"kind": "custom", "condition": condition}), part("customer"))
    assert written["findings"] == []

    shop.delete("customer", customer)

    (found,) = ana.gets("/profiles/sellers")["findings"]
    assert (found["problem"]["code"], found["path"][-2:]) == (
        "design-profile-gone-record", ["condition", "value"],
    )  # fmt: skip


def nested(depth: int) -> Any:
    return {"op": "null", "path": "title"} if depth == 0 else {"op": "and", "of": [nested(depth - 1)]}


def custom(condition: Any) -> Any:
    return {"id": "order", "rules": [{"kind": "custom", "condition": condition}]}


def taken(entity: str, kind: str = "all", **more: Any) -> Any:
    return {"id": entity, "rules": [{"kind": kind}], **more}


SHAPE = "document-shape"
REFUSED: list[tuple[str, Any, tuple[int, str, str]]] = [
    ("an unknown entity", taken("boat"), (422, "design-missing-entity", "entities/boat")),
    ("an unknown rule", taken("order", "near"), (400, SHAPE, "entities/order/rules/0/kind")),
    ("no rule", {"id": "order", "rules": []}, (400, SHAPE, "entities/order/rules")),
    ("every second minute", taken("order", interval=2), (400, SHAPE, "entities/order/interval")),
    ("every second day", taken("order", interval=2880), (400, SHAPE, "entities/order/interval")),
    (
        "owners where nobody owns",
        taken("customer", "mine"),
        (422, "design-profile-rule-of-owners", "entities/customer/rules/0"),
    ),
    *(
        (name, custom(condition), (422, code, f"entities/order/rules/0/condition/{place}"))
        for name, condition, code, place in (
            ("an unknown field", {"op": "null", "path": "colour"}, "filter-unknown-field", "path"),
            (
                "a wrong operand",
                {"op": "eq", "path": "total", "value": "many"},
                "value-not-a-number",
                "value",
            ),
            ("nested too deep", nested(4), "filter-too-deep", "of/0/of/0/of/0"),
            ("a path to nowhere", {"op": "null", "path": "customer.boss"}, "filter-unknown-field", "path"),
            (
                "a pattern of 10,000",
                {"op": "like", "path": "title", "value": "x" * 10_000},
                "value-too-long",
                "value",
            ),
            (
                "a list of 100,000",
                {"op": "in", "path": "title", "value": ["x"] * 100_000},
                "filter-too-many-values",
                "value",
            ),
            (
                "a relation to what is not there",
                {"op": "related", "path": "customer"},
                "filter-related-outside",
                "path",
            ),
        )
    ),
]


@pytest.mark.feature("DAT-01")
@pytest.mark.feature("DAT-03")
@pytest.mark.parametrize(("given", "answer"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_bad_input_is_refused_at_save_with_the_place(
    browser: Browse, given: Any, answer: tuple[int, str, str]
) -> None:
    document = {"id": "sellers", "label": {"en": "Sellers"}, "entities": [given]}

    assert browser("ana").refused("PUT", "/profiles/sellers", {"profile": document, "revision": 0}) == answer


@pytest.mark.parametrize("days", [-1, 91])
def test_copies_are_kept_for_ninety_days_at_most(browser: Browse, days: int) -> None:
    document = {"id": "sellers", "label": {"en": "Sellers"}, "keepDays": days, "entities": []}

    answer = browser("ana").refused("PUT", "/profiles/sellers", {"profile": document, "revision": 0})

    assert answer == (400, "document-shape", "keepDays")


@pytest.mark.parametrize("name", ["assignments", "preview", "several", "none"])
def test_a_name_that_means_something_else_is_refused(browser: Browse, name: str) -> None:
    document = {"id": name, "label": {"en": "Mine"}, "entities": []}

    answer = browser("ana").refused("PUT", f"/profiles/{name}", {"profile": document, "revision": 0})

    assert answer == (422, "profile-reserved-id", "id")


def test_two_who_write_at_once_are_told(browser: Browse) -> None:
    ana = browser("ana")
    write(ana, OWN)
    document = profile(OWN)

    answers = [
        ana.refused("PUT", "/profiles/sellers", {"profile": document, "revision": revision})[:2]
        for revision in (0, 2)
    ]

    assert answers == [(409, "design-moved")] * 2
    body = {"revision": 0, "note": {"en": "News"}}
    assert ana.refused("POST", "/profiles/sellers/publish", body)[:2] == (409, "design-moved")


@pytest.mark.feature("DAT-09")
def test_a_second_profile_warns_and_both_apply(shop: Shop, browser: Browse) -> None:
    ana, hers = browser("ana"), shop.create("order", "ulla", title="Hers")
    write(ana, OWN)
    publish(ana, 1)
    write(ana, part("customer"), name="towns")
    publish(ana, 1, name="towns")
    customer = shop.create("customer", name="Acme")

    give(ana, ("role", "seller"))
    give(ana, ("person", shop.people["ulla"]), name="towns")

    found = ana.gets("/profiles/assignments")
    several = {one["name"]: one for one in found["several"]}
    assert several["Ulla"]["profiles"] == ["everyone", "sellers", "towns"]
    assert several["Ulla"]["warning"]["sentence"] == (
        "Ulla is given 3 profiles (everyone, sellers, towns) and works by all of them together."
    )
    assert several["Bo"]["profiles"] == ["everyone", "sellers"]
    assert "Ana" not in several
    assert {one["name"] for one in found["assignments"]} == {None, "seller", "Ulla"}
    assert (shop.scope("ulla", "order"), shop.scope("ulla", "customer")) == ({hers}, {customer})


TARGETS = [
    ("role", "nobody"),
    ("team", "0195c0de-0000-7000-8000-000000000000"),
    ("person", "x"),
    ("everyone", "x"),
    ("role", None),
]


@pytest.mark.parametrize(("kind", "target"), TARGETS)
def test_a_profile_is_given_only_to_what_is_there(
    shop: Shop, browser: Browse, kind: str, target: str | None
) -> None:
    ana = browser("ana")
    write(ana, OWN)
    to = [{"kind": "role", "target": "seller"}, {"kind": kind, "target": target}]

    answer = ana.refused("PUT", "/profiles/sellers/assignments", {"to": to})

    assert answer == (422, "profile-unknown-target", "to.1.target")
    assert ana.gets("/profiles/sellers")["assignments"] == []


def test_a_profile_that_is_thrown_away_is_gone_for_everybody(shop: Shop, browser: Browse) -> None:
    ana = browser("ana")
    shop.create("order", "ulla", title="Hers")
    write(ana, OWN)
    version = publish(ana, 1)["metadataVersion"]
    give(ana, ("role", "seller"))

    ana.does("DELETE", "/profiles/sellers")

    assert shop.scope("ulla", "order") == set()
    assert published(shop).profiles.keys() == {"everyone"}
    assert published(shop).version > version
    assert ana.refused("GET", "/profiles/sellers")[:2] == (404, "unknown-profile")
    write(ana, OWN)
    assert publish(ana, 1)["publishedVersion"] == 2, "a number is never given twice"


def test_the_profile_of_everyone_stays_and_can_be_given_to_nobody(shop: Shop, browser: Browse) -> None:
    ana = browser("ana")
    shop.publish(part("customer"))
    shop.create("customer", name="Acme")

    assert ana.refused("DELETE", "/profiles/everyone")[:2] == (409, "profile-of-everyone")
    assert len(shop.scope("ulla", "customer")) == 1
    give(ana, name="everyone")

    assert shop.scope("ulla", "customer") == set()
    assert shop.wanted("ulla").entities == ()


WHO_MAY = {
    ("GET", "/profiles"): {"designer", "reader", "ana"},
    ("GET", "/profiles/everyone"): {"designer", "reader", "ana"},
    ("GET", "/profiles/assignments"): {"designer", "reader", "ana"},
    ("PUT", "/profiles/sellers"): {"designer", "ana"},
    ("POST", "/profiles/everyone/publish"): {"designer", "ana"},
    ("PUT", "/profiles/everyone/assignments"): {"designer", "ana"},
    ("DELETE", "/profiles/everyone"): {"designer", "ana"},
    ("GET", "/profiles/preview"): {"ana"},
    ("GET", "/organisation-filters"): {"ana"},
    ("GET", "/filters"): {"designer", "reader", "ana", "ulla"},
    ("GET", "/kept"): {"designer", "reader", "ana", "ulla"},
}


def test_who_may_do_what_is_this_table(shop: Shop, browser: Browse) -> None:
    def hire(session: Any) -> None:
        roles.put_role(session, role("reader", privileges=["use_app", "read_profiles"]))
        for who in ("designer", "reader"):
            service.create_account(
                session,
                person=str(uuid4()),
                name=who,
                email=f"{who}@example.com",
                password_hash=hash_of(PASSWORD),
                now=THEN,
                roles=[who],
            )

    shop.database.write(hire)
    browsers = {who: browser(who) for who in ("designer", "reader", "ana", "ulla")}

    found = {
        (method, path): {
            who
            for who, one in browsers.items()
            if one.ask(method, path, None if method == "GET" else {}).status_code != 403
        }
        for method, path in WHO_MAY
    }

    assert found == WHO_MAY


@pytest.mark.feature("DAT-10")
def test_a_model_that_takes_away_what_a_profile_needs_is_not_published(shop: Shop, browser: Browse) -> None:
    from backend.accounts.user import OFFICE
    from backend.errors import Invalid
    from backend.metadata import publish as publishing
    from backend.records.tables import migrate
    from tests.backend.offline.shop import WORKSPACE

    ana = browser("ana")
    write(ana, custom({"op": "not-null", "path": "total"}), part("customer"))
    publish(ana, 1)
    model = {**published(shop).model_document}
    model["entities"] = [
        {**one, "fields": [field for field in one["fields"] if field["id"] != "total"]}
        for one in model["entities"]
    ]
    telling = publishing.Telling(user=OFFICE, now=shop.now)

    with pytest.raises(Invalid) as error:
        shop.database.write(
            lambda session: publishing.publish(
                session, WORKSPACE, model, telling, migrate=migrate, roles=["seller"]
            )
        )

    assert error.value.code == "filter-unknown-field"
    assert error.value.arguments["profile"] == "sellers"

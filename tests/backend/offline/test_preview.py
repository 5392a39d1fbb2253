"""The preview as a person is exactly what a new device of his is sent: records and bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from backend.accounts.sessions import Credentials, begin
from tests.backend.metadata.builders import part
from tests.backend.offline.shop import OPEN, PASSWORD, Browser, Shop, hash_of
from tests.backend.sync.office import Organisation, Person, Phone

Browse = Callable[[str], Browser]


def synced(shop: Shop, who: str) -> Phone:
    """A new device of somebody's, brought up to the office."""
    account = shop.user(who).account
    token = shop.database.write(
        lambda session: begin(
            session, Credentials(account, hash_of(PASSWORD)), profile=f"{who}-profile", now=shop.now
        )
    )
    return Phone(Person(Organisation(shop.database, now=shop.now), account, token)).sync()


def sent(phone: Phone) -> dict[str, dict[str, int]]:
    """Records and bytes by entity, as the device has them from the wire."""
    return {
        entity: {
            "rows": len(rows),
            "bytes": sum(len(orjson.dumps([id_, *row])) for id_, row in rows.items()),
        }
        for entity, rows in phone.records.items()
        if rows
    }


def previewed(browser: Browser, person: str) -> dict[str, Any]:
    found = browser.gets(f"/profiles/preview?person={person}")
    assert found["rows"] == sum(one["rows"] for one in found["entities"])
    assert found["bytes"] == sum(one["bytes"] for one in found["entities"])
    return {
        one["entity"]: {"rows": one["rows"], "bytes": one["bytes"]}
        for one in found["entities"]
        if one["rows"]
    }


@pytest.mark.feature("L30")
@pytest.mark.feature("DAT-12")
def test_a_preview_equals_what_syncs(shop: Shop, browser: Browse) -> None:
    shop.publish(
        part("customer", {"kind": "related", "by": [{"path": "customer", "from": "order"}]}),
        part("order", "my_teams", fields=[{"id": "title"}, {"id": "customer"}]),
        part("line", {"kind": "custom", "condition": {"op": "related", "path": "order"}}),
    )
    shop.join("ulla")
    ana = browser("ana")
    for number in range(30):
        customer = shop.create("customer", name=f"Söderberg {number} åäö", city="Malmö")
        owner = ("ulla", "bo", shop.team)[number % 3]
        order = shop.create(
            "order", owner, title=f"Order {number}", customer=customer, status="open", total=number
        )
        shop.create("line", name=f"Line {number}", order=order)
    pinned = shop.create("customer", name="Pinned")
    shop.keep("ulla", "customer", pinned)
    filtered = {"entity": "order", "label": {"en": "Open"}, "condition": OPEN}
    browser("bo").does("POST", "/filters", filtered)

    for who in ("ulla", "bo", "ana"):
        phone = synced(shop, who)
        assert previewed(ana, shop.people[who]) == sent(phone), who
    assert sent(synced(shop, "ulla"))["order"]["rows"] == 20
    assert sent(synced(shop, "ulla"))["line"]["rows"] == 20
    assert sent(synced(shop, "ulla"))["customer"]["rows"] == 21


@pytest.mark.feature("DAT-12")
def test_only_administrators_preview_and_only_people_who_sign_in(shop: Shop, browser: Browse) -> None:
    ulla, ana = browser("ulla"), browser("ana")

    assert ulla.refused("GET", f"/profiles/preview?person={shop.people['bo']}")[:2] == (403, "forbidden")
    for nobody in ("0195c0de-0000-7000-8000-000000000000", "nonsense"):
        assert ana.refused("GET", f"/profiles/preview?person={nobody}")[:2] == (404, "unknown-person")
    assert ana.refused("GET", "/profiles/preview")[:2] == (400, "malformed-at")

"""What was opened lately on a device stays readable there, without any profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.offline import recent
from backend.offline.wish_models import RecentRecord
from backend.records import stream
from tests.backend.metadata.builders import part
from tests.backend.offline.shop import Browser, Shop

Browse = Callable[[str], Browser]


def opened(shop: Shop, who: str, device: str, *places: tuple[str, str], later: int = 0) -> None:
    user, now = shop.user(who), shop.now + dt.timedelta(minutes=later)
    records = [{"entity": entity, "record": record} for entity, record in places]
    shop.database.write(lambda session: recent.opened(session, user, device, records, now=now))


def head(shop: Shop) -> int:
    return shop.database.read(stream.head)


def kept_here(shop: Shop, device: str) -> int:
    count = select(func.count()).select_from(RecentRecord).where(RecentRecord.device == device)
    return shop.database.read(lambda session: session.scalar(count) or 0)


@pytest.mark.feature("DAT-15")
def test_a_record_opened_on_a_device_comes_to_this_device_alone(shop: Shop) -> None:
    phone, tablet = shop.device("ulla"), shop.device("ulla")
    customer = shop.create("customer", name="Acme")

    opened(shop, "ulla", phone, ("customer", customer))

    assert shop.scope("ulla", "customer", phone) == {customer}
    assert shop.scope("ulla", "customer", tablet) == set()


@pytest.mark.feature("DAT-15")
def test_what_is_new_is_touched_once_and_what_the_device_holds_anyway_never(shop: Shop) -> None:
    shop.publish(part("line"))
    phone, customer, line = (
        shop.device("ulla"),
        shop.create("customer", name="A"),
        shop.create("line", name="L"),
    )
    before = head(shop)

    opened(shop, "ulla", phone, ("customer", customer), ("line", line))
    assert head(shop) == before + 1
    opened(shop, "ulla", phone, ("customer", customer), ("line", line), later=1)

    assert head(shop) == before + 1
    assert kept_here(shop, phone) == 2


@pytest.mark.invariant(16)
def test_what_one_may_not_read_is_left_out_like_what_is_not_there(shop: Shop, browser: Browse) -> None:
    phone, ulla = shop.device("ulla"), browser("ulla")
    places = [
        ("order", shop.create("order", "bo", title="His")),
        ("vault", shop.create("vault", name="Gold")),
    ]
    places += [("order", "0195c0de-0000-7000-8000-000000000000"), ("nothing", places[0][1])]

    for entity, record in places:
        sent = {"device": phone, "records": [{"entity": entity, "record": record}]}
        assert ulla.ask("POST", "/recent", sent).status_code == 204

    assert kept_here(shop, phone) == 0


def test_the_newest_two_hundred_of_a_device_stay_and_the_others_leave_it(shop: Shop) -> None:
    phone = shop.device("ulla")
    customers = [shop.create("customer", name=f"No. {n}") for n in range(202)]
    for start in range(0, 200, 50):
        opened(
            shop, "ulla", phone, *[("customer", one) for one in customers[start : start + 50]], later=start
        )
    before = head(shop)

    opened(shop, "ulla", phone, *[("customer", one) for one in customers[200:]], later=300)

    assert shop.scope("ulla", "customer", phone) == {*customers[2:]}
    assert head(shop) == before + 4, "two came and two left"


def test_after_thirty_days_a_record_is_forgotten_and_touched_once(shop: Shop) -> None:
    phone, customer = shop.device("ulla"), shop.create("customer", name="Acme")
    opened(shop, "ulla", phone, ("customer", customer))
    before, month = head(shop), shop.now + dt.timedelta(days=30)

    early = shop.database.write(lambda session: recent.expire(session, now=month - dt.timedelta(minutes=1)))
    late = shop.database.write(lambda session: recent.expire(session, now=month + dt.timedelta(minutes=1)))

    assert (early, late) == (0, 1)
    assert head(shop) == before + 1
    assert shop.scope("ulla", "customer", phone) == set()


ONE = {"entity": "customer", "record": "0195c0de-0000-7000-8000-000000000000"}
BAD: list[tuple[str, Any, tuple[int, str]]] = [
    ("none", [], (400, "malformed-at")),
    ("51", [ONE] * 51, (400, "malformed-at")),
    ("no id", [{**ONE, "record": "x"}], (400, "malformed-at")),
]


@pytest.mark.parametrize(("records", "answer"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_bad_input_is_refused(shop: Shop, browser: Browse, records: Any, answer: tuple[int, str]) -> None:
    sent = {"device": shop.device("ulla"), "records": records}

    assert browser("ulla").refused("POST", "/recent", sent)[:2] == answer


def test_another_persons_device_is_as_unknown_as_none(shop: Shop, browser: Browse) -> None:
    place = {"entity": "customer", "record": shop.create("customer", name="Acme")}
    ulla = browser("ulla")

    answers = {
        ulla.refused("POST", "/recent", {"device": device, "records": [place]})
        for device in (shop.device("bo"), "0195c0de-0000-4000-8000-000000000000")
    }

    assert answers == {(409, "unknown-device", None)}


@pytest.mark.feature("BEY-09")
@pytest.mark.feature("DAT-11")
def test_what_one_keeps_is_listed_as_long_as_one_may_read_it(shop: Shop, browser: Browse) -> None:
    shop.join("ulla", "bo")
    his, hers = shop.create("order", "bo", title="His"), shop.create("order", "ulla", title="Hers")
    shop.join("ulla")
    shop.keep("ulla", "order", hers, "follow")
    shop.join("ulla", "bo")
    ulla = browser("ulla")

    shared = {"kind": "share", "entity": "order", "record": his, "with_": shop.people["ulla"]}
    shop.apply({**shared, "may": ["read"]})
    shop.keep("ulla", "order", his)
    assert [(one["record"], one["how"]) for one in ulla.gets("/kept")] in (
        [(his, "pin"), (hers, "follow")],
        [(hers, "follow"), (his, "pin")],
    )
    shop.apply({**shared, "may": []})

    assert ulla.gets("/kept") == [{"entity": "order", "record": hers, "how": "follow"}]

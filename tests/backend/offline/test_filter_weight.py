"""What filters weigh: as they are saved, in the memory of the server, and on the way to a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import orjson
import pytest

from backend.offline import filters, scope, wanted
from backend.offline.filter_edits import MOST_BYTES, MOST_BYTES_IN_ALL
from backend.offline.remembered import Remembered
from backend.sync.limits import PAGE_BYTES
from tests.backend.offline.shop import Browser, Shop

Browse = Callable[[str], Browser]


def heavy(number: int, size: int) -> dict[str, Any]:
    """Return a condition of a little more than ``size`` bytes."""
    texts = [f"{number} {one} ".ljust(200, "x") for one in range(size // 203 + 1)]
    return {"op": "in", "path": "title", "value": texts}


def body(condition: Any, **more: Any) -> dict[str, Any]:
    return {"entity": "order", "label": {"en": "Heavy"}, "condition": condition, **more}


def refusal(reply: Any) -> tuple[int, str, str]:
    assert reply.json["arguments"]["bytes"] > reply.json["arguments"]["most"] > 0
    assert str(reply.json["arguments"]["most"]) in reply.json["sentence"].replace(",", "")
    return reply.status_code, reply.json["code"], reply.json["field"]


@pytest.mark.feature("OUT-04")
def test_a_filter_may_weigh_so_much_and_all_of_a_persons_together(shop: Shop, browser: Browse) -> None:
    ulla = browser("ulla")
    too_large = (422, "filter-too-large", "condition")
    too_much = (422, "filters-too-large", "condition")

    assert refusal(ulla.ask("POST", "/filters", body(heavy(0, MOST_BYTES)))) == too_large
    trial = {"entity": "order", "condition": heavy(0, MOST_BYTES)}
    assert refusal(ulla.ask("POST", "/filters/preview", trial)) == too_large
    made = [ulla.does("POST", "/filters", body(heavy(one, 30_000))) for one in range(2)]
    assert refusal(ulla.ask("POST", "/filters", body(heavy(2, 30_000)))) == too_much
    assert refusal(ulla.ask("POST", f"/filters/{made[0]['id']}/copy")) == too_much
    wordy = body(heavy(3, 32_000), label=dict.fromkeys(("en", "sv", "de", "fr", "no", "fi", "da"), "★" * 200))
    assert refusal(ulla.ask("PUT", f"/filters/{made[0]['id']}", wordy)) == too_much
    ulla.does("PUT", f"/filters/{made[0]['id']}", body(heavy(0, 1000)))
    ulla.does("POST", "/filters", body(heavy(2, 30_000)))

    total = sum(len(orjson.dumps([one["label"], one["condition"]])) for one in ulla.gets("/filters"))
    assert total <= MOST_BYTES_IN_ALL


def test_the_organisations_filters_may_weigh_so_much_too(shop: Shop, browser: Browse) -> None:
    ana = browser("ana")

    for number in range(2):
        ana.does("POST", "/organisation-filters", {"kind": "system", **body(heavy(number, 30_000))})
    answers = [
        refusal(ana.ask("POST", "/organisation-filters", {"kind": "template", **body(heavy(3, 30_000))})),
        refusal(ana.ask("POST", "/organisation-filters", {"kind": "system", **body(heavy(3, MOST_BYTES))})),
    ]

    assert answers == [(422, "filters-too-large", "condition"), (422, "filter-too-large", "condition")]


@pytest.fixture
def memories() -> Iterator[list[Remembered[Any, Any]]]:
    """The memories that hold filters, empty."""
    found = [filters._personal, wanted._known, scope._terms]
    for one in found:
        one.clear()
    yield found
    for one in found:
        one.clear()


def test_whoever_writes_a_filter_often_leaves_no_old_versions_in_memory(
    shop: Shop, browser: Browse, memories: list[Remembered[Any, Any]]
) -> None:
    ulla, device = browser("ulla"), shop.device("ulla")
    others = [ulla.does("POST", "/filters", body(heavy(one, 28_000))) for one in range(2)]

    for number in range(12):
        ulla.does("PUT", f"/filters/{others[0]['id']}", body(heavy(number, 28_000)))
        shop.scope("ulla", "order", device)
        shop.scope("ulla", "order")

    assert [len(one) for one in memories] == [1, 1, 2]
    assert [one.weight <= 2 * MOST_BYTES_IN_ALL for one in memories] == [True] * 3
    assert all(one.weight > 50_000 for one in memories)


def test_what_is_remembered_keeps_within_its_number_and_weight() -> None:
    memory: Remembered[str, str] = Remembered(most=3, heaviest=100)

    for version in range(5):
        memory.keep("ulla", version, f"her {version}", 30)
    memory.keep("bo", 1, "his", 30)
    memory.keep("ana", 1, "hers", 30)

    assert [memory.get("ulla", version) for version in (3, 4)] == [None, "her 4"]
    assert (len(memory), memory.weight) == (3, 90)
    memory.keep("eva", 1, "one more", 1)
    assert (memory.get("bo", 1), len(memory), memory.weight) == (None, 3, 61)
    memory.keep("tor", 1, "heavier than all", 500)
    assert (memory.get("tor", 1), len(memory)) == ("heavier than all", 1)


@pytest.mark.feature("SYN-01")
def test_filters_travel_on_a_page_of_their_own_where_they_do_not_fit(shop: Shop, browser: Browse) -> None:
    ulla, ana = browser("ulla"), browser("ana")
    device = {"device": str(uuid4())}
    opening = {"protocolVersion": 1, "nonce": None, "nextNonce": "n" * 20, "metadataVersion": 0}
    ulla.does("POST", "/sync/hello", {"type": "hello", "id": 1, **device, **opening,
                                      "cursor": None, "pending": 0, "stored": 0})  # fmt: skip

    def asks(cursor: str | None, page: str | None = None) -> tuple[Any, int]:
        reply = ulla.ask(
            "POST", "/sync/pull", {"type": "pull", "id": 2, **device, "cursor": cursor, "page": page}
        )
        return reply.json, len(reply.data)

    def pulled(cursor: str) -> list[tuple[Any, int]]:
        found = [asks(cursor)]
        while found[-1][0]["type"] == "page":
            assert len(found) < 20
            found.append(asks(cursor, found[-1][0]["next"]))
        assert found[-1][0]["type"] == "done"
        return found

    ulla.does("POST", "/filters", body({"op": "begins-with", "path": "title", "value": "Wide"}))
    cursor = pulled(asks(None)[0]["cursor"])[-1][0]["cursor"]
    for number in range(2):
        ulla.does("POST", "/filters", body(heavy(number, 28_000)))
        ana.does("POST", "/organisation-filters", {"kind": "system", **body(heavy(number, 28_000))})
    orders = {shop.create("order", "ulla", title=f"Wide {one} ".ljust(200, "x")) for one in range(400)}

    pages = pulled(cursor)
    again = pulled(pages[-1][0]["cursor"])

    assert [size for _, size in pages if size > PAGE_BYTES] == []
    assert [bool(page.get("standing")) for page, _ in pages] == [*[False] * (len(pages) - 1), True]
    assert len(pages[-1][0]["standing"]["filters"]) == 5
    assert {row[0] for page, _ in pages for part in page["put"] for row in part["rows"]} == orders
    assert (len(again), again[0][0]["standing"]) == (1, None)

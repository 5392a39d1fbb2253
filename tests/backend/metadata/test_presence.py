"""Designers who have a design open are told of each other, and of the revision that it has come to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from backend.errors import Forbidden, NotFound
from backend.metadata.presence import GONE_AFTER, leave, present
from tests.backend.metadata.builders import DESIGNER, NOW, put, user
from tests.backend.metadata.conftest import Browser, Office

ULLA = user({}, privileges=frozenset({"design"}))
PLACE = {"document": "workspace", "path": ["pages", "order"]}
MINE, HERS = str(uuid4()), str(uuid4())


@pytest.fixture
def designed(office: Office) -> Office:
    """An installation with a design that nobody has published."""
    office.create()
    return office


def be(office: Office, who: Any, tab: str, *, place: Any = None, now: dt.datetime = NOW) -> dict[str, Any]:
    return office.database.write(lambda session: present(session, who, "orders", tab, place, now=now))


def test_two_who_have_it_open_see_where_the_other_is(designed: Office) -> None:
    be(designed, DESIGNER, MINE, place=PLACE)

    found = be(designed, ULLA, HERS)

    assert found["others"] == [{"tab": MINE, "name": "Dana", "place": PLACE}]
    assert be(designed, DESIGNER, MINE)["others"] == [{"tab": HERS, "name": "Ulla", "place": None}]


def test_the_revision_moves_with_every_edit_of_anybody(designed: Office) -> None:
    before = be(designed, DESIGNER, MINE)["revision"]

    designed.edit(put([], "icon", "car", "truck"))

    assert be(designed, DESIGNER, MINE)["revision"] == before + 1 == designed.show()["revision"]


def test_who_leaves_is_gone_at_once_and_who_is_silent_a_while_later(designed: Office) -> None:
    be(designed, ULLA, HERS)
    silent = str(uuid4())
    be(designed, DESIGNER, silent)

    designed.database.write(lambda session: leave(session, ULLA, HERS))
    later = NOW + GONE_AFTER + dt.timedelta(seconds=1)

    assert [one["tab"] for one in be(designed, DESIGNER, MINE)["others"]] == [silent]
    assert be(designed, DESIGNER, MINE, now=later)["others"] == []


def test_nobody_speaks_for_the_tab_of_another_or_closes_it(designed: Office) -> None:
    be(designed, DESIGNER, MINE)

    with pytest.raises(Forbidden, match="tab-of-another"):
        be(designed, ULLA, MINE)
    designed.database.write(lambda session: leave(session, ULLA, MINE))

    assert [one["tab"] for one in be(designed, ULLA, HERS)["others"]] == [MINE]


def test_a_design_that_is_not_there_is_said(designed: Office) -> None:
    with pytest.raises(NotFound, match="unknown-design"):
        designed.database.write(lambda session: present(session, ULLA, "none", HERS, None, now=NOW))


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("user", 403), ("designer", 200)])
def test_only_designers_are_present(
    designed: Office, browser: Callable[[str], Browser], who: str, status: int
) -> None:
    path = f"/designs/orders/presence/{MINE}"

    asking = browser(who)

    assert asking.ask("PUT", path, {"place": PLACE}).status_code == status
    assert asking.ask("PUT", "/designs/orders/presence/x", {}).status_code == (
        404 if status == 200 else status
    )

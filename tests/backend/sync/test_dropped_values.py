"""What phones sent for fields that are gone, as who reviews it reads it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from backend.accounts.guard import SESSION_COOKIE
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.sync.office import ALL, Organisation
from tests.backend.sync.test_bad_pushes import publish_without_notes
from tests.backend.sync.test_review import Reviewer, reviewer


@pytest.fixture
def app(settings: Settings, database: Database) -> Flask:
    return channel_app(settings, database=database)


@pytest.mark.feature("SYN-14")
@pytest.mark.invariant(14)
def test_dropped_values_are_listed_a_page_at_a_time_for_who_may_read_their_records(
    office: Organisation, app: Flask
) -> None:
    phone = office.person().device()
    phone.hello()
    places = [office.place(f"Pier {number}") for number in range(3)]
    changes = [
        phone.change(
            {"kind": "set", "entity": "place", "record": place,
             "edits": {"notes": {"value": f"At {place}", "old": None, "base": 1}}}
        )
        for place in places
    ]  # fmt: skip
    publish_without_notes(office)
    for one in changes:
        phone.push(one)
    chief, stranger = reviewer(office, app), reviewer(office, app, "Stranger", visit=ALL)

    def ask(who: Reviewer, query: str = "") -> Any:
        who.client.set_cookie(SESSION_COOKIE, who.person.token)
        return who.client.get(f"/api/v1/dropped-values{query}").get_json()

    pages: list[list[tuple[str, str]]] = []
    after: str | None = ""
    while after is not None:
        query = "?limit=2" + (f"&after={after}" if after else "")
        reply = ask(chief, query)
        pages.append([(one["record"], one["values"]["notes"]) for one in reply["dropped"]])
        after = reply["next"]

    assert [len(page) for page in pages] == [2, 1]
    assert sorted(one for page in pages for one in page) == sorted((place, f"At {place}") for place in places)
    assert ask(stranger)["dropped"] == []
    assert ask(chief, "?limit=500")["code"] == "malformed-at"

"""How people work offline: the organisation says it, roles say otherwise, and the phone is told."""

from __future__ import annotations

from typing import Any

import pytest

from backend.accounts.experience import experience_of
from tests.backend.accounts.desk import Desk

ALL = {"existing": True, "lookups": True, "chains": True, "saver": True}


def saying(mode: str, **switches: bool) -> dict[str, Any]:
    return {"experience": {"mode": mode, **ALL, **switches}}


@pytest.mark.feature("DRF-01")
@pytest.mark.parametrize(
    ("roles", "organisation", "told"),
    [
        ([], None, {"mode": "seamless", **ALL}),
        ([{}], {"mode": "drafts", **ALL}, {"mode": "drafts", **ALL}),
        ([saying("online")], {"mode": "seamless", **ALL}, {"mode": "online", **ALL}),
        ([saying("online"), saying("drafts")], None, {"mode": "drafts", **ALL}),
        (
            [saying("drafts", lookups=False, chains=False), saying("online", existing=False, chains=False)],
            None,
            {"mode": "drafts", **ALL, "chains": False},
        ),
    ],
)
def test_a_role_wins_over_the_organisation_and_the_most_generous_role_over_others(
    roles: list[dict[str, Any]], organisation: dict[str, Any] | None, told: dict[str, Any]
) -> None:
    assert experience_of(roles, organisation) == told


@pytest.mark.feature("DRF-01")
def test_an_administrator_chooses_for_all_and_phones_are_told(desk: Desk) -> None:
    settings = desk.get("organisation")
    assert settings["experience"] == {"mode": "seamless", **ALL}
    assert "experience" not in desk.get("metadata")
    chosen = {"mode": "drafts", **ALL, "existing": False}

    reply = desk.ask("PUT", "organisation", {**settings, "experience": chosen})

    assert reply.status_code == 200

    assert desk.get("organisation")["experience"] == chosen
    told = desk.get("metadata")
    assert told["experience"] == chosen


@pytest.mark.feature("SYN-13")
def test_whether_phones_may_save_data_is_the_administrators_to_say(desk: Desk) -> None:
    settings = desk.get("organisation")
    assert settings["experience"]["saver"] is True

    desk.ask("PUT", "organisation", {**settings, "experience": {"mode": "seamless", "saver": False}})

    assert desk.get("metadata")["experience"]["saver"] is False
    assert desk.get("organisation")["experience"] == {"mode": "seamless", **ALL, "saver": False}


@pytest.mark.feature("SYN-13")
def test_a_role_of_before_there_was_a_data_saver_allows_it() -> None:
    before = {"experience": {"mode": "drafts", "existing": True, "lookups": True, "chains": True}}

    assert experience_of([before], {"mode": "seamless", **ALL, "saver": False})["saver"] is True

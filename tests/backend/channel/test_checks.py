"""Checks over both transports, and what administrators are told of them beside the devices of a person."""

from __future__ import annotations

import pytest

from backend.accounts.guard import SESSION_COOKIE
from backend.config import Settings
from backend.database import Database
from tests.backend.channel.channel_app import channel_app
from tests.backend.channel.conftest import MakePhone
from tests.backend.sync.checking import check
from tests.backend.sync.office import Organisation

pytestmark = [pytest.mark.feature("BEY-21", "ADM-07")]


@pytest.mark.invariant(28)
def test_a_phone_is_checked_and_mended(office: Organisation, make_phone: MakePhone) -> None:
    lost = office.place("Harbour")
    office.place("Airport")
    phone = make_phone().sync()
    del phone.records["place"][lost]

    found = check(phone)

    assert found.found == 1
    assert sorted(phone.holds("place").values()) == ["Airport", "Harbour"]
    assert check(phone).buckets == 0


def test_administrators_see_what_came_of_checks_and_nobody_else_does(
    settings: Settings, database: Database, office: Organisation
) -> None:
    ana = office.person("Ana")
    lost = office.place("Harbour")
    phone = ana.device().sync()
    check(phone)
    del phone.records["place"][lost]
    check(phone)
    admin = office.person("Admin", role="administrator")
    client = channel_app(settings, database=database).test_client()
    path = f"/api/v1/devices?person={ana.user.person}"

    client.set_cookie(SESSION_COOKIE, ana.token)
    refused = client.get(path)
    client.set_cookie(SESSION_COOKIE, admin.token)
    [device] = client.get(path).get_json()

    assert refused.status_code == 403
    assert sorted(len(one["mended"]) for one in device["checks"]) == [0, 1]
    [mended] = [one for one in device["checks"] if one["mended"]]
    assert mended["mended"] == [{"entity": "place", "why": "missing", "count": 1}]
    assert {one["why"] for one in device["checks"]} == {"asked"}

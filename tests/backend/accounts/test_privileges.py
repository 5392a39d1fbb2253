"""The rights to use the app and to go offline: asked of a new device, taken from one that holds records."""

from __future__ import annotations

import pytest

from backend.database import Database
from backend.metadata import service
from tests.backend.sync.office import Organisation


@pytest.fixture
def office(database: Database) -> Organisation:
    return Organisation(database).found()


@pytest.mark.feature("SEC-06")
@pytest.mark.parametrize(
    ("privileges", "code"), [([], "use-app"), (["go_offline"], "use-app"), (["use_app"], "go-offline")]
)
def test_a_new_device_of_someone_without_the_right_is_told_which_one(
    office: Organisation, privileges: list[str], code: str
) -> None:
    office.put_role(privileges=privileges)

    reply = office.person().device().hello()

    assert (reply["type"], reply["problem"]["code"]) == ("refusal", code)


@pytest.mark.feature("SEC-06", "SEC-02")
@pytest.mark.invariant(15)
@pytest.mark.parametrize("left", [[], ["use_app"], ["go_offline"]])
def test_whoever_loses_the_right_to_go_offline_gives_up_what_his_phone_holds(
    office: Organisation, left: list[str]
) -> None:
    office.place()
    phone = office.person().device()
    phone.sync()
    held = dict(phone.counts)

    office.put_role(privileges=left, workspaces=["visits"])
    phone.sync()

    assert held["place"] == 1
    assert not any(phone.records.values()), "nothing is left"
    assert "Harbour" in b"".join(phone.heard).decode()


@pytest.mark.feature("SEC-06")
def test_what_such_a_person_sees_of_the_metadata_is_nothing(office: Organisation) -> None:
    person = office.person()
    office.put_role(privileges=["use_app"], workspaces=["visits"])

    user = person.user.on_phone()
    told = office.database.read(lambda session: service.effective(session, user))

    assert (told["workspaces"], told["rights"], told["privileges"]) == ([], {}, ["use_app"])

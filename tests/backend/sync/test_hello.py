"""The opening: one round trip decides how to go on."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest

from backend.accounts.user import OFFICE
from backend.errors import NotFound
from backend.expressions import versions
from backend.metadata import publish
from backend.metadata import service as metadata
from backend.metadata.built_in import BUILT_IN
from backend.metadata.merge_model import with_entities
from backend.metadata.publish import Telling
from backend.records.tables import migrate
from backend.sync.understanding import devices_of
from tests.backend.sync.office import PLACE, READ, VISIT, WORKSPACE, Organisation, Phone, new_id, rule
from tests.backend.sync.restoring import opening


def test_a_new_device_is_registered_and_told_the_limits(office: Organisation, phone: Phone) -> None:
    office.place()

    reply = phone.hello()

    assert (reply["type"], reply["nextChange"], reply["syncedBefore"]) == ("welcome", 1, False)
    assert reply["limits"] == {
        "changes": 200,
        "messageBytes": 262144,
        "recordBytes": 131072,
        "blobBytes": 26214400,
    }
    assert reply["head"] == 2  # the person, and the place
    assert reply["serverTime"] == "2026-11-22T08:00:00.000Z"


def test_a_lost_reply_does_not_look_like_a_clone(phone: Phone) -> None:
    first = phone.ask("hello", **opening(None, "first-nonce-of-all"))
    again = phone.ask("hello", **opening(None, "second-nonce-of-all"))
    known = phone.ask("hello", **opening("second-nonce-of-all", "third-nonce-of-all"))
    lost = phone.ask("hello", **opening("second-nonce-of-all", "fourth-nonce-of-all"))
    after = phone.ask("hello", **opening("fourth-nonce-of-all", "fifth-nonce-of-all"))

    assert {reply["type"] for reply in (first, again, known, lost, after)} == {"welcome"}


def test_a_copy_of_the_devices_store_is_told_to_become_a_device_of_its_own(phone: Phone) -> None:
    phone.hello()
    copied = phone.nonce
    phone.hello()
    phone.hello()

    reply = phone.ask("hello", **opening(copied, "nonce-of-the-copy"))

    assert (reply["problem"]["code"], reply["remedy"]) == ("cloned-device", "new_device")
    assert phone.hello()["type"] == "welcome"


def test_a_device_that_the_server_has_forgotten_begins_as_a_new_one(phone: Phone) -> None:
    reply = phone.ask("hello", **opening("nonce-of-another-time", "next-nonce-of-all"))

    assert (reply["problem"]["code"], reply["remedy"]) == ("unknown-device", "new_device")


def test_another_protocol_version_is_asked_to_update(phone: Phone) -> None:
    reply = phone.hello(protocolVersion=0)

    assert (reply["type"], reply["remedy"]) == ("refusal", "update")
    assert reply["problem"]["arguments"] == {"spoken": 0, "oldest": 1, "newest": 1}


def test_a_browser_whose_store_was_emptied_is_told_that_it_has_synced_before(phone: Phone) -> None:
    phone.sync()
    emptied = phone.person.device()

    reply = emptied.hello()

    assert reply["syncedBefore"] is True


@pytest.mark.feature("MET-01")
def test_metadata_has_changed_only_for_those_whom_the_publication_concerns(
    office: Organisation, phone: Phone
) -> None:
    version = phone.hello()["metadata"]["current"]
    assert phone.hello(metadataVersion=version)["metadata"]["changed"] is False
    office.put_role(id="outside", workspaces=[], entities={"person": READ})
    outside = office.person("Olle", role="outside").device()
    outside.hello(metadataVersion=version)
    news = office.publish(note="A new field", urgency="hard")

    concerned = phone.hello(metadataVersion=version)["metadata"]
    untouched = outside.hello(metadataVersion=version)["metadata"]

    assert concerned == {
        "current": news,
        "minimum": news,
        "changed": True,
        "urgency": "hard",
        "note": {"en": "A new field"},
    }
    assert (untouched["changed"], untouched["note"]) == (False, {})


@pytest.mark.feature("MET-01")
def test_a_device_that_took_the_new_version_is_not_asked_again(office: Organisation, phone: Phone) -> None:
    version = phone.hello()["metadata"]["current"]
    phone.hello(metadataVersion=version)
    news = office.publish(rule("visit", "all"))

    assert phone.hello(metadataVersion=version)["metadata"]["changed"] is True
    assert phone.hello(metadataVersion=news)["metadata"]["changed"] is False


NEAR = {"op": "not", "of": [{"op": "eq", "path": "name", "value": "Harbour"}]}


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose version 2 brought *eq*: every client of today is an old one."""
    first = versions.BROUGHT[1] - {"eq"}
    monkeypatch.setattr(versions, "BROUGHT", {1: first, 2: frozenset({"eq"})})


def with_view(office: Organisation, condition: dict[str, Any] | None) -> None:
    """Publish the workspace with this condition in a view of its first list."""
    document = copy.deepcopy(WORKSPACE)
    [block] = document["pages"][0]["blocks"]
    block["views"] = [{"id": "near", "label": {"en": "Near"}, "condition": condition}]

    def work(session: Any) -> None:
        model = with_entities(metadata.current(session).model_document, [*BUILT_IN, PLACE, VISIT])
        telling = Telling(user=OFFICE, now=office.now, note={"en": "A view"}, urgency="soft")
        publish.publish(session, document, model, telling, migrate=migrate, roles=["field_work"])

    office.database.write(work)


@pytest.mark.feature("L45")
@pytest.mark.usefixtures("newer")
def test_a_client_is_told_what_its_users_workspaces_use_and_it_does_not_understand(
    office: Organisation, phone: Phone
) -> None:
    office.put_role(id="outside", workspaces=[], entities={"person": READ})
    outside = office.person("Olle", role="outside").device()
    before = phone.hello()["lacking"]
    with_view(office, NEAR)

    old, silent = phone.hello(expressionsVersion=1), phone.hello()
    new, newest = phone.hello(expressionsVersion=2), phone.hello(expressionsVersion=9)

    assert (before, old["lacking"], silent["lacking"]) == ([], ["eq"], ["eq"])
    assert (new["lacking"], newest["lacking"]) == ([], [])
    assert outside.hello(expressionsVersion=1)["lacking"] == []


@pytest.mark.feature("L45")
@pytest.mark.usefixtures("newer")
def test_what_a_device_understands_is_kept_with_it_for_administrators(
    office: Organisation, phone: Phone
) -> None:
    with_view(office, NEAR)
    other = phone.person.device()
    phone.hello(expressionsVersion=1)
    office.now += dt.timedelta(hours=1)
    other.hello(expressionsVersion=2)
    person = phone.person.user.person

    before = office.database.read(lambda session: devices_of(session, person))
    office.now += dt.timedelta(hours=1)
    phone.hello(expressionsVersion=2)
    after = office.database.read(lambda session: devices_of(session, person))

    said = [(one["id"], one["expressions_version"], one["lacking"]) for one in before]
    assert said == [(other.id, 2, []), (phone.id, 1, ["eq"])]
    assert [(one["id"], one["lacking"]) for one in after] == [(phone.id, []), (other.id, [])]


@pytest.mark.feature("L45")
def test_the_devices_of_nobody_are_not_told(office: Organisation) -> None:
    with pytest.raises(NotFound, match="unknown-person"):
        office.database.read(lambda session: devices_of(session, new_id()))

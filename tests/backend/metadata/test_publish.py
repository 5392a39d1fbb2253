"""Publishing: versions that never change, tables first, and who sees what."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from backend.accounts import roles
from backend.accounts.rights import with_operations
from backend.database import Database
from backend.errors import Conflict, Invalid, NotFound
from backend.metadata import designs, publish, service
from backend.metadata.assignments import Assignment, assignments
from backend.metadata.publish import Telling
from tests.backend.metadata.builders import DESIGNER, NOW, field, insert, part, put, remove, user
from tests.backend.metadata.conftest import Office

FIELDS = ["entities", "order", "fields"]
REFERENCE = field("reference")


def current(office: Office) -> service.Metadata:
    return office.database.read(service.current)


def test_an_installation_begins_with_the_products_entities(office: Office) -> None:
    published = current(office)

    assert published.version == 1
    assert list(published.model.entities) == ["person", "team", "business_unit"]
    everyones = published.profiles["everyone"]
    assert [found["id"] for found in everyones["entities"]] == ["person", "team", "business_unit"]
    assert office.database.read(assignments) == (Assignment("everyone", "everyone"),)
    assert office.tables.asked == [(None, 1, ("person", "team", "business_unit"))]


def test_beginning_again_changes_nothing(office: Office) -> None:
    version = office.database.write(
        lambda session: publish.ensure_built_in(session, migrate=office.tables.migrate, now=NOW)
    )

    assert version == 1
    assert len(office.tables.asked) == 1


@pytest.mark.feature("PUB-01")
def test_a_design_is_published_only_by_publishing(office: Office) -> None:
    office.create()
    before = dict(current(office).workspaces)

    version = office.publish("orders", "sales", note="Orders are here")

    published = current(office)
    assert before == {}
    assert (version, published.version) == (2, 2)
    assert published.workspaces["orders"]["version"] == 1
    assert published.workspaces["orders"]["modelVersion"] == published.model.version == 2
    assert office.told == [{"version": 2, "urgency": "soft", "note": {"en": "Orders are here"}}]
    assert (office.show()["publishedVersion"], office.show()["changed"]) == (1, False)


@pytest.mark.feature("PUB-01")
def test_an_edit_after_publishing_waits_for_the_next_one(office: Office) -> None:
    office.create()
    office.publish("orders", "sales")
    office.edit(put(["pages", "order_list", "title"], "en", "All orders", "Orders"))

    waiting = current(office).workspaces["orders"]["pages"][0]["title"]["en"]
    changed = office.show()["changed"]
    office.publish("orders", "sales")

    assert (waiting, changed) == ("Orders", True)
    assert current(office).workspaces["orders"]["pages"][0]["title"]["en"] == "All orders"


@pytest.mark.feature("PUB-01")
def test_earlier_versions_stay_as_they_were(office: Office) -> None:
    office.create()
    first = office.publish("orders", "sales")
    office.edit(put(["pages", "order_list", "title"], "en", "All orders", "Orders"))
    second = office.publish("orders", "sales")

    def titles(session: Session) -> list[str]:
        found = [service.at(session, version).workspaces["orders"] for version in (first, second)]
        return [document["pages"][0]["title"]["en"] for document in found]

    assert office.database.read(titles) == ["Orders", "All orders"]
    with pytest.raises(NotFound):
        office.database.read(lambda session: service.at(session, 99))


def test_the_tables_follow_the_model_and_only_the_model(office: Office) -> None:
    office.create()
    office.publish("orders", "sales")
    office.edit(put([], "icon", "car", "truck"))
    office.publish("orders", "sales")
    office.edit(insert(FIELDS, REFERENCE), document="model")

    office.publish("orders", "sales")

    all_entities = ("person", "team", "business_unit", "customer", "order")
    assert office.tables.asked[1:] == [(1, 2, all_entities), (2, 3, all_entities)]


def test_a_removed_field_is_retired(office: Office) -> None:
    office.create()
    office.edit(insert(FIELDS, REFERENCE), document="model")
    office.publish("orders", "sales")
    office.edit(remove(FIELDS, REFERENCE), document="model")
    office.publish("orders", "sales")

    with pytest.raises(Invalid) as error:
        office.edit(insert(FIELDS, field("reference", "date")), document="model")

    assert error.value.code == "design-id-used-before"
    assert office.show()["retired"]["model"] == ["entities/order/fields/reference"]


def test_a_published_field_keeps_its_type_where_nothing_converts_it(office: Office) -> None:
    office.create()
    office.publish("orders", "sales")

    with pytest.raises(Invalid) as error:
        office.edit(put([*FIELDS, "placed"], "type", "image", "date"), document="model")

    assert error.value.code == "design-type-change"
    assert error.value.field == "entities/order/fields/placed/type"


def test_a_field_that_was_never_published_may_change_its_type(office: Office) -> None:
    office.create()

    after = office.edit(put([*FIELDS, "placed"], "type", "date_time", "date"), document="model")

    assert after["findings"] == []


def test_a_new_workspace_takes_its_entities_along_offline(office: Office) -> None:
    office.create()

    office.publish("orders", "sales")

    everyones = current(office).profiles["everyone"]
    parts = {found["id"]: found for found in everyones["entities"]}
    assert parts["order"] == part("order", "all", stage=2)
    assert parts["customer"]["stage"] == 3, "only looked up"
    assert everyones["version"] == 2


def test_the_chosen_roles_see_it_and_may_do_what_it_offers_with_new_entities(office: Office) -> None:
    office.create()

    office.publish("orders", "sales")

    found = office.database.read(lambda session: roles.role(session, "sales"))
    assert found["workspaces"] == ["orders"]
    assert found["entities"] == {
        "order": with_operations(["create", "delete", "edit", "read"]),
        "customer": with_operations(["read"]),
    }


def test_rights_that_somebody_decided_stay_as_they_are(office: Office) -> None:
    office.create()
    office.publish("orders", "sales")

    office.publish("orders", "sales", "user")

    found = office.database.read(lambda session: roles.role(session, "user"))
    assert "order" not in found["entities"]
    assert found["workspaces"] == ["orders"]


def test_another_revision_than_the_one_looked_at_is_not_published(office: Office) -> None:
    seen = office.create()["revision"]
    office.edit(put([], "icon", "car", "truck"))

    with pytest.raises(Conflict) as error:
        office.publish("orders", "sales", revision=seen)

    assert error.value.code == "design-moved"
    assert current(office).version == 1


def test_an_unknown_role_publishes_nothing(office: Office) -> None:
    office.create()

    with pytest.raises(Invalid) as error:
        office.publish("orders", "nobody")

    assert (error.value.code, error.value.field) == ("unknown-role", "roles")
    assert current(office).version == 1


def test_what_was_rolled_back_is_not_remembered(office: Office) -> None:
    office.create()

    def fails(session: Session) -> None:
        seen = designs.design(session, "orders")["revision"]
        given = {"revision": seen, "note": {"en": "Lost"}, "roles": ["sales"], "urgency": "soft"}
        designs.publish(session, DESIGNER, "orders", given, migrate=office.tables.migrate, now=NOW)
        assert "orders" in service.current(session).workspaces
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        office.database.write(fails)
    office.create("other", "customer")
    office.publish("other", "sales")

    assert list(current(office).workspaces) == ["other"]


@pytest.mark.feature("MET-01")
def test_the_effective_key_changes_for_those_who_see_the_change(office: Office) -> None:
    office.create()
    first = office.publish("orders", "sales")
    office.edit(put(["pages", "order_list", "title"], "en", "All orders", "Orders"))
    second = office.publish("orders", "sales")
    rights = {"order": "rced", "customer": "r"}
    seller, stranger = user(rights, "orders"), user(rights)

    def keys(session: Session) -> list[bool]:
        return [
            service.effective_key(session, person, first) == service.effective_key(session, person, second)
            for person in (seller, stranger)
        ]

    assert office.database.read(keys) == [False, True]


def test_changed_roles_take_a_version_of_their_own(office: Office) -> None:
    office.create()
    before = office.publish("orders", "sales")

    version = office.database.write(
        lambda session: publish.renew(session, Telling(user=DESIGNER, now=NOW, urgency="silent"))
    )

    assert version == before + 1
    assert current(office).workspaces.keys() == {"orders"}
    newest = office.database.read(lambda session: service.publications(session)[0].workspace)
    assert newest is None


def test_before_the_first_publication_there_is_nothing(database: Database) -> None:
    published = database.read(service.current)

    assert (published.version, dict(published.workspaces)) == (0, {})

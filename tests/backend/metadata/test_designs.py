"""Designs in the database: edits, revisions, repeats, and what no edit may bring in."""

from __future__ import annotations

import pytest

from backend.accounts.user import User
from backend.errors import AppError, Conflict, Invalid, Malformed, NotFound
from backend.metadata import designs
from backend.metadata.documents import same
from backend.metadata.patch import inverses
from tests.backend.metadata.builders import DESIGNER, NOW, edit, entity, field, insert, put, remove
from tests.backend.metadata.conftest import Office

LIST = ["pages", "order_list"]
FIELDS = ["entities", "order", "fields"]
REFERENCE = field("reference")


def refusal(error: pytest.ExceptionInfo[AppError]) -> tuple[str, str | None]:
    return error.value.code, error.value.field


@pytest.mark.feature("DSG-02")
def test_a_new_design_has_its_id_and_is_not_published(office: Office) -> None:
    made = office.create("van_sales")

    assert made["workspace"]["id"] == "van_sales"
    assert (made["publishedVersion"], made["changed"], made["findings"]) == (0, True, [])
    (row,) = office.database.read(designs.summaries)
    assert (row["id"], row["title"], row["published_version"]) == ("van_sales", {"en": "Orders"}, 0)


@pytest.mark.feature("DSG-02")
def test_the_id_of_a_workspace_is_its_own(office: Office) -> None:
    office.create()

    with pytest.raises(Conflict) as error:
        office.create()

    assert refusal(error) == ("design-id-taken", "id")


def test_an_edit_is_kept_and_moves_the_revision(office: Office) -> None:
    before = office.create()

    after = office.edit(put([*LIST, "title"], "en", "All orders", "Orders"))

    assert after["revision"] == before["revision"] + 1
    assert office.show()["workspace"]["pages"][0]["title"]["en"] == "All orders"


def test_an_edit_that_came_before_is_skipped(office: Office) -> None:
    office.create()
    one = edit(put([*LIST, "title"], "en", "All orders", "Orders"))
    first = office.edits([one])

    again = office.edits([one, one])

    assert (again["revision"], again["workspace"]) == (first["revision"], first["workspace"])


def test_an_older_revision_is_good_while_its_patches_fit(office: Office) -> None:
    seen = office.create()["revision"]
    office.edit(put([*LIST, "title"], "en", "All orders", "Orders"))

    after = office.edit(put([], "icon", "car", "truck"), revision=seen)

    assert after["workspace"]["icon"] == "car"
    assert after["workspace"]["pages"][0]["title"]["en"] == "All orders"


def test_a_patch_that_no_longer_fits_is_refused_with_the_current_revision(office: Office) -> None:
    seen = office.create()["revision"]
    current = office.edit(put([], "icon", "car", "truck"))

    with pytest.raises(Conflict) as error:
        office.edit(put([], "icon", "plane", "truck"), revision=seen)

    assert refusal(error) == ("patch-does-not-fit", "icon")
    assert error.value.arguments["revision"] == current["revision"]
    assert office.show()["workspace"] == current["workspace"]


def test_a_revision_from_the_future_is_refused(office: Office) -> None:
    seen = office.create()["revision"]

    with pytest.raises(Conflict) as error:
        office.edit(put([], "icon", "car", "truck"), revision=seen + 1)

    assert error.value.code == "design-moved"


def test_edits_are_kept_all_or_none(office: Office) -> None:
    before = office.create()

    with pytest.raises(Conflict):
        office.edits([edit(put([], "icon", "car", "truck")), edit(put([], "icon", "plane", "truck"))])

    assert office.show() == before


def test_undo_is_the_inverse_sent_as_an_edit(office: Office) -> None:
    before = office.create()
    patches = [
        put([*LIST, "title"], "en", "All", "Orders"),
        remove([*LIST, "blocks", "rows", "search"], "remark"),
        insert([*LIST, "blocks", "rows", "search"], "customer.city", "number"),
    ]
    office.edit(*patches)

    after = office.edit(*inverses(patches))

    assert same(after["workspace"], before["workspace"])
    assert after["findings"] == []


def test_a_reference_to_a_missing_field_is_refused_at_save_with_the_place(office: Office) -> None:
    before = office.create()

    with pytest.raises(Invalid) as error:
        office.edit(put([*LIST, "blocks", "rows"], "figure", "amount", "total"))

    assert refusal(error) == ("design-missing-field", "pages/order_list/blocks/rows/figure")
    assert (error.value.arguments["name"], error.value.arguments["entity"]) == ("amount", "order")
    assert office.show() == before


def test_a_field_and_its_place_may_come_in_one_request_in_any_order(office: Office) -> None:
    office.create()
    place = insert(["pages", "order", "blocks", "facts", "fields"], {"id": "ref", "field": "reference"})

    after = office.edits([edit(place), edit(insert(FIELDS, REFERENCE), document="model")])

    assert after["findings"] == []
    assert after["changed"]


def test_removing_a_field_that_another_workspace_shows_is_refused_with_that_workspace(office: Office) -> None:
    office.create("first")
    office.create("second", "customer")
    total = next(one for one in office.show("second")["model"]["entities"] if one["id"] == "order")["fields"][
        3
    ]

    with pytest.raises(Invalid) as error:
        office.edit(remove(FIELDS, total, "placed"), name="second", document="model")

    assert error.value.code == "design-missing-field"
    assert error.value.arguments["workspace"] == "first"


def test_what_one_designer_does_to_the_model_moves_the_revision_of_all(office: Office) -> None:
    office.create("first")
    seen = office.create("second", "customer")["revision"]

    office.edit(insert(FIELDS, REFERENCE), name="first", document="model")

    assert office.show("second")["revision"] == seen + 1


@pytest.mark.parametrize(
    ("patch", "error", "code"),
    [
        (put([], "colour", "red"), Malformed, "document-shape"),
        (put([], "accent", "beige", "teal"), Malformed, "document-shape"),
        (insert(["pages"], {"id": "No!"}), Malformed, "document-shape"),
        (put(["title"], "en", "a\0b", "Orders"), Malformed, "document-text"),
        (put(["title"], "en", "a\ud800", "Orders"), Malformed, "document-text"),
        (put([], "id", "other", "orders"), Conflict, "patch-does-not-fit"),
    ],
)
def test_a_design_keeps_its_shape(
    office: Office, patch: dict[str, object], error: type[AppError], code: str
) -> None:
    before = office.create()

    with pytest.raises(error) as refused:
        office.edit(patch)

    assert refused.value.code == code
    assert office.show() == before


def test_endless_depth_is_refused(office: Office) -> None:
    office.create()
    deep: object = "x"
    for _ in range(500):
        deep = {"a": deep}

    with pytest.raises(Malformed) as error:
        office.edit(put([*LIST, "blocks", "rows"], "condition", deep))

    assert error.value.code == "document-too-deep"


def test_the_shape_error_names_the_node_and_not_its_place(office: Office) -> None:
    office.create()

    with pytest.raises(Malformed) as error:
        office.edit(put(["pages", "order"], "kind", "pop-up", "detail"))

    assert error.value.field == "pages/order/kind"


def test_an_unfinished_design_may_be_saved_and_says_what_is_missing(office: Office) -> None:
    office.create("blank", None)

    shown = office.show("blank")

    assert [(one["problem"]["code"], one["level"]) for one in shown["findings"]] == [
        ("design-no-pages", "error")
    ]
    with pytest.raises(Invalid):
        office.publish("blank", "sales")


def test_an_id_of_a_removed_page_is_not_given_again(office: Office) -> None:
    created = office.create()
    extra = {**created["workspace"]["pages"][1], "id": "extra"}
    office.edit(insert(["pages"], extra))
    office.publish("orders", "sales")
    office.edit(remove(["pages"], extra))
    office.publish("orders", "sales")

    with pytest.raises(Invalid) as error:
        office.edit(insert(["pages"], extra))

    assert refusal(error) == ("design-id-used-before", "pages/extra")
    assert office.show()["retired"]["workspace"] == [
        "pages/extra",
        "pages/extra/blocks/facts",
        "pages/extra/blocks/more",
    ]


def test_an_id_that_was_never_published_is_free_again(office: Office) -> None:
    created = office.create()
    extra = {**created["workspace"]["pages"][1], "id": "extra"}
    office.edit(insert(["pages"], extra))
    office.edit(remove(["pages"], extra))

    after = office.edit(insert(["pages"], extra))

    assert after["workspace"]["pages"][-1]["id"] == "extra"


def test_a_design_is_thrown_away_until_it_is_published(office: Office) -> None:
    office.create("first")
    office.create("second")
    office.publish("second", "sales")

    office.database.write(lambda session: designs.remove(session, "first"))
    with pytest.raises(Conflict) as error:
        office.database.write(lambda session: designs.remove(session, "second"))

    assert error.value.code == "design-published"
    with pytest.raises(NotFound):
        office.show("first")


def test_an_entity_made_in_a_design_can_be_designed_with(office: Office) -> None:
    office.create()

    office.edit(insert(["entities"], entity("van", field("plate"))), document="model")

    assert office.create("vans", "van")["findings"] == []


def test_edits_say_who_made_them(office: Office) -> None:
    office.create()
    other = User(account=2, person="00000000-0000-7000-8000-0000000000bb", name="Eve")
    seen = office.show()["revision"]
    one = edit(put([], "icon", "car", "truck"))

    office.database.write(
        lambda session: designs.edit(session, other, "orders", [one], revision=seen, now=NOW)
    )

    from backend.metadata.models import Design

    row = office.database.read(lambda session: session.get_one(Design, "orders").edited_by)
    assert row == other.person != DESIGNER.person

"""Workspaces that work at once, entities from a label, and ids from words."""

from __future__ import annotations

import pytest

from backend.errors import NotFound
from backend.metadata.checks import design_findings, model_findings
from backend.metadata.documents import whole
from backend.metadata.model import Model
from backend.metadata.slug import slug_of
from backend.metadata.starter import blank_workspace, entity_from_label, workspace_from_entity
from backend.protocol.workspaces import Action as ActionShape
from tests.backend.metadata.builders import CATALOGUE, entity, field, model, new_design, workspace


@pytest.mark.feature("DSG-02")
def test_a_new_workspace_has_the_title_description_icon_colour_and_id_it_was_given() -> None:
    new = new_design("van_sales", description={"en": "On the road"}, title={"en": "Van", "sv": "Bil"})

    made = blank_workspace(new)

    kept = {key: made[key] for key in ("id", "title", "description", "icon", "accent")}
    assert kept == {key: new[key] for key in kept}
    assert made["pages"] == []


@pytest.mark.feature("DSG-02")
def test_a_workspace_from_an_entity_is_sound_and_shows_what_matters() -> None:
    made = workspace()

    rows = made["pages"][0]["blocks"][0]
    assert design_findings(made, model(), published=None) == []
    assert (rows["title"], rows["figure"], rows["badge"], rows["image"]) == (
        "number",
        "total",
        "status",
        "photo",
    )
    assert rows["subtitle"] == ["customer.name", "placed"]
    assert rows["search"] == ["number", "customer.name", "status", "remark"]
    assert rows["sort"] == {"field": "placed", "descending": True}
    assert rows["detail"] == made["pages"][1]["id"]
    assert made["pages"][1]["hidden"]


@pytest.mark.feature("DSG-11")
def test_its_actions_create_and_edit_offer_every_field_that_people_enter() -> None:
    made = workspace()

    actions = {action["kind"]: action for action in made["actions"]}
    entered = ["customer", "status", "total", "placed", "remark", "photo"]
    assert [shown["field"] for shown in actions["create"]["fields"]] == entered
    assert [shown["field"] for shown in actions["edit"]["fields"]] == entered
    assert actions["create"]["next"] == "order"
    assert made["pages"][0]["actions"] == [actions["create"]["id"]]
    assert made["pages"][1]["actions"] == [actions["edit"]["id"], actions["delete"]["id"]]


@pytest.mark.feature("DSG-12")
def test_its_action_delete_asks_first() -> None:
    made = workspace()

    delete = next(action for action in made["actions"] if action["kind"] == "delete")
    assert delete["confirm"]["en"]
    assert delete["confirm"]["sv"] != delete["confirm"]["en"]
    assert (delete["tone"], delete["fields"]) == ("danger", [])


@pytest.mark.feature("DSG-12")
def test_a_step_needs_no_fields() -> None:
    made = workspace()
    step = {
        "id": "close",
        "kind": "step",
        "entity": "order",
        "label": {"en": "Close"},
        "settings": [{"id": "s", "field": "status", "to": "value", "value": "done"}],
    }
    made["actions"].append(whole(ActionShape, step))
    made["pages"][1]["actions"].append("close")

    assert design_findings(made, model(), published=None) == []


def test_labels_come_in_the_languages_of_the_entity() -> None:
    made = workspace()

    create = next(action for action in made["actions"] if action["kind"] == "create")
    assert create["label"] == {"en": "New Order", "sv": "Ny: order (sv)"}


@pytest.mark.parametrize("name", ["person", "team", "business_unit", "customer"])
def test_any_entity_makes_a_sound_workspace(name: str) -> None:
    made = workspace_from_entity(new_design(), Model.of(model()), name, CATALOGUE)

    assert design_findings(made, model(), published=None) == []


def test_an_entity_of_a_single_field_makes_a_sound_workspace() -> None:
    lone = model(entity("note", field("remark", "multi_line")))

    made = workspace_from_entity(new_design(), Model.of(lone), "note", CATALOGUE)

    assert design_findings(made, lone, published=None) == []


def test_an_unknown_entity_makes_none() -> None:
    with pytest.raises(NotFound):
        workspace_from_entity(new_design(), Model.of(model()), "gone", CATALOGUE)


def test_a_new_entity_has_a_title_and_an_id_of_its_own() -> None:
    made = entity_from_label(
        {"en": "Customer", "sv": "Kund"}, {"en": "Customers"}, {"customer", "customer_2"}, CATALOGUE
    )

    assert made["id"] == "customer_3"
    assert made["title"] == "name"
    assert made["fields"][0]["label"] == {"en": "Name", "sv": "Namn"}
    assert model_findings(model(made)) == []


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Sales order", "sales_order"),
        ("  Ärende / ÅÄÖ  ", "arende_aao"),
        ("Straße", "strasse"),
        ("Smørrebrød", "smorrebrod"),
        ("3D print", "entity_3d_print"),
        ("注文", "entity"),
        ("", "entity"),
        ("!!!", "entity"),
        ("x" * 90, "x" * 40),
    ],
)
def test_an_id_is_made_of_plain_letters(label: str, slug: str) -> None:
    assert slug_of(label, otherwise="entity") == slug


def test_a_taken_id_gets_a_number() -> None:
    assert slug_of("Order", {"order", "order_2"}, otherwise="entity") == "order_3"

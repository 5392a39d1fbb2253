"""Made-up data: the same seed gives the same records, and every record fits its model."""

from __future__ import annotations

import collections
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from backend.metadata.model import Model
from backend.metadata.practice import recipes, values
from backend.metadata.practice.source import Made, Source

PACKAGES = Path(__file__).parents[3] / "workspaces"
TODAY = date(2026, 11, 21)
PEOPLE = [f"00000000-0000-7000-8000-0000000001{index:02d}" for index in range(12)]


def made(package: str, seed: int = 7) -> list[Made]:
    recipe = recipes.load(PACKAGES / package / "data.py")
    return list(recipe.records(Source(seed, TODAY), 1, PEOPLE))


@pytest.fixture(scope="module")
def sales() -> list[Made]:
    return made("sales_orders")


@pytest.mark.feature("BEY-25")
def test_the_sales_package_has_the_promised_numbers(sales: list[Made]) -> None:
    counts = collections.Counter(record.entity for record in sales)

    assert counts["customer"] == 500
    assert counts["sales_order"] == 5_000
    assert counts["order_line"] == 20_000
    assert counts["shipment"] > 1_000
    assert counts["contact"] > 500


def test_the_expense_package_has_sixty_reports_with_expenses_and_photographs() -> None:
    records = made("expense_management")

    counts = collections.Counter(record.entity for record in records)
    photo = next(record.files["photo"] for record in records if record.files)
    assert counts["expense_report"] == 60
    assert counts["expense"] > 150
    assert Image.open(io.BytesIO(photo)).size == (600, 800)


def test_the_same_seed_gives_the_same_records_and_another_seed_others() -> None:
    first, again = made("expense_management"), made("expense_management")
    other = made("expense_management", seed=8)

    assert first == again
    assert first != other


def test_an_order_total_is_the_sum_of_its_lines(sales: list[Made]) -> None:
    sums: dict[str, Decimal] = collections.defaultdict(Decimal)
    for record in sales:
        if record.entity == "order_line":
            sums[record.values["order"]] += Decimal(record.values["amount"]["amount"])

    totals = {r.id: Decimal(r.values["total"]["amount"]) for r in sales if r.entity == "sales_order"}

    assert totals == dict(sums)


@pytest.mark.parametrize("package", ["sales_orders", "expense_management"])
def test_every_value_belongs_to_a_field_and_every_lookup_points_at_an_earlier_record(package: str) -> None:
    document = json.loads((PACKAGES / package / "model.json").read_text())
    model = Model.of({"version": 1, **document})
    seen: set[str] = set(PEOPLE)

    for record in made(package):
        fields = model.entity(record.entity).fields
        assert set(record.values) | set(record.files) <= set(fields)
        for field, value in record.values.items():
            if fields[field]["type"] == "lookup" and value is not None:
                assert value in seen
        assert record.id not in seen
        assert record.id[14] == "7"
        assert record.id[19] in "89ab"
        seen.add(record.id)


@pytest.mark.parametrize("package", ["sales_orders", "expense_management"])
def test_practice_data_for_any_model_fills_required_fields(package: str) -> None:
    document = json.loads((PACKAGES / package / "model.json").read_text())
    model = Model.of({"version": 1, **document})
    entities = [entity["id"] for entity in document["entities"]]

    records = values.records(model, entities, Source("practice", TODAY), 12)

    assert collections.Counter(record.entity for record in records) == dict.fromkeys(entities, 12)
    for record in records:
        fields = model.entity(record.entity).fields
        must = {field for field, node in fields.items() if node.get("required")}
        required = {field for field in must if fields[field]["type"] != "image"}
        assert required <= set(record.values)

"""The value vectors, which the phone runs too: one wire value, one verdict at both ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.fields.definition import Field
from backend.fields.problems import CODES, ValueProblem
from backend.fields.registry import FIELD_TYPES, canonical, read, type_of

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "values"


def cases() -> list[Any]:
    found = []
    for path in sorted(VECTORS.glob("*.json")):
        vectors = json.loads(path.read_text("utf-8"))
        for place, case in enumerate(vectors["cases"]):
            document = {"id": "it", "type": vectors["type"], **case["field"]}
            found.append(pytest.param(document, case, id=f"{vectors['type']}-{place}"))
    return found


def same_json(a: Any, b: Any) -> bool:
    """Compare as JSON text, where true is not 1."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


@pytest.mark.parametrize(("document", "case"), cases())
def test_a_wire_value_gets_the_verdict_of_its_vector(document: dict[str, Any], case: dict[str, Any]) -> None:
    field = Field.of(document)

    if "code" in case:
        with pytest.raises(ValueProblem) as caught:
            read(case["wire"], field)

        assert caught.value.code == case["code"]
        assert caught.value.arguments == case.get("arguments", caught.value.arguments)
        assert caught.value.code in CODES
    else:
        value = read(case["wire"], field)

        assert same_json(type_of(field).to_wire(value), case["canonical"])


@pytest.mark.parametrize(("document", "case"), cases())
def test_a_value_survives_the_wire_and_its_columns(document: dict[str, Any], case: dict[str, Any]) -> None:
    if "code" in case:
        return
    field = Field.of(document)
    field_type = type_of(field)
    value = field_type.parse(case["wire"], field)

    row = field_type.to_columns(value, field)

    assert set(row) == {column.suffix for column in field_type.columns(field)}
    assert field_type.from_columns(row) == value
    assert field_type.equal(field_type.parse(field_type.to_wire(value), field), value)
    assert same_json(canonical(case["canonical"], field), case["canonical"])


def test_every_field_type_has_at_least_fifteen_cases() -> None:
    counts = {path.stem: len(json.loads(path.read_text())["cases"]) for path in VECTORS.glob("*.json")}

    assert counts.keys() == FIELD_TYPES.keys()
    assert min(counts.values()) >= 15


def test_every_code_is_met_by_a_case() -> None:
    met = {
        case["code"]
        for path in VECTORS.glob("*.json")
        for case in json.loads(path.read_text())["cases"]
        if "code" in case
    }

    assert met == CODES

"""What field types do beyond the vectors: columns, comparisons, order, search, round trips."""

import ast
import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.fields.auto_number import number
from backend.fields.contract import Column, Kind
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.definition import Field
from backend.fields.money import Amount
from backend.fields.problems import CODES, ValueProblem
from backend.fields.registry import FIELD_TYPES, check_definition, read, type_of
from backend.protocol import model

ROOT = Path(__file__).resolve().parents[3]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def field(type_id: str, **rest: Any) -> Field:
    return Field.of({"id": "it", "type": type_id, **rest})


def test_the_registry_has_the_types_of_the_protocol_and_of_the_phone() -> None:
    phone = (ROOT / "frontend/values/registry.ts").read_text("utf-8")
    body = re.search(r"valueTypes: .*? = \{(.*?)\n\};", phone, re.S)
    assert body is not None

    on_the_phone = re.findall(r"^\s*(\w+)(?:: \w+)?,$", body[1], re.M)

    assert tuple(FIELD_TYPES) == model.FIELD_TYPES
    assert on_the_phone == list(FIELD_TYPES)


def test_both_ends_know_the_same_codes_and_have_a_sentence_for_each() -> None:
    source = (ROOT / "frontend/values/result.ts").read_text("utf-8")

    assert set(re.findall(r'\| "(value-[a-z-]+)"', source)) == CODES
    for language in ("en", "sv"):
        texts = json.loads((ROOT / f"texts/{language}.json").read_text("utf-8"))
        assert {code for code in CODES if f"problem.{code}" not in texts} == set()


def test_sentences_use_only_the_arguments_that_their_code_carries() -> None:
    carried: dict[str, set[str]] = {}
    for path in (ROOT / "backend/fields").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueProblem":
                code = ast.literal_eval(node.args[0])
                carried.setdefault(code, set()).update(one.arg or "" for one in node.keywords)

    for language in ("en", "sv"):
        texts = json.loads((ROOT / f"texts/{language}.json").read_text("utf-8"))
        for code, names in carried.items():
            used = set(re.findall(r"\{(\w+)[,}]", texts[f"problem.{code}"]))
            assert used <= names, (language, code)
    assert carried.keys() == CODES


@pytest.mark.parametrize(
    ("definition", "columns"),
    [
        (field("text"), [Column(Kind.TEXT)]),
        (field("multi_line"), [Column(Kind.TEXT)]),
        (field("integer"), [Column(Kind.INTEGER)]),
        (field("big_integer"), [Column(Kind.INTEGER)]),
        (field("decimal", scale=4), [Column(Kind.SCALED, scale=4)]),
        (field("decimal"), [Column(Kind.SCALED, scale=2)]),
        (field("decimal", scale=0), [Column(Kind.SCALED, scale=0)]),
        (field("money"), [Column(Kind.SCALED, scale=4), Column(Kind.TEXT, suffix="_currency")]),
        (field("yes_no"), [Column(Kind.BOOLEAN)]),
        (field("date"), [Column(Kind.DATE)]),
        (field("date_time"), [Column(Kind.INSTANT)]),
        (field("choice"), [Column(Kind.TEXT)]),
        (field("choice", several=True), [Column(Kind.JSON)]),
        (field("lookup", target="customer"), [Column(Kind.UUID)]),
        (field("phone"), [Column(Kind.TEXT)]),
        (field("email"), [Column(Kind.TEXT)]),
        (field("link"), [Column(Kind.TEXT)]),
        (field("barcode"), [Column(Kind.TEXT)]),
        (field("auto_number"), [Column(Kind.TEXT)]),
        (field("image", several=True), [Column(Kind.JSON)]),
        (field("file"), [Column(Kind.JSON)]),
        (field("signature"), [Column(Kind.JSON)]),
        (field("position"), [Column(Kind.JSON)]),
    ],
    ids=lambda one: one.type if isinstance(one, Field) else "",
)
def test_a_field_has_the_columns_of_the_value_table(definition: Field, columns: list[Column]) -> None:
    assert list(type_of(definition).columns(definition)) == columns


def test_money_is_stored_at_scale_four_and_comes_back_at_its_currency() -> None:
    price = field("money")
    money = type_of(price)

    row = money.to_columns(Amount(Decimal("12.50"), "EUR"), price)
    back = money.from_columns({"": Decimal("1200.0000"), "_currency": "JPY"})

    assert (str(row[""]), row["_currency"]) == ("12.5000", "EUR")
    assert money.to_wire(back) == {"amount": "1200", "currency": "JPY"}
    assert money.to_columns(None, price) == {"": None, "_currency": None}


def test_a_decimal_read_with_fewer_digits_is_the_same_value() -> None:
    decimal = FIELD_TYPES["decimal"]

    assert decimal.equal(Decimal("12.5"), Decimal("12.50"))
    assert not decimal.equal(Decimal("12.5"), None)


def test_texts_differing_in_case_are_not_the_same_value() -> None:
    name = field("text")

    assert type_of(name).equal(read("Ha\u030akan ", name), read("Håkan", name))
    assert not type_of(name).equal(read("håkan", name), read("Håkan", name))


@pytest.mark.parametrize(
    ("definition", "ordered"),
    [
        (field("text"), [None, "anna", "Bo", "Eva", "åsa"]),
        (field("integer"), [None, -3, 0, 20]),
        (field("big_integer"), [None, "-10", "9", "9007199254740993"]),
        (field("decimal"), [None, "-10", "9.5", "10"]),
        (
            field("money"),
            [None, {"amount": "9", "currency": "EUR"}, {"amount": "10", "currency": "EUR"},
             {"amount": "1", "currency": "SEK"}],
        ),
        (field("yes_no"), [None, False, True]),
        (field("date"), [None, "0001-01-01", "2026-01-31", "2026-02-01"]),
        (field("date_time"), [None, "2026-01-31T00:00:00Z", "2026-01-31T00:00:00.001Z"]),
        (field("choice", choices=[{"id": "z"}, {"id": "a"}]), [None, "z", "a"]),
        (
            field("choice", several=True, choices=[{"id": "z"}, {"id": "a"}]),
            [None, ["z"], ["a", "z"], ["a"]],
        ),
    ],
    ids=lambda one: one.type if isinstance(one, Field) else "",
)  # fmt: skip
def test_values_are_sorted_with_empty_ones_first(definition: Field, ordered: list[Any]) -> None:
    field_type = type_of(definition)
    values = [field_type.parse(wire, definition) for wire in ordered]
    mixed = values[::-1]

    found = sorted(mixed, key=lambda value: field_type.sort_key(value, definition))

    assert found == values


def test_a_phone_number_is_found_by_its_digits() -> None:
    assert "0701234567" in FIELD_TYPES["phone"].search_text("070-123 45 67", field("phone"))


def test_an_auto_number_is_filled_up_with_zeros() -> None:
    assert number(field("auto_number", prefix="SO-", digits=4), 42) == "SO-0042"
    assert number(field("auto_number"), 1_234_567) == "1234567"


@pytest.mark.parametrize(
    ("definition", "default", "code"),
    [
        (field("integer", minimum="1"), None, "value-not-a-number"),
        (field("decimal", maximum="1.005"), None, "value-too-precise"),
        (field("money", minimum="1,5"), None, "value-not-a-number"),
        (field("money", currency="XYZ"), None, "value-not-a-currency"),
        (field("date", minimum="tomorrow"), None, "value-not-a-date"),
        (field("choice", choices=[{"id": "a"}]), "b", "value-not-a-choice"),
        (field("integer", maximum=5), 6, "value-too-large"),
    ],
)
def test_a_limit_or_default_that_is_no_value_is_refused(definition: Field, default: Any, code: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        check_definition(definition, default)

    assert caught.value.code == code


def test_good_limits_and_defaults_pass() -> None:
    check_definition(field("money", minimum="0", maximum="100.50", currency="SEK", required=True))
    check_definition(field("date", minimum="2026-01-01", required=True), "2026-05-01")


def verdict(wire: Any, definition: Field) -> tuple[Any, str | None]:
    """Return the value that a wire value is read as, or the code that it is refused with."""
    try:
        return read(wire, definition), None
    except ValueProblem as problem:
        return None, problem.code


def scaled(scale: int, digits: int = 18) -> st.SearchStrategy[Decimal]:
    limit = 10**digits - 1
    return st.integers(-limit, limit).map(lambda whole: Decimal(whole).scaleb(-scale))


AMOUNTS = st.sampled_from(sorted(CURRENCY_SCALES)).flatmap(
    lambda code: scaled(CURRENCY_SCALES[code], 14 + CURRENCY_SCALES[code]).map(
        lambda amount: Amount(amount, code)
    )
)
VALUES: dict[str, tuple[Field, st.SearchStrategy[Any]]] = {
    "integer": (field("integer"), st.integers(-(2**53 - 1), 2**53 - 1)),
    "big_integer": (field("big_integer"), st.integers(-(2**63), 2**63 - 1)),
    "decimal": (field("decimal", scale=7), scaled(7)),
    "money": (field("money"), AMOUNTS),
    "yes_no": (field("yes_no"), st.booleans()),
    "date": (field("date"), st.dates()),
    "date_time": (
        field("date_time"),
        st.datetimes(timezones=st.just(UTC)).map(
            lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
        ),
    ),
    "lookup": (field("lookup"), st.uuids().map(str)),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=st.data())
def test_any_value_survives_the_wire_and_its_columns(name: str, data: st.DataObject) -> None:
    definition, values = VALUES[name]
    field_type = type_of(definition)
    value = data.draw(values)

    wire = json.loads(json.dumps(field_type.to_wire(value)))
    row = field_type.to_columns(value, definition)

    assert field_type.parse(wire, definition) == value
    assert field_type.to_wire(field_type.parse(wire, definition)) == wire
    assert field_type.from_columns(row) == value


@pytest.mark.parametrize("name", ["text", "multi_line", "auto_number", "phone", "email", "link", "barcode"])
@given(text=TEXT)
def test_what_a_text_type_accepts_it_accepts_unchanged(name: str, text: str) -> None:
    definition = field(name)
    field_type = type_of(definition)
    value, code = verdict(text, definition)

    assert code is None or code in CODES
    assert field_type.parse(value, definition) == value


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "amount",
                    "currency",
                    "blob",
                    "name",
                    "type",
                    "size",
                    "sha256",
                    "lat",
                    "lon",
                    "accuracy",
                    "at",
                ]
            ),
            inner,
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("name", FIELD_TYPES)
@given(wire=ANYTHING)
def test_any_json_is_a_value_or_a_problem(name: str, wire: Any) -> None:
    for several in (False, True):
        definition = field(name, several=several)
        value, code = verdict(wire, definition)

        assert code is None or code in CODES
        json.dumps(type_of(definition).to_wire(value), allow_nan=False)


def test_moments_in_other_zones_are_written_in_utc() -> None:
    moment = datetime.fromisoformat("2026-11-21T20:08:23.798+02:00")

    assert FIELD_TYPES["date_time"].to_wire(moment) == "2026-11-21T18:08:23.798Z"

"""An amount in a currency.

Checked and written at the currency's scale of ISO 4217; stored at scale 4 in a column
beside the currency's, so that one column serves all currencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from backend.fields.contract import Column, FieldType, Kind
from backend.fields.currencies import CURRENCY_SCALES
from backend.fields.definition import Field
from backend.fields.exact import DIGITS, check_range, exact_of, written
from backend.fields.problems import ValueProblem

STORED_SCALE = 4
CURRENCY = "_currency"


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of a currency. 1.5 and 1.50 of one currency are equal."""

    amount: Decimal
    currency: str


class Money(FieldType[Amount]):
    """``{"amount": "12.50", "currency": "EUR"}``."""

    id = "money"

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column(Kind.SCALED, scale=STORED_SCALE), Column(Kind.TEXT, suffix=CURRENCY))

    def parse(self, wire: Any, field: Field) -> Amount | None:
        if wire is None:
            return None
        if not isinstance(wire, dict) or wire.keys() != {"amount", "currency"}:
            raise ValueProblem("value-not-money")
        if wire["amount"] is None or wire["amount"] == "":
            return None
        currency = wire["currency"]
        if not isinstance(currency, str) or currency not in CURRENCY_SCALES:
            raise ValueProblem("value-not-a-currency")
        scale = CURRENCY_SCALES[currency]
        amount = exact_of(wire["amount"], scale=scale, digits=DIGITS - STORED_SCALE + scale)
        check_range(amount, field.minimum, field.maximum)
        return Amount(amount, currency)

    def to_wire(self, value: Amount | None) -> Any:
        if value is None:
            return None
        return {"amount": written(value.amount, CURRENCY_SCALES[value.currency]), "currency": value.currency}

    def to_columns(self, value: Amount | None, field: Field) -> dict[str, Any]:
        if value is None:
            return {"": None, CURRENCY: None}
        return {"": value.amount.quantize(Decimal(1).scaleb(-STORED_SCALE)), CURRENCY: value.currency}

    def from_columns(self, row: Mapping[str, Any]) -> Amount | None:
        amount, currency = row[""], row[CURRENCY]
        if amount is None or currency is None:
            return None
        return Amount(amount.quantize(Decimal(1).scaleb(-CURRENCY_SCALES[currency])), currency)

    def search_text(self, value: Amount | None, field: Field) -> str:
        return "{amount} {currency}".format(**self.to_wire(value)) if value else ""

    def sort_key(self, value: Amount | None, field: Field) -> Any:
        return (True, value.currency, value.amount) if value else (False, "", Decimal(0))

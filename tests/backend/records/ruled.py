"""An office whose customers, orders and lines have rules."""

from __future__ import annotations

from typing import Any

from backend.accounts.user import User
from backend.database import Database
from backend.metadata.built_in import BUILT_IN
from backend.records.tables import migrate
from tests.backend.metadata.rules import compare, lines, op, validity, value
from tests.backend.metadata.rules import field as read
from tests.backend.records.office import (
    ENTITIES,
    REPORT,
    Office,
    choices,
    entity,
    field,
    metadata_of,
    user,
)

CLIENT = entity("client", field("name", required=True), field("discount", "decimal", scale=3))
SALE = entity(
    "sale",
    field("name"),
    field("client", "lookup", target="client"),
    field("kind", "choice", choices=choices("cash", "credit"), default="cash"),
    field("reason", requiredWhen={"op": "eq", "path": "kind", "value": "credit"}),
    field("begun", "date", defaultRule={"op": "current-day"}),
    field("label", computed=op("concat", read("name"), value("text", " / "), read("client.name"))),
    field("net", "decimal", computed=lines("sum", "sale_line", "sale", read("amount"))),
    field("gross", "decimal", computed=op("add", read("net"), read("tax"))),
    field("tax", "decimal", computed=op("multiply", read("net"), value("decimal", "0.25"))),
    field("limit", "decimal"),
    field("lines", "integer", computed=lines("count", "sale_line", "sale")),
    validities=[
        validity(
            "in_limit",
            op("or", op("missing", read("limit")), compare("le", read("net"), read("limit"))),
            field="limit",
            message="Too much.",
        )
    ],
)
LINE = entity(
    "sale_line",
    field("name"),
    field("sale", "lookup", target="sale"),
    field("price", "decimal"),
    field("quantity", "integer", defaultRule=value("integer", 1)),
    field("amount", "decimal", computed=op("multiply", read("price"), read("quantity"))),
)
RULED = ("client", "sale", "sale_line")


class RuledOffice(Office):
    """An office with these entities, where everybody may do everything."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.metadata = metadata_of(*BUILT_IN, CLIENT, SALE, LINE, REPORT)
        self.ann = user(entities=(*ENTITIES, *RULED))
        self.write(lambda session: migrate(session, None, self.metadata.model))
        self.hire(self.ann)

    @staticmethod
    def allowed(*entities: str) -> User:
        """A person who may do everything to these entities as well."""
        return user("Cid", entities=(*ENTITIES, *RULED, *entities))

    def sale(self, **values: Any) -> str:
        """Create a sale."""
        return self.make("sale", **{"name": "First", **values})

    def line(self, sale: str, price: str = "10.00", quantity: int = 2, **more: Any) -> str:
        """Create a line of a sale."""
        return self.make("sale_line", sale=sale, price=price, quantity=quantity, **more)

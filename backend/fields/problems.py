"""The refusal of one value: a stable code with arguments.

It does not know the field's place in a record or a request; whoever checks the
record adds that and turns it into a problem on the wire. The sentence stands in
the catalogue under `problem.<code>`. `frontend/values/result.ts` lists the same codes.
"""

from __future__ import annotations

CODES = frozenset(
    {
        "value-required",
        "value-not-text",
        "value-bad-text",
        "value-not-one-line",
        "value-too-long",
        "value-not-a-number",
        "value-not-whole",
        "value-out-of-range",
        "value-too-small",
        "value-too-large",
        "value-too-many-digits",
        "value-too-precise",
        "value-not-money",
        "value-not-a-currency",
        "value-not-yes-or-no",
        "value-not-a-date",
        "value-not-a-time",
        "value-not-a-choice",
        "value-not-a-record",
        "value-not-a-phone-number",
        "value-not-an-email",
        "value-not-a-link",
        "value-link-scheme",
        "value-not-an-image",
        "value-image-type",
        "value-image-heic",
        "value-image-too-large",
        "value-too-many",
        "value-not-a-file",
        "value-file-empty",
        "value-file-too-large",
        "value-not-a-position",
        "value-off-the-earth",
    }
)


class ValueProblem(Exception):
    """Raise when a wire value cannot be a value of its field; the argument names follow the sentence."""

    def __init__(self, code: str, **arguments: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments

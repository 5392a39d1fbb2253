"""The renderer of ICU MessageFormat: arguments, plural, selectordinal, select, number, date, time.

Parsing is pyicumessageformat's, plural rules and number and date formats are CLDR's (babel). It knows
nothing of keys, files or languages but the locale it is given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from babel import Locale
from babel.dates import format_date, format_datetime, format_time
from babel.numbers import format_decimal, format_percent
from pyicumessageformat import Parser

Node = str | dict[str, Any]

_parser = Parser()


def parse_message(message: str) -> list[Node]:
    """Parse a message.

    Raises :class:`SyntaxError` for one that is not ICU MessageFormat.
    """
    return cast(list[Node], _parser.parse(message))


def render_nodes(nodes: Sequence[Node], arguments: Mapping[str, Any], locale: Locale) -> str:
    """Render parsed nodes; an argument that is missing shows as its name in braces."""
    return "".join(
        node if isinstance(node, str) else _render_placeholder(node, arguments, locale) for node in nodes
    )


def _render_placeholder(node: dict[str, Any], arguments: Mapping[str, Any], locale: Locale) -> str:
    value = node["value"] if "value" in node else arguments.get(node["name"])
    if value is None and node["name"] not in arguments and "options" not in node:
        return f"{{{node['name']}}}"
    match node.get("type"):
        case "plural" | "selectordinal":
            return _render_plural(node, value, arguments, locale)
        case "select":
            options = node["options"]
            chosen = options.get(_select_key(value), options["other"])
            return render_nodes(_nodes(chosen), arguments, locale)
        case "number":
            return _render_number(value, node.get("format"), locale)
        case "date" | "time":
            return _render_moment(value, node["type"], node.get("format") or "medium", locale)
        case _:
            return _render_plain(value, locale)


def _render_plural(node: dict[str, Any], value: Any, arguments: Mapping[str, Any], locale: Locale) -> str:
    options, number = node["options"], _number(value)
    if number is None:
        return render_nodes(_nodes(options["other"]), arguments, locale)
    shown = number - node.get("offset", 0)
    rule = locale.ordinal_form if node["type"] == "selectordinal" else locale.plural_form
    exact = f"={number.normalize():f}"
    chosen = options[exact] if exact in options else options.get(rule(abs(shown)), options["other"])
    inner: list[Node] = [
        {**part, "value": shown} if isinstance(part, dict) and part.get("hash") else part
        for part in _nodes(chosen)
    ]
    return render_nodes(inner, arguments, locale)


def _nodes(chosen: Any) -> Sequence[Node]:
    """The parser returns a bare string where an option holds text only."""
    return [chosen] if isinstance(chosen, str) else cast(Sequence[Node], chosen)


def _select_key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: Any) -> Decimal | None:
    try:
        return None if value is None or isinstance(value, bool) else Decimal(str(value))
    except InvalidOperation:
        return None


def _render_number(value: Any, style: str | None, locale: Locale) -> str:
    number = _number(value)
    if number is None:
        return str(value)
    if style == "percent":
        return str(format_percent(number, locale=locale))
    if style == "integer":
        return format_decimal(number.to_integral_value(), locale=locale)
    return format_decimal(number, locale=locale)


def _render_moment(value: Any, kind: str, style: str, locale: Locale) -> str:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
        except ValueError:
            return str(value)
    size = cast(Any, style if style in ("short", "medium", "long", "full") else "medium")
    if kind == "time":
        return str(format_time(value, size, locale=locale))
    return str(format_date(value, size, locale=locale))


def _render_plain(value: Any, locale: Locale) -> str:
    if isinstance(value, bool | str):
        return str(value)
    if isinstance(value, int | float | Decimal):
        return format_decimal(value, locale=locale)
    if isinstance(value, dt.datetime):
        return format_datetime(value, "short", locale=locale)
    if isinstance(value, dt.date):
        return format_date(value, "short", locale=locale)
    return "" if value is None else str(value)

"""What is said about spreadsheets: a file that comes in, what it seems to hold, and what becomes of its rows.

A column is known by its number, from 0; a row by the number that the spreadsheet shows beside it.
"""

from __future__ import annotations

from typing import Final

from marshmallow import fields, validate

from backend.protocol.model import FIELD_TYPES, Field
from backend.protocol.problems import Problem
from backend.protocol.shape import OpenShape, QueryShape, Shape, choice, slug, uuid

IMPORT_STATES: Final = (
    "uploading", "reading", "ready", "checking", "checked", "running", "done", "cancelled", "undoing",
    "undone", "failed",
)  # fmt: skip

DAY_ORDERS: Final = ("ymd", "dmy", "mdy")

MOST_COLUMNS: Final = 200


class NewImport(Shape):
    """A file that is about to come: CSV or XLSX."""

    name = fields.String(required=True, validate=validate.Length(min=1, max=255))
    size = fields.Integer(required=True, validate=validate.Range(min=1))


class CellReading(OpenShape):
    """How the cells of a column are read: the decimal mark, the order of day and month, the currency."""

    decimal = choice(".", ",", load_default=".")
    days = choice(*DAY_ORDERS, load_default="ymd")
    currency = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=3))


class ColumnGuess(OpenShape):
    """What a column seems to hold. ``unfit``: cells that are filled and no value of the guessed type."""

    column = fields.Integer(required=True)
    label = fields.String(required=True)
    id = slug(required=True)
    type = choice(*FIELD_TYPES, required=True)
    confidence = fields.Float(required=True, metadata={"description": "from 0 to 1"})
    reading = fields.Nested(CellReading, required=True)
    samples = fields.List(fields.String(), required=True)
    empty = fields.Integer(required=True)
    unfit = fields.Integer(required=True)
    longest = fields.Integer(required=True, metadata={"description": "characters of the longest cell"})
    scale = fields.Integer(required=True, metadata={"description": "most decimals of a number"})
    choices = fields.List(
        fields.String(), required=True, metadata={"description": "the values there are, where they are few"}
    )
    counts = fields.List(
        fields.Integer(), required=True, metadata={"description": "how many cells have each of those values"}
    )
    target = slug(
        required=True, allow_none=True, metadata={"description": "the entity whose records the values name"}
    )
    unique = fields.Boolean(required=True, metadata={"description": "filled in every row and never twice"})
    repeats = fields.Integer(required=True, metadata={"description": "cells that equal an earlier one"})
    blank = fields.Integer(
        required=True, metadata={"description": "cells that say in words, such as n/a, that there is nothing"}
    )
    linked = fields.Integer(required=True, metadata={"description": "texts that lead to an address"})
    blanks = fields.List(fields.String(), required=True, metadata={"description": "some of those words"})


class SheetReading(Shape):
    """What of a spreadsheet is read: from which row of headings on, with or without some of its rows."""

    heading = fields.Integer(
        load_default=None,
        allow_none=True,
        validate=validate.Range(min=1),
        metadata={"description": "the row that names the columns; null: the one that looks like it"},
    )
    keep_sum = fields.Boolean(
        load_default=False, metadata={"description": "a last row that sums up the others is one like them"}
    )
    once = fields.Boolean(
        load_default=False, metadata={"description": "of rows that are equal in all cells only the first"}
    )


class SheetRow(OpenShape):
    """A row of a spreadsheet as text, by the number that the spreadsheet shows beside it."""

    row = fields.Integer(required=True)
    cells = fields.List(fields.String(), required=True)


class SheetPreview(OpenShape):
    """The columns of a spreadsheet and its first rows, as text."""

    title = fields.String(required=True, metadata={"description": "what the sheet or the file is called"})
    encoding = fields.String(required=True, metadata={"description": "how a text file is written"})
    delimiter = fields.String(required=True, metadata={"description": "what parts the cells of a text file"})
    columns = fields.List(fields.Nested(ColumnGuess), required=True)
    rows = fields.List(fields.List(fields.String()), required=True)
    heading = fields.Integer(required=True, metadata={"description": "the row that names the columns"})
    top = fields.List(
        fields.Nested(SheetRow), required=True, metadata={"description": "rows among which the headings are"}
    )
    sum = fields.Nested(
        SheetRow,
        required=True,
        allow_none=True,
        metadata={"description": "a last row that sums up the others"},
    )
    twice = fields.Integer(
        required=True, metadata={"description": "rows that equal an earlier one in all cells"}
    )
    reading = fields.Nested(SheetReading, required=True)


class MappedColumn(Shape):
    """The field that a column fills, and how its cells are read."""

    column = fields.Integer(required=True, validate=validate.Range(0, MOST_COLUMNS - 1))
    field = slug(required=True)
    decimal = choice(".", ",", load_default=".")
    days = choice(*DAY_ORDERS, load_default="ymd")
    currency = fields.String(load_default=None, allow_none=True, validate=validate.Length(equal=3))
    means = fields.Dict(
        keys=fields.String(validate=validate.Length(min=1, max=200)),
        values=slug(),
        load_default=dict,
        metadata={"description": "what a cell says → the id of the choice that it means"},
    )


class ImportPlan(Shape):
    """What is to become of a spreadsheet.

    With ``entity``: its records, made, and where ``key`` names a field changed if one has the same value
    there. Without: the ``fields`` of an entity that is only being made; such rows can be checked.
    """

    entity = slug(load_default=None, allow_none=True)
    fields_ = fields.List(
        fields.Nested(Field), load_default=list, data_key="fields", validate=validate.Length(max=MOST_COLUMNS)
    )
    columns = fields.List(
        fields.Nested(MappedColumn), required=True, validate=validate.Length(min=1, max=MOST_COLUMNS)
    )
    key = slug(load_default=None, allow_none=True)
    empty_unfit = fields.Boolean(
        load_default=False,
        metadata={"description": "a cell that is no value of its field counts as empty where it may be"},
    )


class ImportRun(Shape):
    """The order to bring rows in; ``skip_unfit``: without those that do not fit. Otherwise all must."""

    skip_unfit = fields.Boolean(load_default=False)


class ImportState(OpenShape):
    """How an import stands. ``done`` of ``rows`` have been gone through in the present state.

    While it is checked and after, the counts say what would be; once it runs, what was done.
    """

    id = uuid(required=True)
    name = fields.String(required=True)
    size = fields.Integer(required=True)
    received = fields.Integer(required=True)
    state = choice(*IMPORT_STATES, required=True)
    begun_at = fields.String(required=True)
    rows = fields.Integer(required=True)
    done = fields.Integer(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unfit = fields.Integer(required=True, metadata={"description": "rows that do not fit"})
    emptied = fields.Integer(
        required=True, metadata={"description": "rows that come in with a cell left empty"}
    )
    left = fields.Integer(required=True, metadata={"description": "records that the undoing has left"})
    plan = fields.Nested(ImportPlan, required=True, allow_none=True)
    preview = fields.Nested(SheetPreview, required=True, allow_none=True)
    problem = fields.Nested(Problem, required=True, allow_none=True)


class CellProblem(OpenShape):
    """Why a row does not fit, at one of its cells; ``column`` is null where it is about the whole row."""

    row = fields.Integer(required=True)
    column = fields.Integer(required=True, allow_none=True)
    label = fields.String(required=True)
    value = fields.String(required=True, metadata={"description": "the cell, shortened"})
    emptied = fields.Boolean(required=True, metadata={"description": "the row comes in with this cell empty"})
    problem = fields.Nested(Problem, required=True)


class ColumnProblems(OpenShape):
    """How many cells of a column do not fit, of those that are kept."""

    column = fields.Integer(required=True, allow_none=True)
    label = fields.String(required=True)
    count = fields.Integer(required=True)


class CellProblems(OpenShape):
    """A page of what does not fit, by row; ``next`` goes into ``after`` of the following call."""

    problems = fields.List(fields.Nested(CellProblem), required=True)
    columns = fields.List(fields.Nested(ColumnProblems), required=True)
    next = fields.Integer(required=True, allow_none=True)


class ProblemQuery(QueryShape):
    """Which page of what does not fit."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ExportQuery(QueryShape):
    """Which records of an entity, in what order, which fields (parted by commas), and as what file."""

    format = choice("csv", "xlsx", load_default="csv")
    search = fields.String(load_default=None, validate=validate.Length(max=200))
    sort = fields.String(load_default=None, validate=validate.Length(max=61))
    filter = fields.String(
        load_default=None,
        validate=validate.Length(max=8000),
        metadata={"description": "A JSON tree. The address with it takes at most 8190 bytes."},
    )
    fields_ = fields.String(load_default=None, data_key="fields", validate=validate.Length(max=4000))

"""The addresses that cells of a workbook lead to when they are clicked.

They stand apart, behind the cells of their sheet, and what leads elsewhere in the workbook is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import IO, Final
from zipfile import ZipFile

from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.utils import range_boundaries
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from backend.spreadsheets.cells import Cell, LinkedText
from backend.spreadsheets.limits import LONGEST_CELL

_MOST: Final = 100_000
"""So many are kept: one entry may name a whole sheet."""
_SCHEMES: Final = ("http://", "https://", "mailto:")

Addresses = Mapping[int, Mapping[int, str]]
"""Row, from 1, and column, from 0 → address."""


def addresses_of(archive: ZipFile, sheet: str) -> Addresses:
    """Return the addresses in a sheet, by its path in the archive; it is read only where it has any."""
    rels = get_rels_path(sheet)
    if rels not in archive.namelist():
        return {}
    targets = {one.Id: one.Target for one in get_dependents(archive, rels) if one.TargetMode == "External"}
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    if not any(map(_leads_out, targets.values())):
        return found
    with archive.open(sheet) as file:
        for row, column, address in islice(_places(file, targets), _MOST):
            found[row][column] = address
    return found


def linked(cells: list[Cell], addresses: Mapping[int, str]) -> list[Cell]:
    """Return the cells of a row, texts with the addresses that they lead to."""
    return [
        LinkedText(cell, addresses[at]) if at in addresses and isinstance(cell, str) else cell
        for at, cell in enumerate(cells)
    ]


def _places(file: IO[bytes], targets: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for _, node in iterparse(file):
        if node.tag == f"{{{SHEET_MAIN_NS}}}row":
            node.clear()
        address = targets.get(node.get(f"{{{REL_NS}}}id"), "")
        if node.tag != f"{{{SHEET_MAIN_NS}}}hyperlink" or not _leads_out(address):
            continue
        left, top, right, bottom = range_boundaries(node.get("ref"))
        for row, column in product(range(top, bottom + 1), range(left - 1, right)):
            yield row, column, address


def _leads_out(address: str) -> bool:
    return address.lower().startswith(_SCHEMES) and len(address) <= LONGEST_CELL

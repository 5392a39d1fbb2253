"""An address as a QR code: in the terminal, and as a picture that any page can show."""

from __future__ import annotations

import io
from typing import TextIO

import segno

_BLACK_ON_WHITE = "\x1b[38;5;231;48;5;16m"
_PLAIN = "\x1b[0m"


def code_of(text: str) -> segno.QRCode:
    """Return the code of a text; a sixth of it may be covered or in the shade."""
    return segno.make_qr(text, error="m", boost_error=False)


def print_code(text: str, out: TextIO) -> None:
    """Write the code in half blocks; says nothing where the stream cannot hold them."""
    drawn = io.StringIO()
    code_of(text).terminal(drawn, border=2, compact=True)
    lines = drawn.getvalue().splitlines()
    if out.isatty():
        # Blocks are the light modules: on a light terminal the code would be a negative of itself.
        lines = [f"{_BLACK_ON_WHITE}{line}{_PLAIN}" for line in lines]
    try:
        "".join(lines).encode(out.encoding or "ascii")
    except UnicodeEncodeError:
        return
    out.write("\n".join(lines) + "\n")
    out.flush()


def as_svg(text: str, *, title: str) -> bytes:
    """Return the code as an SVG document: black on white whatever the page's colours, for cameras need it."""
    out = io.BytesIO()
    code_of(text).save(
        out,
        kind="svg",
        border=4,
        scale=8,
        light="#fff",
        omitsize=True,
        title=title,
        svgclass=None,
        lineclass=None,
        xmldecl=False,
        nl=False,
    )
    return out.getvalue()

"""A signature: the picture of one that was drawn, or of a name that was typed."""

from __future__ import annotations

from backend.fields.image import Image


class Signature(Image):
    """A reference to the picture."""

    id = "signature"

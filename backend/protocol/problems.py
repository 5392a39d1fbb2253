"""An expected failure as it travels: a stable code with arguments; each end renders the sentence."""

from __future__ import annotations

from marshmallow import fields

from backend.protocol.shape import OpenShape


class Problem(OpenShape):
    """What went wrong, where, and what to do.

    ``sentence`` and ``remedy`` are filled in by REST, in the language of the request; over the
    channel the phone renders both from its own catalogue (``problem.<code>``).
    """

    code = fields.String(required=True)
    arguments = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)
    field = fields.String(
        load_default=None, allow_none=True, metadata={"description": "field id, or path of ids"}
    )
    sentence = fields.String(load_default=None, allow_none=True)
    remedy = fields.String(load_default=None, allow_none=True)

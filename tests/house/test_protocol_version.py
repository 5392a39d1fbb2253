"""Tests that nobody changes a message without saying so."""

import hashlib
import json

from backend.protocol import version
from tests.house.sources import ROOT

SCHEMA = ROOT / "frontend" / "protocol" / "schema.json"
RECORDED = ROOT / "tests" / "house" / "protocol_version.json"

WHAT_TO_DO = """The messages have changed.
1. Raise PROTOCOL_VERSION in backend/protocol/version.py and add a line to HISTORY, unless the present
   version was never released.
2. Phones in the field have the old messages: if those are no longer understood, raise OLDEST_ACCEPTED.
3. Write this into tests/house/protocol_version.json:
{expected}"""


def test_the_recorded_digest_is_that_of_the_exported_messages() -> None:
    schema = json.loads(SCHEMA.read_text())
    canonical = json.dumps(schema, sort_keys=True, separators=(",", ":")).encode()

    now = {"version": version.PROTOCOL_VERSION, "sha256": hashlib.sha256(canonical).hexdigest()}

    assert json.loads(RECORDED.read_text()) == now, WHAT_TO_DO.format(expected=json.dumps(now))


def test_every_version_has_a_line_of_history() -> None:
    versions = range(1, version.PROTOCOL_VERSION + 1)

    assert sorted(version.HISTORY) == list(versions)
    assert version.OLDEST_ACCEPTED in versions

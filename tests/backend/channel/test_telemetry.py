"""The log of what devices ask: a line each, and nothing in it of what was sent."""

from __future__ import annotations

import logging
import re

import pytest

from backend.channel import telemetry
from backend.channel.commands import answer
from tests.backend.sync.office import Organisation, create_place


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger=telemetry.log.name)
    return caplog


@pytest.mark.feature("SYN-18")
def test_each_thing_that_a_device_asks_is_told_with_its_result_and_how_long_it_took(
    office: Organisation, lines: pytest.LogCaptureFixture
) -> None:
    phone = office.person().device()
    phone.sync()
    bad = {**create_place("SECRET"), "values": {"notes": "SECRET"}}
    phone.push(phone.change(create_place("SECRET")), phone.change(bad))
    phone.push(phone.change(create_place("SECRET"), number=9))

    told = [re.sub(r"ms=\d+", "ms=…", record.getMessage()) for record in lines.records]

    device = f"device={phone.id}"
    assert told == [
        f"sync ask=hello over=http result=welcome ms=… {device} error=-",
        f"sync ask=pull over=http result=plan ms=… {device} error=-",
        *[f"sync ask=snapshot over=http result=rows ms=… {device} error=-"] * told.count(told[2]),
        f"sync ask=pull over=http result=done ms=… {device} error=-",
        f"sync ask=push over=http result=outcomes ms=… {device} applied=1 rejected=1 error=-",
        f"sync ask=push over=http result=refusal ms=… {device} error=change-number-gap",
    ]
    assert "SECRET" not in lines.text


@pytest.mark.feature("SYN-18")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"{", "ask=- over=socket result=refusal ms=… device=- error=not-json"),
        (
            b'{"type": "x\\ny", "device": "a\\nb"}',
            "ask=- over=socket result=refusal ms=… device=- error=unknown-message",
        ),
    ],
)
def test_what_cannot_be_read_is_told_without_any_of_it(
    office: Organisation, lines: pytest.LogCaptureFixture, text: bytes, line: str
) -> None:
    answer(office.desk, None, text)

    told = [re.sub(r"ms=\d+", "ms=…", record.getMessage()) for record in lines.records]
    assert told == [f"sync {line}"]

"""Whoever listens to every byte that one person is sent, and knows what none of them may hold.

What he asks with may come back to him: an answer may hold what stands in its own question.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from tests.backend.leaks.forms import forms_of

HEAD = 6
"""So many bytes of each form are looked up at once, at every place of an answer."""
_TOKEN = re.compile(rb"[A-Za-z0-9_+/-]{24,}={0,2}")


@dataclass(frozen=True)
class Secret:
    """A value that the person may not read. ``what``: whose it is, for whoever reads a failure."""

    what: str
    value: str | bytes

    @cached_property
    def forms(self) -> tuple[bytes, ...]:
        return tuple(sorted(forms_of(self.value), key=len))


@dataclass
class Ear:
    """Keeps the secrets and hears the answers."""

    secrets: dict[str | bytes, Secret] = field(default_factory=dict)
    heard: Counter[str] = field(default_factory=Counter)
    leaks: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where and what → how it was told there first."""
    _heads: dict[bytes, set[str | bytes]] = field(default_factory=dict)

    def close(self, what: str, value: str | bytes) -> None:
        """From now on no answer may hold this."""
        self.secrets[value] = Secret(what, value)
        for form in self.secrets[value].forms:
            assert len(form) >= HEAD, f"{value!r} is too short to be told from chance"
            self._heads.setdefault(form[:HEAD], set()).add(value)

    def open(self, value: str | bytes) -> None:
        """The person may read this now, or has read it."""
        self.secrets.pop(value, None)

    def hear(self, where: str, question: bytes, answer: bytes) -> None:
        """Look for every secret in an answer, and in what is wrapped in it."""
        self.heard[where] += 1
        self.heard["bytes"] += len(answer)
        inside = b"\n".join((answer, *_unwrapped(answer)))
        heads = self._heads.keys() & {inside[at : at + HEAD] for at in range(len(inside))}
        for value in {value for head in heads for value in self._heads[head]} & self.secrets.keys():
            secret = self.secrets[value]
            found = next((form for form in secret.forms if form in inside), None)
            if found is not None and not any(form in question for form in secret.forms):
                around = max(0, inside.find(found) - 80)
                told = f"{secret.value!r} as {found!r}: …{inside[around : around + 240]!r}…"
                self.leaks.setdefault((where, secret.what), told)

    def check(self) -> None:
        """Fail with every leak that was heard."""
        found = [f"{where} tells {what} {told}" for (where, what), told in sorted(self.leaks.items())]
        assert not found, f"[inv 14] {len(found)} leaks:\n" + "\n".join(found[:20])


def _unwrapped(answer: bytes) -> list[bytes]:
    """Return what may be packed in marks, cursors and tokens: encoded, or encoded and deflated."""
    found = []
    for token in set(_TOKEN.findall(answer)):
        for padding in (b"", b"=", b"=="):
            try:
                inner = base64.b64decode(token.rstrip(b"=") + padding, altchars=b"-_", validate=True)
            except (binascii.Error, ValueError):
                continue
            found.append(inner)
            for way in (zlib.MAX_WBITS, -zlib.MAX_WBITS, 31):
                try:
                    found.append(zlib.decompress(inner, way))
                except zlib.error:
                    continue
    return found

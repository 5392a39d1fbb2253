"""The message catalogue: every sentence a person reads, by key and language.

``texts/<language>.json`` holds flat keys with ICU MessageFormat values and is read by both ends, so a
message renders alike on the phone (intl-messageformat) and here. A key that a language lacks is
rendered in English; a key that nobody has is a defect that tests find, and shows as itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import orjson
from babel import Locale, UnknownLocaleError

from backend.messageformat import Node, parse_message, render_nodes

TEXTS = Path(__file__).resolve().parent.parent / "texts"
FALLBACK = "en"


class Catalogue:
    """Messages of every language, parsed once when first used."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]]) -> None:
        self._texts = texts
        self._parsed: dict[tuple[str, str], list[Node]] = {}

    @classmethod
    def load(cls, folder: Path = TEXTS) -> Catalogue:
        """Read every ``<language>.json`` of ``folder``."""
        return cls({path.stem: orjson.loads(path.read_bytes()) for path in sorted(folder.glob("*.json"))})

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return tuple(sorted(self._texts, key=lambda language: (language != FALLBACK, language)))

    def has(self, key: str) -> bool:
        """Tell whether any language can render ``key``."""
        return key in self._texts.get(FALLBACK, {}) or any(key in texts for texts in self._texts.values())

    def negotiate(self, wanted: Iterable[str]) -> str:
        """Return the first language of ``wanted`` (BCP 47 tags, best first) that there is, else English."""
        for tag in wanted:
            if (language := tag.replace("_", "-").split("-")[0].lower()) in self._texts:
                return language
        return FALLBACK

    def render(self, language: str, key: str, arguments: Mapping[str, Any] | None = None) -> str:
        """Render one message; an argument that is missing shows as its name in braces."""
        for candidate in (language, FALLBACK):
            message = self._texts.get(candidate, {}).get(key)
            if message is not None:
                nodes = self._parsed.get((candidate, key))
                if nodes is None:
                    nodes = self._parsed.setdefault((candidate, key), parse_message(message))
                return render_nodes(nodes, arguments or {}, _locale(candidate))
        return key

    def describe(self, language: str, problem: Mapping[str, Any]) -> dict[str, str]:
        """Return the ``sentence`` of a problem and its ``remedy`` where the catalogue has one."""
        key, arguments = f"problem.{problem['code']}", problem.get("arguments") or {}
        described = {"sentence": self.render(language, key, arguments)}
        if self.has(f"{key}.remedy"):
            described["remedy"] = self.render(language, f"{key}.remedy", arguments)
        return described


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)

"""An inspection of the designer by axe: what it finds at each station, in light and in dark."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Frame, Page

from tests.e2e.phone import AXE

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Colours that still fade from one to another are not what a person reads.
MOTIONLESS = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets.push(sheet);
}"""
# A frame is looked at by itself: the script is not let into it from outside.
# Two of the rules are of WCAG 2.2 and left out unless they are asked for.
RUN = """() => axe.run({
  resultTypes: ["violations"], iframes: false,
  rules: {"target-size": {enabled: true}, "label-content-name-mismatch": {enabled: true}},
}).then(({violations}) => violations.map(({id, nodes}) =>
  `${id} (${nodes.length}): ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`))"""


class Inspection:
    """Looks at stations one after the other and keeps what is wrong."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stations: list[str] = []
        self.wrong: dict[str, list[str]] = {}

    def look(self, station: str, frame: Frame | None = None) -> None:
        """Look at what is on show, in the page or in a frame of it."""
        where = frame or self.page.main_frame
        if not where.evaluate("() => 'axe' in window"):
            where.evaluate(AXE.read_text(encoding="utf-8"))
            where.evaluate(MOTIONLESS)
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            if found := where.evaluate(RUN):
                self.wrong[f"{station}, {scheme}"] = found
        self.stations.append(station)

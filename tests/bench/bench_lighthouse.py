"""Lighthouse on the phone app: accessibility and best practices of signing in, and of the pages behind it.

The pages are those of a signed-in person with records, in a browser that the first copy has filled. Each must
reach 100; what is lacking is told by the name of its audit.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import expect, sync_playwright

from scripts import node_environment
from scripts.steps import VAR, digest, once
from tests.bench.figures import figure, tell
from tests.bench.options import options
from tests.e2e.office import FEMKE, Office
from tests.e2e.phone import FLAGS, PATIENCE_MS, Phone, chromium

SOURCES = Path(__file__).resolve().parent / "lighthouse"
PLACE = VAR / "bench_lighthouse"
"""Where it is installed when it is asked for: never with the product."""
LIGHTHOUSE = PLACE / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("accessibility", "best-practices")
PAGES = {
    "home": "/app/",
    "list": "/app/w/sales_orders/p/orders",
    "record": "/app/w/sales_orders/p/order/{order}",
    "form": "/app/w/sales_orders/a/new_order?from=orders",
}
ORDER = "SELECT id FROM e_sales_order ORDER BY f_number LIMIT 1"
GOAL = 100.0


def main(arguments: Sequence[str]) -> int:
    asked = options(arguments, n=len(PAGES) + 1, smoke_n=1)
    expect.set_options(timeout=PATIENCE_MS)
    _install()
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder) / "office", scale="0.05")
        try:
            office.start()
            scores = dict(_scored(office, Path(folder) / "phone", pages={} if asked.smoke else PAGES))
        finally:
            office.close()
    for (page, category), score in scores.items():
        figure(
            f"Lighthouse {category}, {page}",
            score,
            "points",
            n=asked.n,
            limit=GOAL,
            goal=1.0,
            at_least=True,
            **asked.marks,
        )
    return 0 if min(scores.values()) >= GOAL else 1


def _install() -> None:
    shutil.copytree(SOURCES, PLACE, dirs_exist_ok=True)
    node = node_environment.ensure()

    def packages() -> None:
        tell("installing Lighthouse")
        command = [*node.npm, "ci", "--ignore-scripts"]
        known = {**os.environ, **node.environment}
        subprocess.run(command, cwd=PLACE, env=known, check=True, stdout=subprocess.DEVNULL)

    once(PLACE / "node_modules" / ".stamp", digest(PLACE / "package-lock.json"), packages)


def _scored(office: Office, profile: Path, pages: dict[str, str]) -> Iterator[tuple[tuple[str, str], float]]:
    with _browser(profile) as port:
        yield from _scores("sign-in", office.address + "/app/", port)
    if not pages:
        return
    with sync_playwright() as playwright:
        phone = Phone(playwright, office, profile)
        phone.begin(FEMKE)
        phone.close()
    order = office.one(ORDER)
    with _browser(profile) as port:
        for name, path in pages.items():
            yield from _scores(name, office.address + path.format(order=order), port)


@contextmanager
def _browser(profile: Path) -> Iterator[int]:
    """Start a browser on a profile; the port on which it is led."""
    command = [
        chromium(),
        *FLAGS,
        "--headless=new",
        f"--user-data-dir={profile}",
        "--remote-debugging-port=0",
    ]
    with subprocess.Popen([*command, "about:blank"], stderr=subprocess.PIPE, text=True) as browser:
        try:
            assert browser.stderr is not None
            told = next(line for line in browser.stderr if "DevTools listening" in line)
            yield int(told.split("/devtools")[0].rsplit(":", 1)[1])
        finally:
            browser.terminate()


def _scores(page: str, address: str, port: int) -> Iterator[tuple[tuple[str, str], float]]:
    done = subprocess.run(
        [
            str(node_environment.ensure().program),
            str(LIGHTHOUSE),
            address,
            f"--port={port}",
            "--disable-storage-reset",
            f"--only-categories={','.join(CATEGORIES)}",
            "--output=json",
            "--quiet",
        ],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    report = json.loads(done.stdout)
    assert report["finalDisplayedUrl"] == address, report["finalDisplayedUrl"]
    for category in CATEGORIES:
        found = report["categories"][category]
        for lacking in _lacking(report, found):
            tell(f"{page}: {lacking}")
        yield (page, category), found["score"] * 100


def _lacking(report: dict[str, Any], category: dict[str, Any]) -> Iterator[str]:
    for reference in category["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if reference["weight"] and audit["score"] not in (None, 1):
            yield f"{audit['id']}: {json.dumps(audit.get('details', {}).get('items', [])[:2])[:400]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

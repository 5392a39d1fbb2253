"""The page that takes a phone or computer through trusting the installation's authority.

One static document for each language and system: no script, its styles inside, so that it works in
whatever browser a device came with and needs a single request. It uses the app's own tokens.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from backend.catalogue import Catalogue
from backend.web.qr_code import as_svg

PAGE_PATH = "/trust"
CERTIFICATE_PATH = "/trust/satchel.crt"
PROFILE_PATH = "/trust/satchel.mobileconfig"

_TOKENS = Path(__file__).resolve().parents[3] / "frontend" / "ui" / "tokens.css"
_STYLES = Path(__file__).resolve().parent / "trust_page.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One kind of device: how many steps the catalogue has for it, and what it downloads."""

    name: str
    steps: int
    takes_profile: bool = False
    command: str | None = None
    """What to type, where that is the way; follows the steps."""


SYSTEMS = (
    System(name="ios", steps=5, takes_profile=True),
    System(name="android", steps=4),
    System(name="windows", steps=4),
    System(name="macos", steps=4),
    System(
        name="linux",
        steps=3,
        command="openssl x509 -in satchel.crt -noout -fingerprint -sha256\n"
        "sudo cp satchel.crt /usr/local/share/ca-certificates/\nsudo update-ca-certificates",
    ),
)
_MARKS = (
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Android", "android"),
    ("Windows", "windows"),
    ("Macintosh", "macos"),
    ("Linux", "linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A rendered page with the policy that permits its own styles and nothing else."""

    html: bytes
    policy: str


def system_of(user_agent: str) -> str:
    """Return the system to show first; an iPad may call itself a Macintosh, so every system stays shown."""
    return next((system for mark, system in _MARKS if mark in user_agent), SYSTEMS[0].name)


def languages_wanted(accept_language: str) -> list[str]:
    """Return the tags of an Accept-Language header, best first; whatever is no tag is left out."""
    weighted: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.partition("=")[2]) if weight.strip() else 1.0
        except ValueError:
            continue
        if tag.strip() and quality > 0:
            weighted.append((quality, tag.strip()))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]


def render_page(
    catalogue: Catalogue, language: str, *, system: str, address: str, host: str, fingerprint: str
) -> Page:
    """Render the page with one system's steps open.

    :param address: where the app opens once the device trusts the server.
    """

    def t(key: str, **arguments: str) -> str:
        return escape(catalogue.render(language, f"trust.{key}", arguments))

    styles = _TOKENS.read_text(encoding="utf-8") + _STYLES.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    picture = base64.b64encode(as_svg(address, title=address)).decode()
    html = f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>{t("title")}</title>
<style>{styles}</style>
</head>
<body>
<main>
<header>
<p class="product">Satchel</p>
<h1>{t("title")}</h1>
<p class="lead">{t("intro", host=host)}</p>
</header>
<section aria-labelledby="check">
<h2 id="check">{t("check.title")}</h2>
<p>{t("check.text")}</p>
<p class="fingerprint"><span class="label">{t("fingerprint")}</span>
<code>{_in_groups(fingerprint)}</code></p>
<p class="quiet">{t("check.limits")}</p>
</section>
<section aria-labelledby="install">
<h2 id="install">{t("install.title")}</h2>
<div>{"".join(_system(catalogue, language, each, is_open=each.name == system) for each in SYSTEMS)}</div>
</section>
<section class="open" aria-labelledby="open">
<div>
<h2 id="open">{t("open.title")}</h2>
<p>{t("open.text")}</p>
<p><a class="button" href="{escape(address)}">{t("open.button")}</a></p>
<p class="address">{escape(address)}</p>
</div>
<figure>
<img src="data:image/svg+xml;base64,{picture}" width="176" height="176"
 alt="{t("open.code", address=address)}">
</figure>
</section>
</main>
</body>
</html>
"""
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
    return Page(html=html.encode(), policy=policy)


def _system(catalogue: Catalogue, language: str, system: System, *, is_open: bool) -> str:
    def t(key: str) -> str:
        return escape(catalogue.render(language, f"trust.{key}"))

    path, label = (
        (PROFILE_PATH, t("download.profile"))
        if system.takes_profile
        else (CERTIFICATE_PATH, t("download.certificate"))
    )
    steps = "".join(f"<li>{t(f'{system.name}.step{number}')}</li>" for number in range(1, system.steps + 1))
    command = f"<pre><code>{escape(system.command)}</code></pre>" if system.command else ""
    return (
        f'<details name="system"{" open" if is_open else ""}>'
        f'<summary>{t(f"{system.name}.title")}</summary><div class="steps">'
        f'<p><a class="button quiet" href="{path}">{label}</a></p><ol>{steps}</ol>{command}</div></details>\n'
    )


def _in_groups(fingerprint: str) -> str:
    """Let the long row of digits break between groups, as people compare it."""
    pairs = fingerprint.split(":")
    groups: Iterable[str] = (":".join(pairs[start : start + 4]) for start in range(0, len(pairs), 4))
    return " ".join(f"<span>{escape(group)}</span>" for group in groups)

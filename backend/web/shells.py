"""The HTML around the pages' scripts, the phone app's manifest, its service worker and the built files.

A shell holds no data and nothing of the person who asks, so the phone keeps it for good: everything on it
comes from the build. No script or style stands inside it, as the content security policy demands.
"""

from __future__ import annotations

from html import escape

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from backend.errors import NotFound, Unavailable
from backend.web.assets import DIST, Asset, Assets
from backend.web.compression import compressed, preferred_encoding
from backend.web.installation import installation
from backend.web.problems import request_language

NAME = "Satchel"
LIGHT, DARK = "#f9fafb", "#0f1113"
"""The ground of ``tokens.css`` in both schemes, for the browser's own frame."""

ICONS = "/static/icons"

PAGES = {
    "/app/": "mobile/main.tsx",
    "/design": "designer/main.tsx",
    "/admin": "admin/main.tsx",
    "/sign-in": "sign-in/main.tsx",
    "/preview": "mobile/preview.tsx",
}
"""Address → entry of the build. What stands below the address is the page's own business."""

_YEAR = "public, max-age=31536000, immutable"
_MANIFEST = {
    "id": "/app/",
    "name": NAME,
    "short_name": NAME,
    "start_url": "/app/",
    "scope": "/app/",
    "display": "standalone",
    "background_color": LIGHT,
    "theme_color": LIGHT,
    "icons": [
        {"src": f"{ICONS}/icon-192.png", "sizes": "192x192", "type": "image/png"},
        {"src": f"{ICONS}/icon-512.png", "sizes": "512x512", "type": "image/png"},
        {
            "src": f"{ICONS}/icon-maskable-512.png",
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
    ],
}

blueprint = Blueprint("shells", __name__)
assets = Assets(DIST)


def use_build(found: Assets) -> None:
    """Serve another build than the checkout's own."""
    global assets
    assets = found


@blueprint.get("/")
def start() -> AnyResponse:
    """Lead to the phone app, which leads on to the sign-in where needed."""
    return redirect("/app/")


@blueprint.get("/app")
def app_without_slash() -> AnyResponse:
    """Lead into the scope of the service worker."""
    query = request.query_string.decode()
    return redirect(f"/app/?{query}" if query else "/app/", 308)


@blueprint.get("/app/sw.js")
def service_worker() -> Response:
    """Return the service worker; browsers ask each time whether it has changed."""
    return _file("sw.js", cache="no-cache")


@blueprint.get("/app/manifest.webmanifest")
def manifest() -> Response:
    """Return what makes the phone app installable."""
    import orjson

    document = {**_MANIFEST, "lang": request_language()}
    reply = compressed(orjson.dumps(document), "application/manifest+json")
    reply.headers["Cache-Control"] = "no-cache"
    return reply


@blueprint.get("/static/<path:path>")
def built_file(path: str) -> Response:
    """Return a file of the build."""
    return _file(f"static/{path}", cache="public, max-age=3600")


@blueprint.get("/favicon.ico")
def favicon() -> AnyResponse:
    """Lead browsers that ask unasked to the icon."""
    return redirect(f"{ICONS}/favicon.svg", 301)


def _shell(rest: str = "") -> Response:
    path = request.path if request.path in PAGES else f"/{request.path.split('/')[1]}"
    address = path if path in PAGES else f"{path}/"
    try:
        body, status = _html(PAGES[address], address), 200
    except Unavailable as missing:
        body, status = _missing(missing), 503
    reply = compressed(body.encode(), "text/html; charset=utf-8")
    reply.status_code = status
    reply.headers["Cache-Control"] = "no-cache" if status == 200 else "no-store"
    reply.vary.add("Accept-Language")
    return reply


for _address in PAGES:
    _stem = _address.rstrip("/")
    blueprint.add_url_rule(_address, _address.strip("/"), _shell, strict_slashes=False)
    blueprint.add_url_rule(f"{_stem}/<path:rest>", f"{_address.strip('/')}-below", _shell)


def _html(entry: str, address: str) -> str:
    page = assets.page(entry)
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, '
        'interactive-widget=resizes-content">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="theme-color" media="(prefers-color-scheme: light)" content="{LIGHT}">',
        f'<meta name="theme-color" media="(prefers-color-scheme: dark)" content="{DARK}">',
        f"<title>{NAME}</title>",
        f'<link rel="icon" href="{ICONS}/favicon.svg" type="image/svg+xml">',
        f'<link rel="apple-touch-icon" href="{ICONS}/apple-touch-icon-180.png">',
    ]
    if address == "/app/":
        head += [
            '<link rel="manifest" href="/app/manifest.webmanifest">',
            '<meta name="apple-mobile-web-app-capable" content="yes">',
            '<meta name="mobile-web-app-capable" content="yes">',
            f'<meta name="apple-mobile-web-app-title" content="{NAME}">',
        ]
    head += [f'<link rel="stylesheet" href="{escape(style)}">' for style in page.styles]
    head += [f'<link rel="modulepreload" href="{escape(chunk)}">' for chunk in page.preloads]
    head.append(f'<script type="module" src="{escape(page.script)}"></script>')
    noscript = escape(_text("shell.no-script"))
    return (
        f'<!doctype html>\n<html lang="{request_language()}">\n<head>\n'
        + "\n".join(head)
        + f'\n</head>\n<body>\n<div id="app"></div>\n<noscript>{noscript}</noscript>\n</body>\n</html>\n'
    )


def _missing(problem: Unavailable) -> str:
    described = installation().catalogue.describe(request_language(), problem.problem())
    return (
        f'<!doctype html>\n<html lang="{request_language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{NAME}</title>\n</head>\n<body>\n<h1>{escape(described['sentence'])}</h1>\n"
        f"<p>{escape(described['remedy'])}</p>\n</body>\n</html>\n"
    )


def _text(key: str) -> str:
    return installation().catalogue.render(request_language(), key)


def _file(path: str, *, cache: str) -> Response:
    asset = assets.asset(path)
    if asset is None:
        raise NotFound("not-found")
    reply = _packed(path, asset)
    reply.headers["Cache-Control"] = _YEAR if asset.lasting else cache
    reply.headers["Vary"] = "Accept-Encoding"
    # One tag for all encodings would let a cache answer with bytes that the asker cannot read.
    reply.set_etag(f"{asset.digest}-{reply.headers.get('Content-Encoding', 'plain')}")
    reply.make_conditional(request)
    return reply


def _packed(path: str, asset: Asset) -> Response:
    encoding = preferred_encoding() if asset.packable else None
    if encoding is None:
        return Response(asset.body, content_type=asset.content_type)
    # On a thread of its own: packing tightly takes a processor for longer than anyone should wait.
    body = installation().database.offload(lambda: assets.packed(path, asset, encoding))
    reply = Response(body, content_type=asset.content_type)
    reply.headers["Content-Encoding"] = encoding
    return reply

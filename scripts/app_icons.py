"""Draws the app's icons: ``python scripts/app_icons.py`` writes frontend/public/static/icons.

One glyph, a satchel, from the same numbers as a picture and as SVG. The maskable icon keeps the glyph inside
the circle that every phone leaves standing.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

TARGET = Path(__file__).resolve().parents[1] / "frontend" / "public" / "static" / "icons"

GROUND, BAG, FLAP, CLASP = "#1f5fbf", "#ffffff", "#dbe7fb", "#1f5fbf"
GRID = 512
OVERSAMPLED = 4

# On the grid: left, top, right, bottom, radius of the corners.
STRAP = (176, 112, 336, 272, 72)
STRAP_WIDTH = 28
BODY = (104, 184, 408, 408, 44)
FLAP_BOX = (104, 184, 408, 312, 44)
CLASP_BOX = (228, 280, 284, 344, 16)

Box = tuple[int, int, int, int, int]


def draw(size: int, *, glyph: float, corner: float) -> Image.Image:
    """Return the icon, ``size`` pixels wide. ``glyph`` scales the satchel, ``corner`` rounds the ground."""
    wide = size * OVERSAMPLED
    image = Image.new("RGBA", (wide, wide), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, wide - 1, wide - 1), radius=wide * corner, fill=GROUND)

    def place(box: Box) -> tuple[tuple[float, float, float, float], float]:
        left, top, right, bottom, radius = box
        scale = wide / GRID * glyph
        shift = wide / 2
        middle_x, middle_y = GRID / 2, (STRAP[1] + BODY[3]) / 2
        return (
            (left - middle_x) * scale + shift,
            (top - middle_y) * scale + shift,
            (right - middle_x) * scale + shift,
            (bottom - middle_y) * scale + shift,
        ), radius * scale

    strap, radius = place(STRAP)
    pen.rounded_rectangle(strap, radius=radius, outline=BAG, width=round(STRAP_WIDTH * wide / GRID * glyph))
    for box, colour in ((BODY, BAG), (FLAP_BOX, FLAP), (CLASP_BOX, CLASP)):
        where, radius = place(box)
        pen.rounded_rectangle(where, radius=radius, fill=colour)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def svg() -> str:
    """Return the icon as SVG."""

    def rectangle(box: Box, style: str) -> str:
        left, top, right, bottom, radius = box
        return (
            f'<rect x="{left}" y="{top}" width="{right - left}" height="{bottom - top}" '
            f'rx="{radius}" {style}/>'
        )

    shapes = [
        f'<rect width="{GRID}" height="{GRID}" rx="112" fill="{GROUND}"/>',
        rectangle(STRAP, f'fill="none" stroke="{BAG}" stroke-width="{STRAP_WIDTH}"'),
        rectangle(BODY, f'fill="{BAG}"'),
        rectangle(FLAP_BOX, f'fill="{FLAP}"'),
        rectangle(CLASP_BOX, f'fill="{CLASP}"'),
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">{"".join(shapes)}</svg>\n'


def main() -> None:
    """Write every icon."""
    TARGET.mkdir(parents=True, exist_ok=True)
    draw(192, glyph=1, corner=0.22).save(TARGET / "icon-192.png", optimize=True)
    draw(512, glyph=1, corner=0.22).save(TARGET / "icon-512.png", optimize=True)
    draw(512, glyph=0.78, corner=0).save(TARGET / "icon-maskable-512.png", optimize=True)
    draw(180, glyph=0.95, corner=0).convert("RGB").save(TARGET / "apple-touch-icon-180.png", optimize=True)
    (TARGET / "favicon.svg").write_text(svg())


if __name__ == "__main__":
    main()

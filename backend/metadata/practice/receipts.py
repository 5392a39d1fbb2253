"""Made-up photographs of receipts: paper on a table, a little crooked, lines that add up."""

from __future__ import annotations

import io
from decimal import Decimal

from PIL import Image, ImageDraw, ImageFont

from backend.metadata.practice import vocabulary
from backend.metadata.practice.source import Source

TABLES = ((92, 70, 52), (60, 66, 74), (128, 112, 92), (44, 52, 46))
PAPER, INK = (247, 245, 238), (52, 50, 48)


def photograph(source: Source, kind: str, merchant: str, amount: Decimal, day: str) -> bytes:
    """Return a JPEG of a receipt in euro, 600 × 800, about 25 KB. ``kind``: a key of ``MERCHANTS``."""
    picture = Image.new("RGB", (600, 800), source.one(TABLES))
    paper = Image.new("RGBA", (360, 620), (*PAPER, 255))
    draw = ImageDraw.Draw(paper)
    draw.text((180, 48), merchant, fill=INK, font=_font(30), anchor="mm")
    draw.text((180, 86), day, fill=INK, font=_font(18), anchor="mm")
    for index, (label, price) in enumerate(_lines(source, kind, amount)):
        top = 150 + index * 40
        draw.text((28, top), label, fill=INK, font=_font(20))
        draw.text((332, top), f"{price:.2f}", fill=INK, font=_font(20), anchor="ra")
    draw.line((28, 470, 332, 470), fill=INK, width=2)
    draw.text((28, 490), "Total", fill=INK, font=_font(28))
    draw.text((332, 490), f"{amount:.2f} EUR", fill=INK, font=_font(28), anchor="ra")
    draw.text((180, 580), "Thank you", fill=INK, font=_font(18), anchor="mm")
    turned = paper.rotate(source.random.uniform(-6, 6), expand=True, resample=Image.Resampling.BICUBIC)
    picture.paste(turned, ((600 - turned.width) // 2, (800 - turned.height) // 2), turned)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=78)
    return stream.getvalue()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _lines(source: Source, kind: str, amount: Decimal) -> list[tuple[str, Decimal]]:
    """Split an amount into a few priced lines."""
    labels = vocabulary.RECEIPT_LINES[kind]
    labels = source.random.sample(labels, source.number(1, len(labels)))
    rest, lines = amount, []
    for left, label in zip(range(len(labels), 0, -1), labels, strict=True):
        part = rest if left == 1 else (rest * Decimal(source.number(15, 60)) / 100).quantize(Decimal("0.01"))
        lines.append((label, part))
        rest -= part
    return lines

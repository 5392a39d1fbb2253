"""What people type in a long run: other values of one field, or of two that belong together."""

from __future__ import annotations

from random import Random
from typing import Any

WORDS = ("Ahus", "Boden", "Ceder", "Duved", "Ekerö", "Falun", "Gnesta", "Hjo")
LARGEST, TOO_LARGE = 1000, 1001


def site_values(chance: Random, before: dict[str, Any]) -> dict[str, Any]:
    """Return other values of one field of a site, or of two that belong together."""
    words = chance.choice(WORDS)
    match chance.randrange(17):
        case 0 | 1:
            return {"name": words}
        case 2:
            return {"name": None}
        case 3 | 4:
            return {"notes": edited_lines(chance, before.get("notes"))}
        case 5:
            return {"size": chance.choice([0, 1, 2, 3, 40, 500, TOO_LARGE])}
        case 6:
            return {"street": words, **({"town": words} if chance.randrange(2) else {})}
        case 7:
            return {"town": words}
        case 8 | 9:
            return {"count": (before.get("count") or 0) + chance.choice([-2, 1, 5])}
        case 10:
            return {"most": chance.randrange(100)}
        case 11:
            return {"fewest": chance.randrange(100)}
        case 12:
            return {"gate": words}
        case 13:
            return {"grade": words}
        case 14:
            return {"log": "\n".join([*lines_of(before.get("log")), new_line(chance)])}
        case 15:
            return {"tags": edited_tags(chance, before.get("tags"))}
        case _:
            return {"code": chance.choice([None, "A", "B", "C", "D", "E", "F"])}


def visit_values(chance: Random, person: str) -> dict[str, Any]:
    """Return another value of a field of a visit."""
    match chance.randrange(3):
        case 0:
            return {"title": secret(chance, person)}
        case 1:
            return {"hours": chance.choice([0, 1, 8, 40, TOO_LARGE])}
        case _:
            amount = chance.choice(["0.00", "12.50", "7.25"])
            return {"cost": chance.choice([None, {"amount": amount, "currency": "SEK"}])}


def lines_of(text: str | None) -> list[str]:
    return text.split("\n") if text else []


def new_line(chance: Random) -> str:
    return f"{chance.choice(WORDS)}-{chance.randrange(10**6)}"


def edited_lines(chance: Random, text: str | None) -> str | None:
    """Return a text with a line put in, replaced or taken out; no two of its lines are alike."""
    lines = lines_of(text)
    if len(lines) < 4:
        return "\n".join([*lines, *(new_line(chance) for _ in range(4))])
    at = chance.randrange(len(lines))
    match chance.randrange(8):
        case 0 if len(lines) > 6:
            del lines[at]
        case 1 | 2:
            lines.insert(at, new_line(chance))
        case 3:
            return None
        case _:
            lines[at] = new_line(chance)
    return "\n".join(lines[:12])


def edited_tags(chance: Random, text: str | None) -> str | None:
    tags = lines_of(text)
    if len(tags) > 2 and chance.randrange(2):
        tags.remove(chance.choice(tags))
    else:
        tags.append(new_line(chance))
    return "\n".join(tags)


def secret(chance: Random, person: str) -> str:
    """Return a text that only one person may read."""
    return f"{chance.choice(WORDS)} #{person[-1]}{chance.randrange(10**6):06}#"

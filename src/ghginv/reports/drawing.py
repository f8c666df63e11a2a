"""What charts are drawn with: shapes on a narrow sheet that a telephone can show, and scales for the figures."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import partial
from typing import Any

from ghginv import folders
from ghginv.reports.document import Chart, Mark
from ghginv.reports.wording import FOLDER, plain

WIDTH = 480
SIZE = 13
INK, GRID, PALE = "#222222", "#dddddd", "#666666"
UNITS = {"zh": ((1e4, "万吨 CO2e"), (1, "吨 CO2e")), "en": ((1e6, "Mt CO2e"), (1e3, "kt CO2e"), (1, "t CO2e"))}
"""Units of an axis, the largest that keeps its numbers at ten or more first."""


@folders.remembered
def style() -> dict[str, Any]:
    """Fonts and colours, as ``charts.toml`` says."""
    return tomllib.loads(folders.file("templates", f"{FOLDER}/charts.toml").read_text("utf-8"))


def colour(name: str) -> str:
    """The colour of a sector or a family of gases."""
    colours = style()["colours"]
    return str(colours.get(name, colours["other"]))


def unit(values: Sequence[float], lang: str) -> tuple[float, str]:
    """What to divide figures in t CO2e by, and the unit then."""
    largest = max((abs(value) for value in values), default=0.0)
    return next((each for each in UNITS[lang] if largest >= 10 * each[0]), UNITS[lang][-1])


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers from at or below ``low`` to at or above ``high``.

    >>> ticks(-3, 47), ticks(0, 0.9)
    ([-10.0, 0.0, 10.0, 20.0, 30.0, 40.0, 50.0], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0])
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / about
    power = 10.0 ** (len(f"{int(rough)}") - 1) if rough >= 1 else 10.0 ** -(len(f"{int(1 / rough)}"))
    step = next(power * each for each in (1, 2, 5, 10, 20, 50, 100) if power * each >= rough * 0.8)
    first, last = int(low // step), -int(-high // step)
    return [round(step * place, 12) for place in range(first, last + 1)]


def wide(text: str, size: float = SIZE) -> float:
    """About how wide a text is: a Chinese character is as wide as high."""
    return size * sum(1.0 if ord(sign) > 0x2E7F else 0.56 for sign in text)


def cut(text: str, room: float, size: float = SIZE) -> str:
    """The text, with … in place of what does not fit."""
    text = plain(text)
    if wide(text, size) <= room:
        return text
    while text and wide(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


class Sheet:
    """A drawing in the making; places are in units of the drawing, y grows downwards."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []

    def add(self, shape: str, text: str = "", tip: str = "", **places: object) -> None:
        """Add a shape with its SVG attributes, written the same on every machine."""
        written = tuple((name.rstrip("_").replace("_", "-"), _written(value)) for name, value in places.items())
        self.marks.append(Mark(shape, written, plain(text), plain(tip)))

    def text(self, x: float, y: float, text: str, anchor: str = "start", fill: str = INK, size: float = SIZE) -> None:
        """A line of text with its base at ``y``."""
        self.add("text", text, x=x, y=y, text_anchor=anchor, fill=fill, font_size=size)

    def label(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """A line of text on white, so that no line behind it crosses it."""
        self.bar(x - 2, y - size, wide(text, size) + 4, size + 4, "#ffffff")
        self.text(x, y, text, size=size)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str = GRID, width: float = 1) -> None:
        """A straight line."""
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)

    def path(self, places: Sequence[tuple[float, float]], stroke: str, width: float = 2.5, dashes: str = "") -> None:
        """A line through these places; nothing where there are none."""
        drawn = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(places))
        more = {"stroke_dasharray": dashes} if dashes else {}
        if drawn:
            self.add("path", d=drawn, fill="none", stroke=stroke, stroke_width=width, **more)

    def bar(self, x: float, y: float, width: float, height: float, fill: str, tip: str = "") -> None:
        """A rectangle; a width below zero runs to the left, a height below zero upwards."""
        left, top = min(x, x + width), min(y, y + height)
        self.add("rect", tip=tip, fill=fill, x=left, y=top, width=abs(width), height=abs(height))

    def legend(self, y: float, entries: Sequence[tuple[str, str]]) -> float:
        """Names with their colours from ``y`` on, as many rows as needed; returns where they end."""
        x = 8.0
        for name, fill in entries:
            room = wide(name) + 34
            if x > 8 and x + room > WIDTH:
                x, y = 8.0, y + 20
            self.bar(x, y - 10, 12, 12, fill)
            self.text(x + 17, y, name)
            x += room
        return y + 20

    def chart(self, caption: str, summary: str, height: float, values: Sequence[tuple[str, float]]) -> Chart:
        """The drawing as a value."""
        return Chart(caption, plain(summary), WIDTH, round(height), tuple(self.marks), tuple(values))


def _written(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def scaled(low: float, high: float, start: float, end: float):  # type: ignore[no-untyped-def]
    """From a figure to its place between ``start`` and ``end``."""
    return partial(_place, low, high, start, end)


def _place(low: float, high: float, start: float, end: float, value: float) -> float:
    return start + (value - low) / (high - low) * (end - start)

"""The chart of a report on targets: a bar an indicator, how much is reached, in the colour of its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, cut, scaled, wide

Row = Mapping[str, Any]
COLOURS = {"met": "#2e7d4f", "ahead": "#5fa777", "on-track": "#9bb7cf", "behind": "#d98e2b", "missed": "#b5432d"}
_MOST = 120.0  # percent; longer bars are cut there
_ROWS = 40


def completion(rows: Sequence[Row], words: Mapping[str, str]) -> Chart:
    """The indicators with a completion (percent), the least first; a mark where each should be by now."""
    ordered = sorted(rows, key=lambda row: float(row["completion"]))[:_ROWS]
    sheet, place, values = Sheet(), scaled(0, _MOST, 10.0, WIDTH - 10.0), []
    bottom = 16.0 + 36 * len(ordered)
    for mark in (0, 50, 100):
        sheet.line(place(mark), 6, place(mark), bottom, INK if mark == 100 else GRID)
        sheet.text(place(mark), bottom + 14, f"{mark}%", "middle" if mark else "start", PALE, 11)
    for at, row in enumerate(ordered):
        top, reached = 20.0 + 36 * at, float(row["completion"])
        figure = f"{reached:.1f}%"
        name = f"{row['indicator']} {row['name']}"
        tip = f"{name} {figure} {row['state']}"
        sheet.bar(place(0), top + 5, max(1.0, place(min(reached, _MOST)) - place(0)), 11, COLOURS[row["state_id"]], tip)
        sheet.text(10, top, cut(name, WIDTH - 40 - wide(figure, 12), 12), size=12)
        sheet.text(WIDTH - 10, top, figure, "end", size=12)
        values.append((name, reached))
    legend = [(words[f"state.{state}"], fill) for state, fill in COLOURS.items()
              if any(row["state_id"] == state for row in ordered)]  # fmt: skip
    end = sheet.legend(bottom + 38, legend)
    summary = "; ".join(f"{name} {value:.1f}%" for name, value in values)
    return sheet.chart(words["chart.completion"], summary, end, values)

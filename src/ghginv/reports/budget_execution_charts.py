"""The chart of execution 执行图: what each node has emitted against its budget, as one bar in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ghginv.reports.budget_charts import GOAL, MARK, SOFT, unit
from ghginv.reports.budget_tables import Row, rough
from ghginv.reports.document import Chart
from ghginv.reports.drawing import GRID, INK, PALE, WIDTH, Sheet, cut, scaled, ticks

_MOST = 20


def execution(
    nodes: Sequence[Row], words: Mapping[str, str], lang: str, caption: str = "chart.execution"
) -> Chart:
    """A row a node, the largest budgets first: its budget as a pale bar, emissions within it dark, above it red.

    ``nodes`` have ``name``, ``final_kg`` and ``consumed_kg``; ``caption`` is the key of its words.
    """
    shown = sorted(nodes, key=lambda each: -int(each["final_kg"]))[:_MOST]
    amounts = [(each, int(each["final_kg"]) / 1000, int(each["consumed_kg"]) / 1000) for each in shown]
    largest = max((max(budget, used) for _, budget, used in amounts), default=1.0)
    scale, name = unit([largest], lang)
    marks = ticks(0.0, largest / scale)
    place, sheet, bottom = scaled(marks[0], marks[-1], 16.0, WIDTH - 24.0), Sheet(), 30.0 + 42 * len(shown)
    for mark in marks:
        sheet.line(place(mark), 16, place(mark), bottom, INK if mark == 0 else GRID)
        sheet.text(place(mark), bottom + 18, f"{mark:,g}", "middle", PALE)
    values = []
    for row, (each, budget, used) in enumerate(amounts):
        top, said = 32.0 + 42 * row, f"{rough(used)} / {rough(budget)}"
        sheet.label(18, top, f"{cut(str(each['name']), 220, 12)}  {said}", 12)
        within = min(used, budget)
        sheet.bar(place(0), top + 6, place(budget / scale) - place(0), 16, SOFT, f"{each['name']} {rough(budget)}")
        sheet.bar(place(0), top + 9, place(within / scale) - place(0), 10, MARK, f"{each['name']} {rough(used)}")
        if used > budget:
            start = place(budget / scale)
            sheet.bar(start, top + 9, place(used / scale) - start, 10, GOAL, f"{each['name']} +{rough(used - budget)}")
        values += [(f"{each['name']} budget", budget), (f"{each['name']} consumed", used)]
    sheet.text(WIDTH - 8, bottom + 36, name, "end", PALE)
    entries = [(words["chart.budget"], SOFT), (words["chart.consumed"], MARK), (words["chart.over"], GOAL)]
    end = sheet.legend(bottom + 58, entries)
    summary = "; ".join(f"{each['name']} {rough(used)} / {rough(budget)}" for each, budget, used in amounts)
    return sheet.chart(words[caption], f"{summary} {words['unit.short']}", end, values)

"""Q2: mass × GWP = CO2e, lines add up to the line above and to the total, districts add up to the city."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ghginv.calculation import reporting
from ghginv.calculation.layouts import Layout
from ghginv.domain import regions
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import GRAMS_OF_ROUNDING, PRECISION, Subject, counted, figure, named, rules

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory


def check(subject: Subject) -> Result:
    """Every emission row, every figure of every reporting table, and the districts where all of them were compiled."""
    inventory = subject.inventory
    remarks = [*_weighted(inventory)]
    examined = len(inventory.rows)
    for layout in reporting.layouts_of(inventory).values():
        rows = reporting.placed(inventory, layout)
        figures = reporting.figures(layout, rows)
        examined += int(figures.notna().to_numpy().sum())
        remarks += unequal(layout, rows, figures)
    parts = _districts(subject)
    remarks += _apart(inventory, parts) if parts else []
    return Result("Q2", examined + len(parts), tuple(remarks), () if parts else (Finding("qa-no-districts"),))


def _weighted(inventory: Inventory) -> Iterator[Remark]:
    rows = inventory.rows.merge(
        inventory.choices[["choice_id", "gwp", "source_category", "item", "gas"]], on="choice_id"
    )
    expected = rows["mass_g"] * rows["gwp"]
    off = (rows["co2e_g"] - expected).abs() > GRAMS_OF_ROUNDING + PRECISION * expected.abs()
    for row in rows[off].assign(expected=expected[off]).to_dict("records"):
        what = named(row["source_category"], row["item"], row["gas"])
        details = what | {"activity": row["activity_id"]}
        finding = Finding("qa-co2e", found=f"{row['co2e_g']} g", expected=f"{row['expected']:.0f} g", details=details)
        yield Remark(finding, row["source_category"], row["item"], row["gas"])


def unequal(layout: Layout, rows: pd.DataFrame, figures: pd.DataFrame) -> Iterator[Remark]:
    """Figures of a table that are not the sum of the rows that stand in their line and in the lines below it."""
    below = {line.line: _with_all_below(layout, line.line) for line in layout.lines if not line.where}
    for column in layout.columns if layout.takes_rows else ():
        if not column.measure:
            continue
        taken = reporting.chosen(rows, column.criteria)
        sums = taken.groupby(layout.column)[f"{column.measure}_g"].sum()
        told = figures[column.id].dropna().to_dict()
        for line, parts in below.items():
            known = sums[sums.index.isin(parts)]
            found, expected = told.get(line), known.sum() if len(known) else None
            if found != expected:
                details = {"table_zh": layout.zh, "table_en": layout.en, "line": line, "column": column.id}
                yield Remark(Finding("qa-sum", found=f"{found} g", expected=f"{expected} g", details=details), line)


def _with_all_below(layout: Layout, line: str) -> set[str]:
    return {line}.union(*(_with_all_below(layout, each.line) for each in layout.below(line)))


def _districts(subject: Subject) -> dict[str, Inventory]:
    """The runs of all districts of the region; none unless all of them were compiled."""
    children = [each.code for each in regions.children(subject.region, subject.year) if each.code.isdigit()]
    return {code: subject.peers[code] for code in children} if children and set(children) <= set(subject.peers) else {}


def _apart(city: Inventory, parts: dict[str, Inventory]) -> Iterator[Remark]:
    limit = rules()["Q2"]["districts_percent"]
    whole, total = counted(city)["co2e_t"].sum(), sum(counted(each)["co2e_t"].sum() for each in parts.values())
    percent = 100 * abs(total - whole) / abs(whole) if whole else 0.0
    if percent > limit:
        details = {"percent": f"{percent:.1f}", "limit": limit}
        yield Remark(Finding("qa-districts", found=figure(total), expected=figure(whole), details=details))

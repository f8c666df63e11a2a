"""``key-categories``: what matters most in a run, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ghginv.findings import Finding
from ghginv.workspace.runs import Run
from ghginv.workspace.uncertainty import based, figures, title

if TYPE_CHECKING:
    import pandas as pd

_ASSESSMENTS = {
    "level": ("水平", "level"),
    "trend": ("趋势", "trend"),
    "level_without_land": ("水平（不含土地利用）", "level without land use"),
    "trend_without_land": ("趋势（不含土地利用）", "trend without land use"),
}


@dataclass(frozen=True)
class KeyCategories:
    """The table, the largest first, with ``why`` a category is key; and what to know of it."""

    table: pd.DataFrame
    remarks: list[Finding] = field(default_factory=list)


def key_categories(
    run: Run, *, approach: int = 1, base: Run | None = None, threshold: float | None = None, lang: str = "zh"
) -> KeyCategories:
    """Key categories by level, and by trend when a base year's run is given; see ``inventory.key_categories``.

    Approach 2 takes the combined uncertainty of error propagation. Raises UsageError for an approach or threshold that
    does not exist and a base of the same year, InputError when the year or the base year sums to zero.
    """
    from ghginv.inventory import key_categories as analysis
    from ghginv.inventory import propagation, provenance
    from ghginv.inventory.figures import paired

    with run.workspace.overlaid():
        now, before = figures(run, base)
        rows = paired(now, before)
        remarks = list(based(run, base))
        if approach == 2:
            assessed = propagation.propagate(now, before)[["category", "gas", "combined_uncertainty"]]
            rows = rows.merge(assessed.rename(columns={"combined_uncertainty": "uncertainty"}), on=["category", "gas"])
            remarks += provenance.remarks(now)
        found = analysis.identify(rows, approach, threshold)
        found.insert(1, "name", [title(code, lang) for code in found["category"]])
        found["why"] = [_why(row, lang) for row in found.to_dict("records")]
        return KeyCategories(found, remarks)


def _why(row: dict[str, Any], lang: str) -> str:
    """In which assessments the category is key, with its share and the sum up to it."""
    words = ("占 {:.1f}%，累计 {:.1f}%", "{:.1f} %, cumulative {:.1f} %")
    place = 0 if lang == "zh" else 1
    reasons = [
        f"{names[place]}: " + words[place].format(row[f"{name}_share"], row[f"{name}_cumulative"])
        for name, names in _ASSESSMENTS.items()
        if row.get(f"{name}_key")
    ]
    return ("；" if lang == "zh" else "; ").join(reasons)

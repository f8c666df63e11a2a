"""``compare``: what differs between two runs, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ghginv.workspace.runs import Run

if TYPE_CHECKING:
    import pandas as pd


def compare(first: Run, second: Run, lang: str = "zh") -> pd.DataFrame:
    """The rows of both runs side by side; see ``calculation.compare``."""
    from ghginv.calculation import compare as comparison

    return comparison.compare(first.inventory, second.inventory, lang)


def summary(compared: pd.DataFrame, lang: str = "zh") -> str:
    """One line on what counts: both totals and the causes of the difference."""
    from ghginv.calculation import compare as comparison

    found = comparison.summary(compared)
    names = _CAUSES[lang]
    causes = ", ".join(f"{names[name]} {found[f'{name}_t']:+,.2f}" for name in names if found[f"{name}_t"])
    totals = f"{found['first_co2e_t']:,.2f} → {found['second_co2e_t']:,.2f} t CO2e ({found['difference_t']:+,.2f})"
    return f"{totals}: {causes}" if causes else totals


_CAUSES = {
    "zh": {"activity": "活动水平", "factor": "因子", "method": "方法", "gwp": "GWP", "boundary": "边界"},
    "en": {"activity": "activity", "factor": "factor", "method": "method", "gwp": "GWP", "boundary": "boundary"},
}

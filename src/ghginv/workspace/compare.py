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

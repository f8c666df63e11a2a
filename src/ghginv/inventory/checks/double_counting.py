"""Q7: the same emission from two sides; which pairs are suspect is data (``templates/checks/double_counting.csv``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.findings import Finding
from ghginv.inventory.checks.result import Remark, Result
from ghginv.inventory.checks.subject import Subject, among, counted

if TYPE_CHECKING:
    import pandas as pd

CODES = {"error": "qa-counted-twice", "warning": "qa-maybe-twice"}


def pairs() -> list[dict[str, str]]:
    """The suspect pairs: ``pair, first_category, first_item, second_category, second_item, gas, severity, zh, en``.

    Categories and items are read by ``among``; a blank gas means any.
    """
    path = folders.file("templates", "checks/double_counting.csv")
    return [row for _, row in folders.rows(path)]


def check(subject: Subject) -> Result:
    """Every pair; a side is there when it has emissions that count."""
    rows = counted(subject.inventory)
    rows = rows[rows["co2e_g"] != 0]
    known = pairs()
    return Result("Q7", len(known), tuple(remark for pair in known for remark in _both(pair, rows)))


def _both(pair: Mapping[str, str], rows: pd.DataFrame) -> Iterator[Remark]:
    of_gas = rows[rows["gas"] == pair["gas"]] if pair["gas"] else rows
    first, second = (
        of_gas[_fits(of_gas, pair[f"{side}_category"], pair[f"{side}_item"])] for side in ("first", "second")
    )
    if first.empty or second.empty:
        return
    details = {"why_zh": pair["zh"], "why_en": pair["en"]}
    here, there = (f"{each['sheet'].iloc[0]}!{each['cell'].iloc[0]}" for each in (first, second))
    row = second.iloc[0]
    finding = Finding(CODES[pair["severity"]], "", row["sheet"], row["cell"], there, here, details)
    yield Remark(finding, row["activity_category"], row["item"], pair["gas"])


def _fits(rows: pd.DataFrame, category: str, item: str) -> list[bool]:
    return [among(*key, category, item) for key in zip(rows["activity_category"], rows["item"], strict=True)]

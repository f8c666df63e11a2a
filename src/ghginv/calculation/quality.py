"""What the GPC asks of each line beside the figures: scope, notation key, data quality 数据质量, comment.

The rules that grade activity data and emission factors are data: ``quality.csv`` beside the layouts. A row's factors
are as good as the weakest of them; a line is as good as the rows that hold most of its emissions.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.calculation.completeness import Gaps
from ghginv.calculation.layouts import FOLDER, Layout
from ghginv.domain import items

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.calculation.inventory import Inventory

GRADES = "HML"
NOT_ESTIMATED = "NE"
_COLUMNS = ("scope_text", "notation", "quality_activity", "quality_factor", "comment")
_WORDS = {
    "missing": {"zh": "没有活动水平数据，请核实是 NO 还是 NE", "en": "no activity data: find out whether NO or NE"}
}


def texts(
    inventory: Inventory, layout: Layout, rows: pd.DataFrame, gaps: Gaps, lang: str = "zh"
) -> dict[tuple[str, str], str | float]:
    """The cells of the columns ``scope_text, notation, quality_activity, quality_factor, comment`` of a table.

    ``rows`` are the placed emission rows. A line without figures bears a notation key, NE unless another is known.
    """
    if not set(_COLUMNS) & {column.id for column in layout.columns}:
        return {}
    graded = grades(inventory, layout, rows)
    found: dict[tuple[str, str], str | float] = {}
    for line in layout.lines:
        if line.where or layout.below(line.line):
            continue
        known = [gap for gap in gaps if gap.line == line.line]
        found[line.line, "scope_text"] = line.scope
        if line.line in graded:
            found[line.line, "quality_activity"], found[line.line, "quality_factor"] = graded[line.line]
        else:
            signs = sorted({_GPC.get(gap.notation, gap.notation) for gap in known})
            found[line.line, "notation"] = ", ".join(signs) or NOT_ESTIMATED
        reasons = {f"{gap.notation}: {_named(gaps[gap], lang)}{gap.reason(lang)}" for gap in known}
        missing = [] if line.line in graded or known else [_WORDS["missing"][lang]]
        found[line.line, "comment"] = ("；" if lang == "zh" else "; ").join([*sorted(reasons), *missing])
    return {cell: text for cell, text in found.items() if text != ""}


_GPC = {"NA": "NO"}
"""The GPC has no key NA: a source that gives no such gas does not occur for it."""


def _named(codes: list[str], lang: str) -> str:
    names = "、".join(items.find_code(code).name(lang) for code in codes)
    return f"{names} " if names else ""


def grades(inventory: Inventory, layout: Layout, rows: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """The grades (H, M, L) of activity data and emission factors by line."""
    rules = _rules()
    given = inventory.activity.set_index("activity_id")[["uncertainty", "enterprise"]]
    data = {row.Index: _of_activity(rules, row.uncertainty, row.enterprise) for row in given.itertuples()}
    tiers = inventory.parameters.set_index("parameter_id")["tier"].to_dict()
    factors = {ids: _of_factors(rules, ids, tiers) for ids in set(rows["parameter_ids"])}
    placed = rows[rows[layout.column] != ""]
    size = placed["co2e_g"].abs()
    found = {}
    for line, of_line in placed.groupby(layout.column):
        mine = of_line["activity_id"].map(data), of_line["parameter_ids"].map(factors)
        activity, factor = (_most(size.loc[of_line.index].groupby(each).sum().to_dict()) for each in mine)
        found[str(line)] = activity, factor
    return found


def _most(sizes: dict[str, int]) -> str:
    """The grade that holds most, the lower one of two that hold the same."""
    return max(sizes, key=lambda grade: (sizes[grade], GRADES.index(grade)))


def _rules() -> dict[str, list[tuple[str, str]]]:
    rules: dict[str, list[tuple[str, str]]] = {}
    for _, row in folders.rows(folders.file("templates", f"{FOLDER}/quality.csv")):
        rules.setdefault(row["of"], []).append((row["value"], row["grade"]))
    return rules


def _of_activity(rules: dict[str, list[tuple[str, str]]], uncertainty: float | None, enterprise: str) -> str:
    if uncertainty is not None and not math.isnan(uncertainty):
        bounds = rules["uncertainty"]
        return next((grade for bound, grade in bounds if uncertainty <= float(bound)), GRADES[-1])
    return dict(rules["origin"])["enterprise" if enterprise else "statistics"]


def _of_factors(rules: dict[str, list[tuple[str, str]]], ids: str, tiers: dict[str, str]) -> str:
    known = dict(rules["tier"])
    found = {known.get(tiers[each], GRADES[-1]) for each in ids.split(";") if each and tiers[each] != "derived"}
    return max(found, key=GRADES.index, default=GRADES[0])

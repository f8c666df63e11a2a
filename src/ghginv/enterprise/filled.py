"""How much of an enterprise's emissions rests on filled data 填补数据, as a rating rule defines it.

Two things count where the rule names them: a figure for the whole year where the workbook asks for months, and a
source that says it was estimated. Default parameters do not: the guidelines allow them. A notation key has no
emissions and so no weight; the account lists it.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import TYPE_CHECKING

from ghginv.enterprise.rating_rules import Demand

if TYPE_CHECKING:
    import pandas as pd


def reasons(rows: pd.DataFrame, monthly: Mapping[str, Set[str]], rule: Demand) -> pd.Series:
    """Why each emission row rests on filled data: ``annual``, ``estimated`` or empty.

    ``rows`` have ``template, sheet, month, source``; ``monthly`` names by template the sheets that ask for months.
    """
    import pandas as pd

    found = pd.Series("", index=rows.index, dtype=object)
    if "annual" in rule.filled_counts:
        pairs = zip(rows["template"], rows["sheet"], strict=True)
        asked = pd.Series([sheet in monthly.get(template, ()) for template, sheet in pairs], rows.index, dtype=bool)
        found[asked & (rows["month"] == 0)] = "annual"
    if "estimated" in rule.filled_counts:
        said = rows["source"].fillna("").str.casefold()
        words = [word.casefold() for word in rule.filled_words]
        found[said.map(lambda text: any(word in text for word in words)).astype(bool)] = "estimated"
    return found


def share(rows: pd.DataFrame) -> float:
    """The share (0 … 1) of emissions whose ``filled`` is not empty, what is subtracted (heat sold) by its size.

    NaN without emissions.
    """
    sizes = rows["co2e_g"].abs()
    whole = int(sizes.sum())
    return int(sizes[rows["filled"] != ""].sum()) / whole if whole else float("nan")

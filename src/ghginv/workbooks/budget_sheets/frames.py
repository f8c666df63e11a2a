"""A frame as a table of a sheet: titles in words, styles and widths by what columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ghginv.workbooks.account_page import Field
from ghginv.workbooks.budget_page import BudgetBook
from ghginv.workbooks.build_page import length

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]
_STYLES = {
    "year": "year", "peak": "year", "value": "quantity", "population": "quantity", "cost": "tonnes", "weight": "ratio",
    "gdp": "tonnes", "energy": "whole", "energy_intensity": "intensity", "intensity": "intensity", "min": "whole",
    "max": "whole", "median": "whole", "mean": "whole", "recommended": "whole", "distance_to_requests": "ratio",
    **dict.fromkeys(("share", "growth", "cut", "change", "gdp_shift", "intensity_cut", "cut_target", "cut_outcome"),
                    "tonnes"),
}  # fmt: skip
_NAMED = {"region": "regions", "industry": "industries"}
_LEAST, _MOST = 10.0, 56.0
_KG = 1000


def titled(book: BudgetBook, key: str) -> str:
    """The title of a column; amounts in tonnes say so."""
    if key.isdigit():
        return key
    unit = f"\n({book.unit('t')})" if key.endswith("_t") else ""
    return book.word(f"col.{key}") + unit


def style_of(key: str, values: Sequence[Any]) -> str:
    """How the cells of a column look: amounts whole, measures with their decimals, text as text."""
    if any(isinstance(value, str) and value for value in values):
        return "text"
    if key.endswith("_t"):
        return "whole"
    return "ratio" if key.startswith("gini") else _STYLES.get(key, "quantity")


def shown(book: BudgetBook, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as it is shown: kilograms as tonnes, names in the language of the workbook and in no other."""
    other = "en" if book.lang == "zh" else "zh"
    if {"zh", "en"} <= set(frame.columns):
        frame = frame.drop(columns=other).rename(columns={book.lang: "name"})
    kilograms = [name for name in frame.columns if str(name).endswith("_kg")]
    tonnes = {name: frame[name] / _KG for name in kilograms}
    return frame.assign(**tonnes).rename(columns={name: f"{name.removesuffix('_kg')}_t" for name in kilograms})


def records(frame: pd.DataFrame, names: Mapping[str, Mapping[str, str]] | None = None) -> list[Record]:
    """The rows with text keys; codes of regions and industries with their names where these are known."""
    rows: list[Record] = []
    for told in frame.astype(object).to_dict("records"):
        row = {str(key): _plain(value) for key, value in told.items()}
        for key, known in _NAMED.items():
            code = row.get(key)
            if isinstance(code, str) and (name := (names or {}).get(known, {}).get(code)):
                row[key] = f"{code} {name}"
        rows.append(row)
    return rows


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return value if isinstance(value, str | bool) else float(value) if hasattr(value, "__float__") else str(value)


def fields(book: BudgetBook, rows: Sequence[Record], keys: Sequence[str]) -> list[Field]:
    """The columns of a table."""
    return [Field(key, titled(book, key), style_of(key, [row.get(key) for row in rows])) for key in keys]


def widths(book: BudgetBook, rows: Sequence[Record], keys: Sequence[str]) -> list[float]:
    """As wide as titles and values need, within what a page bears."""
    found = []
    for key in keys:
        title = max(length(part) for part in titled(book, key).split("\n")) + 2
        longest = max((length(_text(row.get(key))) for row in rows), default=0.0) + 3
        found.append(min(_MOST, max(_LEAST, title, longest)))
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.2f}" if isinstance(value, float) else ""


def keys(frame: pd.DataFrame) -> list[str]:
    """The names of the columns as text."""
    return [str(each) for each in frame.columns]

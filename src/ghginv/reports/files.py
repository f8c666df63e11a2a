"""Tables as files: CSV, JSON, YAML, Excel without formulas. What is text stays text in whatever opens it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_CREATED = datetime.datetime(2000, 1, 1)  # fixed, so that the same tables give the same bytes


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """UTF-8 with a byte order mark, as Excel wants it; text that would be a formula gets a quote in front."""
    import pandas as pd

    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_safe)
    safe.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def write_json(document: Any, path: Path) -> None:
    """One JSON document, keys in their order."""
    path.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_yaml(document: Mapping[str, Any], path: Path) -> None:
    """Block style with sorted keys, as strict readers want it."""
    import yaml

    text = yaml.safe_dump(dict(document), allow_unicode=True, default_flow_style=False, sort_keys=True, width=1000)
    path.write_text(text, encoding="utf-8")


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """A sheet a table, values only."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _CREATED})
        head = book.add_format({"bold": True, "bg_color": "#DDEBE4", "border": 1, "text_wrap": True})
        number = book.add_format({"num_format": "#,##0.00####"})
        for name, table in tables.items():
            sheet = book.add_worksheet(name[:31])
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(table.columns):
                sheet.write_string(0, column, str(title), head)
                values = [each.item() if hasattr(each, "item") else each for each in table[title]]
                sheet.set_column(column, column, min(60, max(12, 2 * len(str(title)))))
                for row, value in enumerate(values, start=1):
                    if isinstance(value, bool | str):
                        sheet.write_string(row, column, str(value))
                    elif value is not None and value == value:
                        sheet.write_number(row, column, value, number)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table for JSON: a missing value is null."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _safe(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(_STARTS) and not _is_number(value) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

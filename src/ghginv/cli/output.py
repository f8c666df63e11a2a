"""How a table leaves the command line: aligned text, JSON or CSV; text that could be a formula leaves CSV quoted."""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from ghginv import folders
from ghginv.cli.options import language

_YES_NO = {"zh": ("是", "否"), "en": ("yes", "no")}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def print_records(
    records: Iterable[Mapping[str, Any]],
    style: str,
    *,
    columns: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
    topic: str = "",
) -> None:
    """Print rows in the wanted style; ``columns`` chooses and orders.

    In the text table they have names in Chinese (see ``column_names``), before which ``headers`` stand.
    """
    rows = [{name: _plain(value) for name, value in record.items()} for record in records]
    names = list(columns) or list(rows[0] if rows else {})
    if style == "json":
        click.echo(json.dumps([{name: row.get(name) for name in names} for row in rows], ensure_ascii=False, indent=1))
    elif style == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_safe(row.get(name)) for name in names] for row in rows)
    else:
        named = {**(column_names(topic) if language() == "zh" else {}), **(headers or {})}
        print_aligned([[row.get(name) for name in names] for row in rows], [named.get(name, name) for name in names])


def print_frame(frame: Any, style: str, *, headers: Mapping[str, str] | None = None) -> None:
    """Print a pandas table."""
    print_records(frame.to_dict("records"), style, columns=list(frame.columns), headers=headers)


def column_names(topic: str = "") -> dict[str, str]:
    """What columns are called in Chinese: rows of ``templates/command_line/columns.csv``, those of a topic first."""
    rows = [row for _, row in folders.rows(folders.file("templates", "command_line/columns.csv"))]
    known = {row["column"]: row["zh"] for row in rows if not row["topic"]}
    return known | {row["column"]: row["zh"] for row in rows if topic and row["topic"] == topic}


def print_json(value: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def print_progress(done: int, of: int) -> None:
    """How far a long work is, on one line of its own beside the output."""
    click.echo(f"\r{done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)


def print_aligned(rows: Sequence[Sequence[Any]], headers: Sequence[str]) -> None:
    """Print columns that line up, Chinese ones too."""
    from tabulate import tabulate

    shown = [[_shown(value) for value in row] for row in rows]
    numeric = ["right" if any(isinstance(row[i], float) for row in rows) else "left" for i in range(len(headers))]
    click.echo(tabulate(shown, headers=headers, disable_numparse=True, colalign=numeric if shown else None))


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[language()][not value]
    return f"{value:,.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a quote in front; a number written as text stays one."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS) and not _NUMBER.fullmatch(value):
        return "'" + value
    return "" if value is None else value

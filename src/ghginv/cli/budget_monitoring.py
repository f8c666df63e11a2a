"""``budget forecast`` and ``budget warn``: progress, year-end forecast, lights, warning letters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_progress, print_records

_CSV = click.Path(exists=True, dir_okay=False, path_type=Path)
_BY = ("region", "industry", "enterprise", "cell", "layer", "total")
_SIDES = _BY[:3]
_METHODS = ("auto", "ratio", "last-year", "ets")
_TABLE = ("code", "name", "budget_t", "plan_t", "executed_t", "rate", "gap", "burn", "months_left", "p10_t", "p50_t",
          "p90_t", "method", "light", "forecast_light", "alert", "coverage", "data_light")  # fmt: skip


_LETTERS = ("side", "code", "light", "forecast_light", "row", "level", "actions", "executed_t", "plan_t", "p50_t",
            "budget_t", "document", "file", "already")  # fmt: skip


def _at(command: Any) -> Any:
    """Add the year, the month and the history."""
    command = click.option(
        "--history", type=_CSV, metavar="FILE.csv",
        help="往年各月排放 past months: year,month,region,industry,layer,enterprise,emissions_t.",
    )(command)  # fmt: skip
    command = click.option("--method", type=click.Choice(_METHODS), default="auto", show_default=True,
                           help="预测方法 how to forecast.")(command)  # fmt: skip
    command = click.option("--month", type=int, required=True, metavar="K", help="截至月份 up to this month.")(command)
    return click.option("--year", type=int, required=True, metavar="Y", help="年度 the year.")(command)


@click.command("forecast")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@_at
@click.option("--by", type=click.Choice(_BY), default="region", show_default=True, help="按什么列出 rows of the table.")
@click.option("--backtest", is_flag=True, help="各方法往年误差 what each method was off by in past years.")
@tabular
def forecast_command(
    budget: str, year: int, month: int, method: str, history: Path | None, by: str, backtest: bool, style: str
) -> None:
    """执行进度、年终预测（P10、P50、P90）和三色灯 progress, year-end forecast and three-colour lights."""
    from ghginv.workspace.budgets import monitoring

    found = opened(budget)
    board = monitoring.board(monitoring.Watched(found, year, month, _content(history)), by, method)
    remark(list(board.findings()))
    rows = monitoring.backtest(board, found) if backtest else monitoring.table(board, found)
    columns = () if style != "table" or backtest else _TABLE
    print_records(_shown(rows, style), style, columns=columns, topic="monitoring")


@click.command("warn")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@_at
@click.option("--by", "sides", type=click.Choice(_SIDES), multiple=True,
              help="对谁预警，缺省三者 whom to warn, by default all three.")  # fmt: skip
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="预警函写到 write the letters to.")  # fmt: skip
@click.option("--note", default="", help="说明 a remark.")
@tabular
def warn_command(
    budget: str,
    year: int,
    month: int,
    method: str,
    history: Path | None,
    sides: tuple[str, ...],
    output: Path | None,
    note: str,
    style: str,
) -> None:
    """对黄灯、红灯出具预警函并记录 letters to whoever is in yellow or red, recorded as a warning."""
    from ghginv.findings import Finding
    from ghginv.workspace.budgets import monitoring, warning

    watched = monitoring.Watched(opened(budget), year, month, _content(history))
    shown = print_progress if sys.stderr.isatty() else None
    made = warning.warn(
        watched, output, sides=sides or _SIDES, method=method, lang=language(), note=note, progress=shown
    )
    print_records(_shown(made.rows, style), style, columns=_LETTERS, topic="monitoring")
    if not made.rows:
        remark([Finding("budget-monitoring-all-well", details={"year": year, "month": month})])


def _content(history: Path | None) -> tuple[str, bytes] | None:
    return (history.name, history.read_bytes()) if history else None


def _shown(rows: list[dict[str, Any]], style: str) -> list[dict[str, Any]]:
    """Whole tonnes in the table, lights and methods as words in the Chinese one; as they are everywhere else."""
    if style != "table":
        return rows
    return [{name: _cell(name, value) for name, value in row.items()} for row in rows]


def _cell(name: str, value: Any) -> Any:
    if name.endswith("_t") and value is not None:
        return f"{value:,.0f}"
    spoken = isinstance(value, str | bool) and language() == "zh"
    if spoken and name == "actions":
        return "、".join(_VALUES.get(each, each) for each in str(value).split())
    return _VALUES.get(str(value), value) if spoken else value


_VALUES = {
    "green": "绿", "yellow": "黄", "red": "红", "grey": "灰", "ratio": "比率法", "last-year": "上年法",
    "ets": "指数平滑", "mean": "平均", "True": "是", "False": "否", "region": "区域", "industry": "行业",
    "enterprise": "企业", "notice": "预警提示", "meeting": "会商约谈", "suspend": "暂停两高审查", "default": "缺省",
}  # fmt: skip

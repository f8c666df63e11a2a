"""``budget``: execution: months posted from what was reported, verified years, figures, the evidence of an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.budget_ledger import said
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.workspace.budgets.budget import Budget

BY = ("region", "industry", "layer", "enterprise", "month")
Command = TypeVar("Command", bound=Callable[..., Any])


def _year(command: Command) -> Command:
    return click.option("--year", type=int, metavar="Y", help="预算年度 year of the budget.")(command)


def _period(command: Command) -> Command:
    command = click.option("--quarter", type=click.IntRange(1, 4), metavar="Q", help="季度 quarter.")(command)
    return click.option("--month", type=click.IntRange(1, 12), metavar="M", help="月份 month.")(command)


def _months(month: int | None, quarter: int | None) -> list[int]:
    """The months meant; all where none are."""
    return [month] if month else list(range(3 * quarter - 2, 3 * quarter + 1)) if quarter else []


def _of(found: Budget, year: int | None) -> int:
    """The year meant: this year where it is one of the budget's, else its first."""
    from ghginv.workspace.template import this_year

    years, this = found.plan.years, this_year()
    return year or (this if this in years else years[0])


@click.command("execute")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@_year
@_period
@click.option("--dry-run", "only_show", is_flag=True, help="只列出，不记账 show what would be posted.")
@click.option("--note", default="", help="说明 a remark.")
@click.option("--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from.")
@tabular
def execute_command(
    budget: str, year: int | None, month: int | None, quarter: int | None, only_show: bool, note: str,
    expect: int | None, style: str,
) -> None:  # fmt: skip
    """把已报送的月份记入台账；没有变动的不记 post reported months; what did not change is not posted again."""
    from ghginv.workspace.budgets import execution_posting

    found = opened(budget)
    made = execution_posting.execute(
        found, _of(found, year), _months(month, quarter), note=note, expect=expect, only_show=only_show
    )
    remark(made.findings)
    columns = ("month", "account", "old_t", "new_t", "status", "change")
    print_records(said(made.rows, style), style, columns=columns, topic="execution")
    click.echo({"zh": f"记账 {made.posted} 笔", "en": f"{made.posted} entries posted"}[language()], err=True)


@click.command("execution")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@_year
@_period
@click.option("--by", type=click.Choice(BY), default="region", show_default=True, help="按什么列出 rows of the table.")
@tabular
def execution_command(
    budget: str, year: int | None, month: int | None, quarter: int | None, by: str, style: str
) -> None:
    """执行情况：已记账的排放、预算、数据状态和覆盖率 what was used, with data status and coverage."""
    from ghginv.workspace.budgets import execution_figures

    found = opened(budget)
    rows = execution_figures.figures(found, _of(found, year), by, _months(month, quarter))
    columns = (by, "name", "emissions_t", "budget_t", "used_percent", "metered_t", "reported_t", "estimated_t",
               "filled_t", "verified_t", "coverage")  # fmt: skip
    print_records(rows, style, columns=columns, topic="execution")


@click.command("verify")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@_year
@click.option("--run", default="", metavar="RUN", help="以该清单结清其地区 the inventory that settles its region.")
@click.option("--note", default="", help="说明 a remark.")
@click.option("--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from.")
@tabular
def verify_command(budget: str, year: int | None, run: str, note: str, expect: int | None, style: str) -> None:
    """以核定数据和清单替换全年的估计 verified data and the inventory replace the estimates of a year."""
    from ghginv.workspace.budgets import verification

    found = opened(budget)
    made = verification.verify(found, _of(found, year), run, note=note, expect=expect)
    remark(made.findings)
    if style == "json":
        print_json({"rows": made.rows, "inventories": made.inventories, "posted": made.posted})
        return
    columns = ("kind", "month", "account", "old_t", "new_t", "change")
    print_records(said(made.rows, style), style, columns=columns, topic="execution")
    if made.inventories and style == "table":
        click.echo()
        print_records(made.inventories, style, topic="execution")
    click.echo({"zh": f"记账 {made.posted} 笔", "en": f"{made.posted} entries posted"}[language()], err=True)


@click.command("trace")
@click.argument("account", metavar="ACCOUNT")
@click.option("--budget", default="", metavar="BUDGET", help="预算 the budget.")
@_year
@tabular
def trace_command(account: str, budget: str, year: int | None, style: str) -> None:
    """一个账户的证据：分录、依据文件、提交、单元格 the evidence of an account: entries, documents, submissions, cells.

    ACCOUNT: available:区域:行业:层[:企业].
    """
    from ghginv.workspace.budgets import tracing

    found = opened(budget)
    told = tracing.trace(found, account, _of(found, year))
    if style == "json":
        print_json(told)
    elif style == "csv":
        print_records(tracing.flat(told), style, columns=tracing.FLAT)
    else:
        click.echo("\n".join(tracing.lines(told, language())))

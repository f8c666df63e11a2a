"""``account`` and ``accounts``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame, print_records

KINDS = ("xlsx", "html", "docx")
_FIELDS = (
    "enterprise name industry status direct_t indirect_t total_t per_product percentile_product per_value_added "
    "percentile_value_added quota_t left_t filled_share grade why submission"
).split()
_year = click.option("--year", type=int, required=True, metavar="Y", help="核算年份 accounting year.")
_rules = click.option(
    "--rules",
    default="",
    metavar="ID",
    help="评级规则 rating rule: four_colours 四色（缺省 default）, five_grades 五级.",
)
_budget = click.option(
    "--budget",
    default="",
    metavar="BUDGET",
    help="碳预算 the carbon budget whose side of the enterprise is shown; 缺省是唯一的一个 by default the only one.",
)


@click.command("account")
@click.argument("enterprise", metavar="ENTERPRISE")
@_year
@_rules
@_budget
@click.option(
    "--table", "name", default="", metavar="NAME", help="打印一张表 print one table: years, months, sources …"
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="写到 write to .xlsx|.html|.docx."
)
@tabular
def account_command(
    enterprise: str, year: int, rules: str, budget: str, name: str, output: Path | None, style: str
) -> None:
    """企业碳账户：按名称或统一社会信用代码 the carbon account of an enterprise, by name or credit code.

    有已下达的碳预算时一并列出企业的预算、排放、余额、配额、抵销、绿电、预警、评价和期限。
    """
    from ghginv.workspace import account_budget, account_files

    views = account_budget.Views(workspace(), year, rules, budget)
    found = views.view(views.find(enterprise))
    if output:
        written = account_files.write(found.account, output, views.workspace, language(), found.side)
        print_records([{"file": str(written)}], style)
    elif name:
        print_frame(account_budget.table(found, name), style)
    else:
        rows = account_budget.figures(found, language())
        print_records(account_budget.spoken(rows, language()) if style == "table" else rows, style)
    for remark in found.remarks:
        click.echo(remark.message(language()), err=True)


@click.command("accounts")
@_year
@_rules
@_budget
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="每家写一个文件 a file for each.")
@click.option(
    "--format-of", "kind", type=click.Choice(KINDS), default="xlsx", show_default=True, help="文件格式 kind of file."
)
@tabular
def accounts_command(year: int, rules: str, budget: str, output: Path | None, kind: str, style: str) -> None:
    """全部企业的碳账户：总量、强度、百分位、评级 all enterprises: totals, intensity, percentile, rating."""
    from ghginv.workspace import account, account_budget, account_files

    accounts = account.Accounts(workspace(), year, rules)
    if output is None:
        rows = list(accounts.listing(language()))
        print_records(rows, style, columns=_FIELDS)
        return
    views = account_budget.Views(workspace(), year, rules, budget)
    progress = _progress if sys.stderr.isatty() else None
    rows = account_files.write_all(accounts, output, kind, language(), progress, views)
    print_records(rows, style, columns=["enterprise", "name", "total_t", "grade", "why", "file"])
    for remark in views.remarks:
        click.echo(remark.message(language()), err=True)


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)

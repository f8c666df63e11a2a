"""``budget``: the ledger: postings between cells, balances, journal, replay, all invariants."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.budget import opened, remark, words
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_json, print_records

KINDS = ("virement", "reserve-release", "carry-over", "borrowing", "reversal")
_BY = ("kind", "region", "industry", "layer", "enterprise", "year")


@click.command("post")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--budget", default="", metavar="BUDGET", help="预算 the budget.")
@click.option("--from", "source", default="", metavar="ACCOUNT", help="转出账户 account that gives.")
@click.option("--to", "target", default="", metavar="ACCOUNT", help="转入账户 account that receives.")
@click.option("--year", type=int, default=0, metavar="Y", help="预算年度 year of the budget.")
@click.option("--amount", default="", metavar="T", help="数量（吨） tonnes, up to three decimals.")
@click.option("--entry", default="", metavar="ID", help="冲销的分录 entry to reverse.")
@click.option("--document", required=True, metavar="FILE|ID", help="依据文件或已存文件编号 the document it rests on.")
@click.option("--effective", default="", metavar="YYYY-MM-DD", help="生效日期 effective from, by default today.")
@click.option("--key", default="", help="幂等键：同键只记一次 the same key is posted once.")
@click.option("--note", default="", help="说明 a remark.")
@tabular
def post_command(
    kind: str,
    budget: str,
    source: str,
    target: str,
    year: int,
    amount: str,
    entry: str,
    document: str,
    effective: str,
    key: str,
    note: str,
    style: str,
) -> None:
    """记一笔：调剂、动用预备、结转、预借、冲销 post one entry.

    KIND: virement 调剂, reserve-release 动用预备, carry-over 结转, borrowing 预借, reversal 冲销.
    账户 accounts: available:区域:行业:层[:企业], reserve.general:区域.
    """
    from ghginv.workspace.budgets import ledger

    order = ledger.Order(kind, source, target, year, amount, entry, document, effective, key, note)
    print_records(ledger.post(opened(budget), order), style, headers=words())


@click.command("balance")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--by", default="kind,region,year", show_default=True, metavar="COLUMNS",
              help="按哪些列汇总 columns to sum by: " + " ".join(_BY))  # fmt: skip
@click.option("--year", type=int, metavar="Y", help="只看该年度 this year only.")
@click.option("--region", default="", metavar="CODE", help="只看该区域及以下 this region and below.")
@click.option("--industry", default="", metavar="CODE", help="只看该行业及以下 this industry and below.")
@click.option("--enterprise", default="", metavar="CODE", help="只看该企业 this enterprise only.")
@click.option("--at", default="", metavar="YYYY-MM-DD", help="截至该生效日 as of this effective day.")
@tabular
def balance_command(
    budget: str,
    by: str,
    year: int | None,
    region: str,
    industry: str,
    enterprise: str,
    at: str,
    style: str,
) -> None:
    """余额：由分录汇总 balances, folded from the entries."""
    from ghginv.workspace.budgets import ledger

    wanted = ledger.Selection(tuple(filter(None, by.split(","))), year, region, industry, enterprise, at)
    print_records(ledger.balance(opened(budget), wanted), style, headers=words())


@click.command("journal")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--account", default="", metavar="TEXT", help="账户以此开头 accounts that begin so.")
@click.option("--entry", default="", metavar="ID", help="一笔分录 one entry.")
@click.option("--last", type=int, default=0, metavar="N", help="最近 N 行 the last N lines.")
@tabular
def journal_command(budget: str, account: str, entry: str, last: int, style: str) -> None:
    """日记账：每条分录及其文件 the journal: every entry with its document."""
    from ghginv.workspace.budgets import ledger

    print_records(ledger.journal(opened(budget), account, entry, last), style, headers=words())


@click.command("replay")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="余额逐行写出 write the balances, a line an account.")  # fmt: skip
@tabular
def replay_command(budget: str, output: Path | None, style: str) -> None:
    """重放日记账，与库中余额逐字节比较 replay the journal; the balances must be the same byte for byte."""
    from ghginv.workspace.budgets import ledger

    found = ledger.replay(opened(budget), output)
    if style == "json":
        print_json(found)
    else:
        print_records([found], style, headers=words())
    if not found["same"]:
        raise click.exceptions.Exit(1)


@click.command("check")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@tabular
def check_command(budget: str, style: str) -> None:
    """检查所有不变式，指出违反之处 every invariant; a breach is named."""
    from ghginv.findings import errors
    from ghginv.workspace.budgets import ledger

    made = ledger.check(opened(budget), language())
    remark(made.findings)
    print_records(made.rows, style, headers=words())
    if errors(made.findings):
        raise click.exceptions.Exit(1)

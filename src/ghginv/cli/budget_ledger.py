"""``budget``: the ledger: postings between cells, balances, journal, replay, all invariants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_json, print_records

# The kinds that workspace.budgets.orders posts; not imported, so that the command starts at once.
KINDS = ("virement", "reserve-release", "carry-over", "borrowing", "trade", "merger", "split", "move", "closure",
         "prior-period", "reversal")  # fmt: skip
_BY = ("kind", "region", "industry", "layer", "enterprise", "project", "year")


@click.command("post")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--budget", default="", metavar="BUDGET", help="预算 the budget.")
@click.option("--from", "source", default="", metavar="ACCOUNT|REGION", help="转出账户、卖方区 who gives.")
@click.option("--to", "targets", multiple=True, metavar="ACCOUNT[=T]|REGION",
              help="转入账户、买方区；主体变更写 账户=吨，可重复 who receives; account=t of a succession.")  # fmt: skip
@click.option("--year", type=int, default=0, metavar="Y", help="预算年度 year of the budget.")
@click.option("--amount", default="", metavar="T", help="数量（吨） tonnes, up to three decimals.")
@click.option("--price", default="", metavar="YUAN", help="单价（元/吨） yuan a tonne, of a trade.")
@click.option("--closed-year", "closed", type=int, default=0, metavar="Y", help="所调整的已结账年度 year corrected.")
@click.option("--entry", default="", metavar="ID", help="冲销的分录 entry to reverse.")
@click.option("--document", required=True, metavar="FILE|ID", help="依据文件或已存文件编号 the document it rests on.")
@click.option("--effective", default="", metavar="YYYY-MM-DD", help="生效日期 effective from, by default today.")
@click.option("--key", default="", help="防重键：同键只记一次 the same key is posted once.")
@click.option("--note", default="", help="说明 a remark.")
@tabular
def post_command(
    kind: str,
    budget: str,
    source: str,
    targets: tuple[str, ...],
    year: int,
    amount: str,
    price: str,
    closed: int,
    entry: str,
    document: str,
    effective: str,
    key: str,
    note: str,
    style: str,
) -> None:
    """记一笔：调剂、动用预备、结转、预借、区间交易、主体变更、以前年度调整、冲销 post one entry.

    KIND: virement 调剂, reserve-release 动用预备, carry-over 结转, borrowing 预借, trade 区间交易, merger 合并,
    split 分立, move 迁移, closure 关停, prior-period 以前年度调整, reversal 冲销.
    账户 accounts: available:区域:行业:层[:企业], reserve.general:区域.
    """
    from ghginv.workspace.budgets import ledger

    order = ledger.Order(
        kind, source, targets, year, amount, entry, document, effective, key, note, price=price, closed=closed
    )
    made = ledger.post(opened(budget), order)
    remark(made.findings)
    print_records(said(made.rows, style), style)


@click.command("balance")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--by", default="kind,region,year", show_default=True, metavar="COLUMNS",
              help="按哪些列汇总 columns to sum by: " + " ".join(_BY))  # fmt: skip
@click.option("--year", type=int, metavar="Y", help="只看该年度 this year only.")
@click.option("--region", default="", metavar="CODE", help="只看该区域及以下 this region and below.")
@click.option("--industry", default="", metavar="CODE", help="只看该行业及以下 this industry and below.")
@click.option("--enterprise", default="", metavar="CODE", help="只看该企业 this enterprise only.")
@click.option("--at", default="", metavar="YYYY-MM-DD", help="截至该生效日 as of this effective day.")
@click.option("--view", type=click.Choice(["official", "net"]), help="官方口径或净口径，每区一行 "
              "a row a region: budget, consumed, left; net adds trades and enclave rights.")  # fmt: skip
@tabular
def balance_command(
    budget: str,
    view: str | None,
    by: str,
    year: int | None,
    region: str,
    industry: str,
    enterprise: str,
    at: str,
    style: str,
) -> None:
    """余额：由分录汇总 balances, folded from the entries."""
    from ghginv.workspace.budgets import ledger, markets

    if view:
        found = opened(budget)
        rows = markets.views(found, year or found.plan.first_year, view, region)
        print_records(rows, style, topic="markets")
        return
    wanted = ledger.Selection(tuple(filter(None, by.split(","))), year, region, industry, enterprise, at)
    print_records(said(ledger.balance(opened(budget), wanted), style), style)


@click.command("journal")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--account", default="", metavar="TEXT", help="账户以此开头 accounts that begin so.")
@click.option("--entry", default="", metavar="ID", help="一笔分录 one entry.")
@click.option("--last", type=int, default=0, metavar="N", help="最近 N 行 the last N lines.")
@tabular
def journal_command(budget: str, account: str, entry: str, last: int, style: str) -> None:
    """日记账：每条分录及其文件 the journal: every entry with its document."""
    from ghginv.workspace.budgets import ledger

    print_records(said(ledger.journal(opened(budget), account, entry, last), style), style)


def said(rows: list[dict[str, Any]], style: str) -> list[dict[str, Any]]:
    """Kinds, data status and changes by their Chinese names in the Chinese table; as they are everywhere else."""
    from ghginv.workspace.budgets import ledger

    if style != "table" or language() != "zh":
        return rows
    known = ledger.spoken()
    return [{name: known.get(name, {}).get(value, value) for name, value in row.items()} for row in rows]


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
        print_records([found], style)
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
    print_records(made.rows, style)
    if errors(made.findings):
        raise click.exceptions.Exit(1)

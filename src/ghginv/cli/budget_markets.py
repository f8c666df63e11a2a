"""``budget``: allowances, credits, green power, enclave rights, sinks: one row as options or many rows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import tabular
from ghginv.cli.output import print_records
from ghginv.workspace.budgets.market_columns import VERBS, columns

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SWITCHES = ("differentiated", "void", "free")


class _Ordered(click.Group):
    """The deeds of a kind, in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The deeds in their own order."""
        return list(self.commands)


def _deed(verb: str) -> click.Command:
    """The command of a deed: its columns as options, or ``--file``."""

    def command(budget: str, document: str, effective: str, file: Path | None, style: str, **told: Any) -> None:
        from ghginv.errors import UsageError
        from ghginv.findings import Finding
        from ghginv.workspace.budgets import markets

        given = {name: ("yes" if value is True else value) for name, value in told.items() if value}
        if file and (extra := [name for name in given if name != "key"]):
            shown = " ".join(f"--{name.replace('_', '-')}" for name in extra)
            raise UsageError(Finding("budget-market-file-and-options", found=shown))
        rows = markets.read(file, verb) if file else [markets.row(given)]
        done = markets.carry_out(opened(budget), verb, rows, document=document, effective=effective)
        remark(done.remarks)
        print_records(done.rows, style, topic="markets")

    made = click.command(verb.split()[-1], help=f"{VERBS[verb].zh} {VERBS[verb].en}.")(tabular(command))
    made.params = [*_options(verb), *made.params]
    return made


def _options(verb: str) -> list[click.Parameter]:
    """What every deed takes, and its own columns."""
    own = [
        click.Option([f"--{column.name.replace('_', '-')}"], help=f"{column.zh} {column.en}.", **(
            {"is_flag": True} if column.name in _SWITCHES else {"default": "", "metavar": column.kind.upper()}))
        for column in columns(verb)
    ]  # fmt: skip
    return [
        *own,
        click.Option(["--file"], type=_FILE, metavar="CSV|XLSX", help="多行，列名即选项名 many rows at once."),
        click.Option(["--document"], required=True, metavar="FILE|ID", help="依据文件或编号 the signed document."),
        click.Option(["--effective"], default="", metavar="YYYY-MM-DD", help="生效日期，缺省今天 by default today."),
        click.Option(["--budget"], default="", metavar="BUDGET", help="预算 the budget."),
    ]  # fmt: skip


def _group(name: str, text: str) -> click.Group:
    made = _Ordered(name, help=text)
    for verb in VERBS:
        if verb.split()[0] == name:
            made.add_command(_deed(verb))
    return made


allowance_command = _group("allowance", "碳市场配额：预分配、核定、交易、清缴、结转、核减、冻结、注销 allowances.")
credit_command = _group("credit", "减排量 CCER、碳普惠：登记、交易、注销 credits.")
green_command = _group("green", "绿电、绿证：登记、交易、核销 green power and certificates.")
enclave_command = _group("enclave", "飞地权益分享 rights from an enclave.")
sink_command = _deed("sink")


@click.command("holdings")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--enterprise", default="", metavar="CODE", help="只看该企业 this enterprise only.")
@click.option("--instrument", default="", metavar="KIND", help="CEA、CCER、GEC … 或其区段 a kind or a block.")
@click.option("--vintage", type=int, default=0, metavar="Y", help="只看该年度 this vintage only.")
@tabular
def holdings_command(budget: str, enterprise: str, instrument: str, vintage: int, style: str) -> None:
    """持有：按企业或区域、种类、年度列出 what is held, by holder, kind and vintage."""
    from ghginv.workspace.budgets import markets

    found = markets.holdings(opened(budget), enterprise=enterprise, instrument=instrument, vintage=vintage)
    print_records(found, style, columns=markets.HOLDINGS, topic="markets")

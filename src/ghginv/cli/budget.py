"""``budget``: carbon budgets; this module holds what there is, the others are loaded when they are called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ghginv.cli.groups import LazyGroup
from ghginv.cli.options import language, tabular, workspace, workspace_if_any
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.findings import Finding
    from ghginv.workspace.budgets.budget import Budget

# Where each command lives, in the order in which they are used.
COMMANDS = {
    "rules": "budget", "new": "budget", "list": "budget", "show": "budget", "plan": "budget",
    "total": "budget_numbers", "compare": "budget_numbers", "allocate": "budget_numbers", "control": "budget_process",
    "request": "budget_process", "review": "budget_process", "submit": "budget_process", "approve": "budget_process",
    "return": "budget_process", "withdraw": "budget_process", "issue": "budget_process", "adjust": "budget_process",
    "sign": "budget_process", "versions": "budget", "diff": "budget", "documents": "budget_process",
    "post": "budget_ledger", "balance": "budget_ledger", "journal": "budget_ledger", "replay": "budget_ledger",
    "check": "budget_ledger", "settle": "budget_settlement", "evaluate": "budget_evaluation",
    "appeal": "budget_evaluation",
    "allowance": "budget_markets", "credit": "budget_markets", "green": "budget_markets", "enclave": "budget_markets",
    "sink": "budget_markets", "holdings": "budget_markets",
    "execute": "budget_execution", "execution": "budget_execution", "verify": "budget_execution",
    "trace": "budget_execution",
    "forecast": "budget_monitoring", "warn": "budget_monitoring",
}  # fmt: skip


@click.command(cls=LazyGroup, homes=COMMANDS, name="budget")
def budget_command() -> None:
    """碳预算：总额、分配、审批、下达、台账 carbon budgets: total, allocation, approval, issue, ledger."""


@click.command("new")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE|DIR")
@click.option("--note", default="", help="说明 a remark.")
@tabular
def new_command(source: Path, note: str, style: str) -> None:
    """由编制工作簿或各表 CSV 新建预算 begin a budget from a plan workbook or a folder of CSV tables."""
    from ghginv.workspace.budgets import plan

    made, remarks, already = plan.new(workspace(), source, note)
    remark(remarks)
    print_records([{**summary(made), "already": already}], style)


@click.command("rules")
@click.argument("rules", required=False, default="", metavar="[ID]")
@click.option("--year", type=int, metavar="Y", help="年度，缺省为最后一年 the year, by default the last.")
@tabular
def rules_command(rules: str, year: int | None, style: str) -> None:
    """列出规则集，或给出一个规则集的参数、出处和证据 the rule sets, or one with its parameters and their sources."""
    from ghginv.workspace.budgets import rules as known

    print_records(known.table(workspace_if_any(), rules, year, language()), style, topic="rules")


@click.command("plan")
@click.argument("budget", metavar="BUDGET")
@click.argument("source", type=click.Path(path_type=Path), metavar="FILE|DIR")
@click.option("--note", default="", help="说明 a remark.")
@click.option("--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from.")
@tabular
def plan_command(budget: str, source: Path, note: str, expect: int | None, style: str) -> None:
    """更换草案的编制表 replace the plan of a draft."""
    from ghginv.workspace.budgets import plan

    made, remarks = plan.replace(opened(budget), source, note, expect)
    remark(remarks)
    print_records([summary(made)], style)


@click.command("list")
@tabular
def list_command(style: str) -> None:
    """列出预算 list the budgets."""
    from ghginv.workspace.budgets import budget as budgets

    here = workspace()
    rows = [summary(budgets.Budget(here, name)) for name in budgets.names(here)]
    print_records(rows, style, columns=SUMMARY)


@click.command("show")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@tabular
def show_command(budget: str, style: str) -> None:
    """状态和经过 where a budget stands and what happened to it."""
    found = opened(budget)
    names = ("revision", "version", "step", "at", "actor", "note")
    events = [{name: event[name] for name in names} for event in found.events]
    if style == "json":
        print_json({**summary(found), "events": found.events, "documents": found.documents()})
    elif style == "csv":
        print_records(events, style, columns=names)
    else:
        print_records([summary(found)], style, columns=SUMMARY)
        click.echo()
        print_records(events, style, columns=names)


@click.command("versions")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@tabular
def versions_command(budget: str, style: str) -> None:
    """各版本及其总额、方法 the versions with their totals and methods."""
    from ghginv.workspace.budgets import versions

    print_records(versions.table(opened(budget), language()), style)


@click.command("diff")
@click.argument("budget", metavar="BUDGET")
@click.argument("old", type=int, metavar="OLD")
@click.argument("new", type=int, metavar="NEW")
@click.option("--by", type=click.Choice(["line", "region", "industry"]), default="region", show_default=True,
              help="按什么列出 rows of the table.")  # fmt: skip
@tabular
def diff_command(budget: str, old: int, new: int, by: str, style: str) -> None:
    """两个版本的差异 what differs between two versions."""
    from ghginv.workspace.budgets import versions

    print_records(versions.difference(opened(budget), old, new, by), style)


SUMMARY = ("budget", "name", "years", "state", "revision", "version", "issued", "total_t")


def opened(budget: str = "") -> Budget:
    """The budget meant; the only one of the workspace where none is named."""
    from ghginv.workspace.budgets import budget as budgets

    return budgets.find(workspace(), budget)


def summary(found: Budget) -> dict[str, Any]:
    """A budget in a row."""
    from ghginv.workspace.budgets import versions

    return versions.summary(found, language())


def remark(findings: list[Finding]) -> None:
    """Print remarks beside the table."""
    from ghginv.findings import listing

    for line in listing(findings, language(), most=5):
        click.echo(line, err=True)

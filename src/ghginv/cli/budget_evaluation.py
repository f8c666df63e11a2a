"""``budget evaluate`` and ``budget appeal``: a settled year judged by a rule, and one enterprise's year reopened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import language, tabular, workspace_if_any
from ghginv.cli.output import print_records

_FILE = click.Path(dir_okay=False, path_type=Path)


_SIDES = {"region": "区", "department": "主管部门、行业", "enterprise": "企业", "points": "计分", "checks": "逐项"}


def _said(rows: list[dict[str, Any]], style: str) -> list[dict[str, Any]]:
    """For whom a rule is and how it combines in words in the Chinese table; as they are everywhere else."""
    if style != "table" or language() != "zh":
        return rows
    spoken = ("applies_to", "combine")
    return [{name: "、".join(_SIDES.get(each, each) for each in value.split()) if name in spoken else value
             for name, value in row.items()} for row in rows]  # fmt: skip


@click.command("evaluate")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--year", type=int, metavar="Y", help="已决算的年度 a year that was settled.")
@click.option("--rules", default="", metavar="ID", help="规则，缺省按对象 the rule, by default that for whom it is.")
@click.option("--for", "kind", type=click.Choice(["region", "department", "enterprise"]), default="region",
              show_default=True, help="评价区、主管部门或企业 whom to evaluate.")  # fmt: skip
@click.option("--subject", "subjects", multiple=True, metavar="CODE", help="只评这些 these alone (any node).")
@click.option("--data", type=_FILE, metavar="FILE", help="填报的指标 figures handed in, .xlsx or .csv.")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="写出 write it to .xlsx, .docx or .html.")
@click.option("--draft", is_flag=True, help="只算不记录 compute, keep nothing.")
@click.option("--list", "listed", is_flag=True, help="列出评价规则 the rules there are.")
@click.option("--note", default="", help="再次评价的理由、说明 a remark; why it is evaluated again.")
@tabular
def evaluate_command(
    budget: str,
    year: int | None,
    rules: str,
    kind: str,
    subjects: tuple[str, ...],
    data: Path | None,
    output: Path | None,
    draft: bool,
    listed: bool,
    note: str,
    style: str,
) -> None:
    """评价考核：按规则评价已决算的年度 evaluate a settled year by a rule: vetoes, points, grades, ranks."""
    from ghginv.errors import UsageError
    from ghginv.findings import Finding
    from ghginv.workspace.budgets import evaluation, evaluation_files, evaluation_rules
    from ghginv.workspace.report import WITH_WORKBOOK, of_ending

    if listed:
        known = evaluation_rules.table(workspace_if_any(), year, language())
        print_records(_said(known, style), style, topic="evaluation")
        return
    if year is None:
        raise UsageError(Finding("budget-evaluate-year-missing"))
    if output:
        of_ending(output, WITH_WORKBOOK)
    order = evaluation.Order(year, kind, rules, subjects, data, note)
    found = opened(budget)
    made = evaluation.draft(found, order) if draft else evaluation.evaluate(found, order, language())[0]
    remark(list(made.remarks))
    print_records(evaluation.table(made, language()), style, topic="evaluation")
    if output:
        click.echo(str(evaluation_files.write(made, output, language())), err=style != "table")


@click.command("appeal")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--enterprise", "enterprises", multiple=True, required=True, metavar="CODE",
              help="一家企业的统一社会信用代码 credit code of one enterprise.")  # fmt: skip
@click.option("--year", type=int, required=True, metavar="Y", help="已决算、已评价的年度 a settled, evaluated year.")
@click.option("--amount", required=True, metavar="T", help="更正量（吨），多计为负 tonnes; below 0: too much.")
@click.option("--document", required=True, metavar="FILE|ID",
              help="由另一人签署的更正依据 the correction that somebody else signed.")  # fmt: skip
@click.option("--note", default="", help="申诉理由（必填） why: required.")
@click.option("--account", default="", metavar="ACCOUNT", help="企业有几个账户时写明 which one of several.")
@click.option("--effective", default="", metavar="YYYY-MM-DD", help="记账日期 day of the entry, by default today.")
@click.option("-o", "--output", type=_FILE, metavar="FILE", help="写出重新评价 write the new evaluation.")
@tabular
def appeal_command(
    budget: str,
    enterprises: tuple[str, ...],
    year: int,
    amount: str,
    document: str,
    note: str,
    account: str,
    effective: str,
    output: Path | None,
    style: str,
) -> None:
    """申诉：只重开一家企业一个年度，记以前年度调整并重新评价 reopen one enterprise's year, and evaluate it again."""
    from ghginv.workspace.budgets import appeal, evaluation, evaluation_files
    from ghginv.workspace.report import WITH_WORKBOOK, of_ending

    if output:
        of_ending(output, WITH_WORKBOOK)
    asked = appeal.Appeal(enterprises, year, document, note, amount, account, effective)
    done = appeal.appeal(opened(budget), asked, language())
    rows = [row for each in done.evaluations for row in evaluation.table(each, language())]
    mine = [{**row, "entry": done.entry} for row in rows if row["subject"] in enterprises]
    print_records(mine, style, topic="evaluation")
    if output:
        written = evaluation_files.write(done.evaluations[-1], output, language())
        click.echo(str(written), err=style != "table")

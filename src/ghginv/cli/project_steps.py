"""``project submit`` to ``project actual``: the steps of a project, each an event of its budget."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_records
from ghginv.cli.project import BUDGET, FILE, LAYER, SUMMARY, WANTED, of, remark

if TYPE_CHECKING:
    from ghginv.workspace.budgets.project_steps import Taken

_ID = click.argument("project", metavar="ID")
_NOTE = click.option("--note", default="", help="说明 a remark.")
_DAY = click.option("--date", "day", default="", metavar="YYYY-MM-DD", help="日期，缺省今天 day, default today.")
_ON = click.option("--date", "day", required=True, metavar="YYYY-MM-DD", help="日期 the day.")
_DECISION = click.option("--document", type=FILE, required=True, metavar="FILE", help="决定文件 the decision.")


@click.command("submit")
@click.argument("form", type=FILE, metavar="FILE")
@BUDGET
@WANTED
@LAYER
@_DAY
@_NOTE
@tabular
def submit_command(form: Path, budget: str, wanted: str | None, layer: str, day: str, note: str, style: str) -> None:
    """受理：评价并预占预算 take a project in: evaluate it and hold its budget."""
    from ghginv.workspace.budgets import project_steps

    _print(project_steps.submit(of(budget), form, wanted=wanted or "", layer=layer, day=day, note=note), budget, style)


@click.command("approve")
@_ID
@_DECISION
@BUDGET
@_DAY
@_NOTE
@tabular
def approve_command(project: str, document: Path, budget: str, day: str, note: str, style: str) -> None:
    """批复：预占转占用；不能批复自己受理的 approve: what is held becomes committed."""
    from ghginv.workspace.budgets import project_steps

    _print(project_steps.approve(of(budget), project, document, day, note), budget, style)


@click.command("reject")
@_ID
@_DECISION
@BUDGET
@_DAY
@_NOTE
@tabular
def reject_command(project: str, document: Path, budget: str, day: str, note: str, style: str) -> None:
    """不予通过，须写理由：预占退回 refuse, with a reason (--note): what is held goes back."""
    from ghginv.workspace.budgets import project_steps

    _print(project_steps.reject(of(budget), project, document, day, note), budget, style)


@click.command("build")
@_ID
@_ON
@BUDGET
@_NOTE
@tabular
def build_command(project: str, day: str, budget: str, note: str, style: str) -> None:
    """开工：批复之后、失效之前 construction begins: after approval and before it lapses."""
    from ghginv.workspace.budgets import project_steps

    _print(project_steps.build(of(budget), project, day, note), budget, style)


@click.command("accept")
@_ID
@_ON
@click.option("--document", type=FILE, metavar="FILE", help="验收文件 the document of acceptance.")
@BUDGET
@_NOTE
@tabular
def accept_command(project: str, day: str, document: Path | None, budget: str, note: str, style: str) -> None:
    """验收：投入使用之前 acceptance, before use."""
    from ghginv.workspace.budgets import project_steps

    _print(project_steps.accept(of(budget), project, day, document, note), budget, style)


@click.command("start")
@_ID
@_ON
@click.option("--layer", default="KEY", show_default=True, metavar="ID", help="进入的层 the layer it joins.")
@click.option("--enterprise", default="", metavar="CODE", help="进入该企业的预算 give it to this enterprise.")
@click.option("--amount", default="", metavar="T", help="全年吨数，缺省为批复量 tonnes a year, by default as approved.")
@BUDGET
@_NOTE
@tabular
def start_command(
    project: str, day: str, layer: str, enterprise: str, amount: str, budget: str, note: str, style: str
) -> None:
    """投产：占用转入所属层，差额退回 the project starts: it joins its layer, the difference goes back."""
    from ghginv.workspace.budgets import project_running

    taken = project_running.start(
        of(budget), project, day, layer=layer, enterprise=enterprise, amount=amount, note=note
    )
    _print(taken, budget, style)


@click.command("lapse")
@click.argument("project", required=False, default="", metavar="[ID]")
@click.option("--due", is_flag=True, help="只列出到期的 only list those that are due.")
@BUDGET
@_DAY
@_NOTE
@tabular
def lapse_command(project: str, due: bool, budget: str, day: str, note: str, style: str) -> None:
    """失效：批复两年未开工的，占用退回；不给编号则办理全部到期的 let lapse what was not built for two years."""
    from ghginv.workspace.budgets import project_files, project_running

    if due:
        found = project_running.due(of(budget), day)
    else:
        found = [each.project for each in project_running.lapse(of(budget), project, day, note)]
    rows = project_files.table(of(budget), language(), [each.id for each in found])
    print_records(rows, style, columns=SUMMARY, topic="project")


@click.command("actual")
@_ID
@click.option("--year", type=int, required=True, metavar="Y", help="年度 the year.")
@click.option("--amount", required=True, metavar="T", help="实际碳排放吨数 tonnes emitted.")
@click.option("--tce", type=click.FloatRange(min=0), metavar="TCE", help="实际综合能耗 energy in tce.")
@click.option("--product", default="", metavar="NAME", help="产品，缺省为第一种 the product, by default the first.")
@click.option("--output", type=click.FloatRange(min=0, min_open=True), metavar="Q", help="实际产量 output.")
@BUDGET
@_NOTE
@tabular
def actual_command(
    project: str, year: int, amount: str, tce: float | None, product: str, output: float | None, budget: str, note: str,
    style: str,
) -> None:  # fmt: skip
    """报送实际：超过批复 10% 的提示整改 actual figures: more than 10 % above the approval means rectification."""
    from ghginv.workspace.budgets import project_running

    taken = project_running.actual(
        of(budget), project, year, amount, tce=tce, product=product, output=output, note=note
    )
    _print(taken, budget, style)


def _print(taken: Taken, budget: str, style: str) -> None:
    from ghginv.workspace.budgets import project_files

    remark(taken.remarks)
    rows = project_files.table(of(budget), language(), [taken.project.id])
    print_records(rows, style, columns=SUMMARY, topic="project")

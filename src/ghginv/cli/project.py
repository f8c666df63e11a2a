"""``project``: investment projects 新上项目, from their carbon evaluation to their start; evaluation and what is there.

The steps are in ``project_steps`` and are loaded when they are called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ghginv.cli.budget import opened
from ghginv.cli.groups import LazyGroup
from ghginv.cli.options import language, tabular, workspace, workspace_if_any
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.findings import Finding
    from ghginv.workspace.budgets.budget import Budget

# Where each command lives, in the order in which they are used.
COMMANDS = {
    "evaluate": "project", "submit": "project_steps", "list": "project", "show": "project", "approve": "project_steps",
    "reject": "project_steps", "build": "project_steps", "accept": "project_steps", "start": "project_steps",
    "lapse": "project_steps", "actual": "project_steps",
}  # fmt: skip
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
BUDGET = click.option("--budget", default="", metavar="BUDGET", help="碳预算 the carbon budget.")
WANTED = click.option("--from", "wanted", type=click.Choice(["cell", "reserve"]),
                      help="从单元或新增项目预备占用 hold from the cell or the reserve for new projects.")  # fmt: skip
LAYER = click.option("--layer", default="", metavar="ID", help="层 the layer.")


@click.command(cls=LazyGroup, homes=COMMANDS, name="project")
def project_command() -> None:
    """新上项目：碳排放评价、受理、批复、开工、验收、投产、失效 projects: evaluation and what becomes of them."""


@click.command("evaluate")
@click.argument("form", type=FILE, metavar="FILE")
@BUDGET
@WANTED
@LAYER
@click.option("-o", "--output", type=_OUT, metavar="FILE", help="评价意见 .docx/.html the opinion.")
@click.option("--workbook", type=_OUT, metavar="XLSX", help="项目碳评价表 the workbook with live formulas.")
@tabular
def evaluate_command(
    form: Path, budget: str, wanted: str | None, layer: str, output: Path | None, workbook: Path | None, style: str
) -> None:
    """评价一份申报表，不入库 evaluate a form, store nothing."""
    from ghginv.workspace.budgets import project_files, projects

    found = opened(budget) if budget else None
    here = found.workspace if found else workspace_if_any()
    evaluated = projects.evaluate(form, here, found, wanted=wanted or "", layer=layer)
    remark(evaluated.judged.findings)
    for path, write in ((output, project_files.opinion), (workbook, project_files.workbook)):
        if path:
            write(evaluated, path, here, language())
    told = project_files.summary(evaluated, language())
    if style == "json":
        print_json(told)
    elif style == "csv":
        print_records(told["reasons"], style)
    else:
        print_records(told["figures"], style, topic="project")
        click.echo()
        print_records(told["reasons"], style, topic="project")


@click.command("list")
@BUDGET
@tabular
def list_command(budget: str, style: str) -> None:
    """列出项目及其状态、占用 the projects with state and what is kept for them."""
    from ghginv.workspace.budgets import project_files

    print_records(project_files.table(of(budget), language()), style, columns=SUMMARY, topic="project")


@click.command("show")
@click.argument("project", metavar="ID")
@BUDGET
@tabular
def show_command(project: str, budget: str, style: str) -> None:
    """一个项目的经过、占用和文件 a project: what happened, what is kept, its documents."""
    from ghginv.workspace.budgets import project_files

    told = project_files.shown(of(budget), project, language())
    if style == "json":
        print_json(told)
        return
    if style == "csv":
        print_records(told["events"], style)
        return
    for name in ("summary", "events", "holds", "actuals", "documents"):
        rows = project_files.spoken(told[name], language())
        if rows:
            print_records(rows, style, topic="project")
            click.echo()


SUMMARY = ("project", "name", "state", "day", "region", "industry", "added_t", "tce", "reviewer", "conclusion",
           "held_t", "committed_t")  # fmt: skip


def of(budget: str) -> Budget:
    """The budget meant; the only one of the workspace where none is named."""
    workspace()
    return opened(budget)


def remark(findings: list[Finding]) -> None:
    """Print remarks beside the table."""
    from ghginv.findings import listing

    for line in listing(findings, language(), most=10):
        click.echo(line, err=True)

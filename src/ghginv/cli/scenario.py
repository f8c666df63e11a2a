"""``scenario``: run scenarios on an inventory, list, show and compare them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.findings import Finding
    from ghginv.workspace.scenarios.budgets import Line
    from ghginv.workspace.scenarios.scenarios import ScenarioRun

_PATH = click.Path(path_type=Path)
_NAMED = click.option("--scenario", "names", multiple=True, metavar="NAME", help="只看这些情景 these scenarios only.")
_BUDGET = click.option("--budget", default="", metavar="BUDGET", help="与碳预算对照 hold against a carbon budget.")
_PLACE = click.option("--place", default="", metavar="CODE", help="预算中的区域 region of the budget.")
_FILE = click.option("-o", "--output", type=_PATH, metavar="FILE.xlsx", help="写出工作簿 write the workbook.")
_CHART = click.option("--chart", type=_PATH, metavar="FILE.html|.docx", help="写出图和表 write charts and tables.")
_YEAR = click.option("--year", type=int, default=0, metavar="Y", help="年度，缺省为最后一年 by default the last year.")


@click.group("scenario")
def scenario_command() -> None:
    """情景：驱动因子、措施、达峰、分解 scenarios: drivers, measures, peak, decomposition."""


@scenario_command.command("run")
@click.argument("run", metavar="RUN")
@click.argument("source", type=_PATH, metavar="FILE|DIR")
@_NAMED
@click.option("--basis", default="", metavar="BASIS", help="核算口径 inventory | dual-control.")
@_BUDGET
@_PLACE
@_FILE
@_CHART
@tabular
def run_command(
    run: str, source: Path, names: tuple[str, ...], basis: str, budget: str, place: str, output: Path | None,
    chart: Path | None, style: str,
) -> None:  # fmt: skip
    """在一个清单上计算情景并存档 compute scenarios on an inventory and keep them."""
    from ghginv.workspace import runs
    from ghginv.workspace.budgets import budget as budgets
    from ghginv.workspace.scenarios import scenarios

    here = workspace()
    _refuse(output, chart, budget, place)
    if budget:
        budgets.find(here, budget)
    found, remarks, _ = scenarios.make(here, runs.find_run(here, run), source, names, basis)
    _remark(remarks)
    _shown(found, names, budget, place, output, chart, style)


@scenario_command.command("list")
@tabular
def list_command(style: str) -> None:
    """列出已计算的情景 the scenario runs of the workspace."""
    from ghginv.workspace.scenarios import scenarios

    columns = ["scenario_run", "name", "run", "region", "base_year", "last_year", "scenarios", "file", "at", "actor"]
    print_records(scenarios.listed(workspace()), style, columns=columns, topic="scenario")


@scenario_command.command("show")
@click.argument("id", required=False, default="", metavar="[ID]")
@_NAMED
@click.option("--by", type=click.Choice(["sector", "category", "item", "gas", "driver"]), help="按什么列出 rows by.")
@click.option("--measures", is_flag=True, help="各措施的作用、成本、来源 what each measure does, its cost and source.")
@click.option("--causes", is_flag=True, help="变化的原因（LMDI）why it moves, by LMDI.")
@click.option("--band", is_flag=True, help="低、高增速下的总量 totals at low and high growth of the drivers.")
@click.option("--trace", default="", metavar="CATEGORY", help="一类排放从哪里来 where a category's figure comes from.")
@_YEAR
@_BUDGET
@_PLACE
@_FILE
@_CHART
@tabular
def show_command(
    id: str, names: tuple[str, ...], by: str | None, measures: bool, causes: bool, band: bool, trace: str, year: int,
    budget: str, place: str, output: Path | None, chart: Path | None, style: str,
) -> None:  # fmt: skip
    """逐年总量、达峰、累计、预算差距，或其中一张表 totals, peak, cumulative emissions, gap, or one of the tables."""
    from ghginv.workspace.scenarios import scenarios, tables

    views = {"--trace": trace, "--by": by, "--measures": measures, "--band": band, "--causes": causes}
    _refuse(output, chart, budget, place, [name for name, given in views.items() if given])
    found = scenarios.find(workspace(), id)
    years = [year] if year else []
    tables.within(found, years)
    if trace:
        scenario = tables.chosen(found, names)[0]
        at = year or found.plan.horizon.last
        _print(tables.trace(found, scenario, at, trace), style)
    elif by:
        _print(tables.by(found, by, names, years), style)
    elif measures:
        _print(tables.measures(found, names, years), style)
    elif band:
        _print(tables.band(found, names), style)
    elif causes:
        _print(tables.causes(found, names, end=year), style)
    else:
        _shown(found, names, budget, place, output, chart, style)


@scenario_command.command("compare")
@click.argument("first", metavar="SCENARIO")
@click.argument("second", metavar="SCENARIO")
@click.argument("id", required=False, default="", metavar="[ID]")
@_YEAR
@tabular
def compare_command(first: str, second: str, id: str, year: int, style: str) -> None:
    """两个情景在一年中的差异及原因 what leads from one scenario to another in a year, by cause and sector."""
    from ghginv.workspace.scenarios import scenarios, tables

    found = scenarios.find(workspace(), id)
    _print(tables.difference(found, first, second, year), style)


def _print(rows: list[dict[str, Any]], style: str) -> None:
    """Print rows; sectors and items by their names where people read them."""
    from ghginv.workspace.scenarios import tables

    print_records(tables.spoken(rows, language()) if style == "table" else rows, style, topic="scenario")


def _refuse(output: Path | None, chart: Path | None, budget: str, place: str, views: Sequence[str] = ()) -> None:
    """UsageError for options that cannot go together and for names of files, before anything is computed."""
    from ghginv.errors import UsageError
    from ghginv.findings import Finding
    from ghginv.workspace.report import ENDINGS, of_ending

    files = [name for name, given in (("--output", output), ("--chart", chart), ("--budget", budget)) if given]
    if len(views) > 1 or (views and files):
        raise UsageError(Finding("scenario-views", found=" ".join([*views, *files])))
    if place and not budget:
        raise UsageError(Finding("scenario-place-alone"))
    if output:
        of_ending(output, (".xlsx",))
    if chart:
        of_ending(chart, ENDINGS)


def _shown(
    found: ScenarioRun, names: tuple[str, ...], budget: str, place: str, output: Path | None, chart: Path | None,
    style: str,
) -> None:  # fmt: skip
    """Print totals and summary, write the files that were asked for."""
    from ghginv.workspace.scenarios import budgets, files, tables

    line = budgets.line(found, budget, place) if budget else None
    _remark(line.findings if line else [])
    told = {
        "scenario_run": found.id,
        "totals": tables.totals(found, names),
        "summary": tables.summary(found, names, line.kg if line else None, language()),
        "gaps": tables.gap_rows(found, line.kg, names) if line else [],
    }
    if style == "json":
        print_json(told)
    elif style == "csv":
        print_records(told["totals"], style)  # type: ignore[arg-type]
    else:
        _tables(found, told, line)
    for path, write in ((output, files.workbook), (chart, files.document)):
        if path:
            click.echo(str(write(found, path, names, line, language())), err=style != "table")


def _tables(found: ScenarioRun, told: dict[str, Any], line: Line | None) -> None:
    click.echo(f"{found.id}  {found.plan.facts['name']}  {found.head['run']}")
    for key in ("totals", "summary", "gaps"):
        if told[key]:
            click.echo()
            if key == "gaps" and line:
                click.echo(f"{line.budget} {line.region} v{line.version} {line.basis}")
            hidden = ("kind", "period", "gap_years") if key == "summary" else ()
            rows = [{name: value for name, value in row.items() if name not in hidden} for row in told[key]]
            print_records(rows, "table", topic="scenario")


def _remark(findings: list[Finding]) -> None:
    from ghginv.findings import listing

    for each in listing(findings, language(), most=5):
        click.echo(each, err=True)

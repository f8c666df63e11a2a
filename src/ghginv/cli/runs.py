"""``compile``, ``runs``, ``table``, ``compare`` and ``export``."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame, print_json, print_records


@click.command("compile")
@click.option("--year", type=int, required=True, metavar="Y", help="清单年份 inventory year.")
@click.option("--region", metavar="CODE", help="行政区划，缺省为工作区的 region, the workspace's unless given.")
@click.option("--guideline", metavar="ID", help="核算指南 guideline.")
@click.option("--gwp", metavar="SET", help="GWP 集 SAR TAR AR4 AR5 AR6, the guideline's unless given.")
@click.option("--engine", default="duckdb", show_default=True, metavar="NAME", help="计算引擎 engine.")
@tabular
def compile_command(
    year: int, region: str | None, guideline: str | None, gwp: str | None, engine: str, style: str
) -> None:
    """编制一年的清单 compile a year's inventory; prints the run and its totals, gross and net."""
    from ghginv.findings import listing

    run = workspace().compile(year, region=region, guideline=guideline, gwp=gwp, engine=engine)
    totals = run.totals(["gas"])
    if style == "json":
        about = {name: run.about[name] for name in ("run", "region", "year", "guideline", "gwp")}
        print_json({**about, "totals": totals.to_dict("records"), **run.summary(language())})
        return
    if style == "table":
        click.echo(run.id)
    print_frame(totals, style)
    if style == "table":
        print_frame(run.table("totals", language())[["category", "name", "co2e_t"]], style)
    for line in listing(run.remarks(), language()):
        click.echo(line, err=True)


@click.command("runs")
@tabular
def runs_command(style: str) -> None:
    """列出编制结果 list compiled runs."""
    from ghginv.workspace import runs

    columns = ["run", "region", "year", "guideline", "gwp", "compiled_at"]
    print_records(runs.listed(workspace()), style, columns=columns)


@click.command("table")
@click.argument("run", metavar="RUN")
@click.argument("name", metavar="[TABLE]", required=False)
@tabular
def table_command(run: str, name: str | None, style: str) -> None:
    """打印报表；不给表名则列出 print a table of a run, or list its tables."""
    found = workspace().run(run)
    if name is None:
        print_records(found.captions(), style)
    else:
        print_frame(found.table(name, language()), style)


@click.command("compare")
@click.argument("first", metavar="RUN")
@click.argument("second", metavar="RUN")
@tabular
def compare_command(first: str, second: str, style: str) -> None:
    """比较两个结果，说明差异原因 what differs between two runs, and why."""
    from ghginv.workspace import compare

    opened = workspace()
    compared = compare.compare(opened.run(first), opened.run(second), language())
    print_frame(compared, style)
    if style == "table":
        click.echo(compare.summary(compared, language()))


@click.command("export")
@click.argument("run", metavar="RUN")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to.")
@click.option(
    "--layout",
    type=click.Choice(["guideline", "gpc", "crt", "iamc", "primap2", "parquet", "csv", "json"]),
    default="guideline",
    show_default=True,
    help="版式 layout: guideline 指南报表工作簿（活公式）live workbook, gpc, crt, iamc, primap2, parquet, csv, json.",
)
@tabular
def export_command(run: str, output: Path, layout: str, style: str) -> None:
    """导出结果 write a run to a file."""
    from ghginv.workspace import export

    written = export.export(workspace().run(run), output, layout, language())
    print_records([{"file": str(path)} for path in written], style)

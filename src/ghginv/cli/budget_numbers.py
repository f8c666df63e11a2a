"""``budget``: total, comparison of methods, allocation."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from ghginv.cli.budget import opened, remark
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_frame, print_json, print_records

_PATH = click.Path(path_type=Path)
_SIDES = click.Choice(["regions", "industries"])


@click.command("total")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--path", default="intensity", show_default=True, metavar="PATH", help="总额路径 path of the total.")
@click.option(
    "--gdp", "version", default="", metavar="VERSION", help="生产总值增速的版本 version of the growth of GDP."
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="改一个参数 another value of a parameter.")
@click.option("--what-if", "what_if", is_flag=True, help="参数变化时的总额 totals for other parameters.")
@click.option("--dual-control", "dual", is_flag=True, help="能耗双控与碳排放双控对照 energy and carbon side by side.")
@click.option("--paths", is_flag=True, help="列出路径 list the paths.")
@click.option("--choose", is_flag=True, help="选定 choose this total.")
@click.option("--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from.")
@tabular
def total_command(
    budget: str,
    path: str,
    version: str,
    settings: tuple[str, ...],
    what_if: bool,
    dual: bool,
    paths: bool,
    choose: bool,
    expect: int | None,
    style: str,
) -> None:
    """预算总额：按目标、增速、达峰路径推算 the total from targets, growth and paths."""
    from ghginv.workspace.budgets import totals

    if paths:
        print_records(totals.paths(language()), style)
        return
    found = opened(budget)
    choice = totals.Choice(path, version, totals.settings(settings))
    made = totals.of(found, choice)
    remark(made.remarks)
    if what_if:
        print_frame(totals.what_if(found, choice), style)
    elif dual:
        print_frame(totals.dual_control(found, choice), style)
    else:
        print_frame(made.table, style)
    if choose:
        chosen = totals.choose(found, choice, expect)
        if style == "table":
            click.echo(f"{chosen.id}: {choice.path} {choice.gdp_version}".rstrip())


@click.command("compare")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--side", type=_SIDES, default="regions", show_default=True, help="块或条 regions or industries.")
@click.option("--year", type=int, metavar="Y", help="年度，缺省为最后一年 the year, by default the last.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="方法的参数 options of methods.")
@click.option("--methods", is_flag=True, help="列出方法 list the methods.")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="写出 write the plan with all results to .xlsx.")
@tabular
def compare_command(
    budget: str,
    side: str,
    year: int | None,
    settings: tuple[str, ...],
    methods: bool,
    output: Path | None,
    style: str,
) -> None:
    """各分配方法并列：离散、基尼、与申请差距、成本、秩相关 all methods side by side."""
    from ghginv.workspace.budgets import compare, files, totals

    if methods:
        print_records(compare.methods(language()), style)
        return
    found = opened(budget)
    if output:
        click.echo(str(files.workbook(found, output, language())))
        return
    made = compare.comparison(found, side, year, totals.settings(settings) if settings else None)
    tables = compare.comparison_tables(found, made, side, language())
    if style == "json":
        print_json(tables)
        return
    for number, (name, rows) in enumerate(tables.items()):
        if style == "csv" and number:
            break  # one table: the amounts of all methods
        if style == "table":
            click.echo(f"{chr(10) if number else ''}{name}")
            rows = [{key: value for key, value in row.items() if not key.startswith("note")} for row in rows]
        print_records(rows, style)


@click.command("allocate")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--regions", multiple=True, metavar="METHOD[=WEIGHT]", help="各区的方法 methods for districts.")
@click.option("--industries", multiple=True, metavar="METHOD[=WEIGHT]", help="各行业的方法 methods for industries.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="方法的参数 options of methods.")
@click.option("--enterprises", multiple=True, metavar="LAYER=METHOD", help="各层企业的方法 methods for enterprises.")
@click.option("--choose", is_flag=True, help="存为新版本 keep it as a new version.")
@click.option("--note", default="", help="说明 a remark.")
@click.option("--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from.")
@tabular
def allocate_command(
    budget: str,
    regions: Iterable[str],
    industries: Iterable[str],
    enterprises: Iterable[str],
    settings: tuple[str, ...],
    choose: bool,
    note: str,
    expect: int | None,
    style: str,
) -> None:
    """分配到区、行业、层和企业；多个方法须写权重 allocate to districts, industries, layers and enterprises."""
    from ghginv.workspace.budgets import allocate, totals

    found = opened(budget)
    sides = allocate.weights(regions), allocate.weights(industries)
    made = allocate.allocate(found, *sides, allocate.by_layer(enterprises), totals.settings(settings))
    remark(made.findings)
    print_frame(allocate.table(found, made, language()), style)
    if choose:
        kept = allocate.keep(found, made, note, expect)
        if style == "table":
            click.echo(f"{kept.id}: {kept.standing.version}")

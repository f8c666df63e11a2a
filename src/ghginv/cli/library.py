"""``calculate``, ``formulas``, ``factors`` and ``guidelines``: the library of what is known."""

from __future__ import annotations

import sys
from typing import Any

import click

from ghginv.cli.options import common, language, tabular, workspace_if_any
from ghginv.cli.output import print_json, print_records


@click.command("calculate")
@click.argument("formula", metavar="FORMULA")
@click.argument("values", nargs=-1, metavar="name=value...")
@tabular
def calculate_command(formula: str, values: tuple[str, ...], style: str) -> None:
    """算一个公式：结果、单位、代入过程、出处 one formula with named values."""
    from ghginv.workspace import library

    calculated = library.calculate(formula, values, language())
    _print_mapping(calculated, style)


@click.command("formulas")
@click.argument("name", metavar="[NAME]", required=False)
@tabular
def formulas_command(name: str | None, style: str) -> None:
    """列出公式，或说明其中一个 list the formulas, or explain one."""
    from ghginv.workspace import library

    if name is None:
        print_records(library.formulas(language()), style)
        return
    explained = library.formula(name, language())
    if style == "table":
        click.echo("\n".join(explained["text"]))
    else:
        print_json(explained) if style == "json" else print_records(explained["arguments"], style)


@click.group("factors", invoke_without_command=True)
@common
@click.pass_context
def factors_command(context: click.Context) -> None:
    """参数库：列出、查看、选取、检查 the factor library."""
    if context.invoked_subcommand is None:
        context.invoke(list_factors, style="table", name="", factor_set="", item="", status="")


@factors_command.command("list")
@click.option("--name", default="", metavar="TERM", help="参数名 term.")
@click.option("--set", "factor_set", default="", metavar="SET", help="因子集 factor set.")
@click.option("--item", default="", metavar="I", help="品种 item.")
@click.option("--status", default="", metavar="MARK", help="证据标记 evidence mark: found, recalled, doubtful …")
@tabular
def list_factors(name: str, factor_set: str, item: str, status: str, style: str) -> None:
    """列出参数 list parameters."""
    from ghginv.workspace import library

    columns = "parameter_id name value unit region valid_from valid_to category item source_id status".split()
    rows = library.factors(workspace_if_any(), name=name, factor_set=factor_set, item=item, status=status)
    print_records(rows, style, columns=columns, topic="library")


@factors_command.command("show")
@click.argument("parameter_id", metavar="ID")
@tabular
def show_factor(parameter_id: str, style: str) -> None:
    """查看一个参数及其出处 one parameter with its citation."""
    from ghginv.workspace import library

    shown = library.factor(workspace_if_any(), parameter_id)
    _print_mapping(shown, style)


@factors_command.command("resolve")
@click.argument("term", metavar="TERM")
@click.option("--year", type=int, required=True, metavar="Y", help="年份 year.")
@click.option("--region", default="", metavar="CODE", help="行政区划 region.")
@click.option("--category", default="", metavar="C", help="类别 category.")
@click.option("--item", default="", metavar="I", help="品种 item.")
@click.option("--technology", default="", metavar="T", help="技术 technology.")
@click.option("--unit", default="", metavar="U", help="活动水平单位 unit of the activity data.")
@click.option("--guideline", default="", metavar="ID", help="核算指南 guideline.")
@tabular
def resolve_factor(term: str, style: str, guideline: str, **key: Any) -> None:
    """选取一个参数并说明理由 which parameter is chosen for a key, why, and what was passed over."""
    from ghginv.workspace import library

    _print_mapping(library.resolve_term(workspace_if_any(), term, guideline, key, language()), style)


@factors_command.command("check")
@tabular
def check_factors(style: str) -> None:
    """检查参数库 check the library: citations, duplicates, overlaps, units; counts rows by evidence mark."""
    from ghginv.findings import errors, listing
    from ghginv.workspace import library

    report = library.check(workspace_if_any())
    findings = report["findings"]
    if style == "json":
        print_json({**report, "findings": [finding.record(language()) for finding in findings]})
    else:
        print_records(report["by_status"], style, topic="library")
        for line in listing(findings, language()):
            click.echo(line, err=True)
    sys.exit(1 if errors(findings) else 0)


@click.command("guidelines")
@click.argument("guideline", metavar="[ID]", required=False)
@tabular
def guidelines_command(guideline: str | None, style: str) -> None:
    """列出核算指南，或查看其中一个的规则 list the guidelines, or the rules of one."""
    from ghginv.workspace import library

    opened = workspace_if_any()
    if guideline is None:
        print_records(library.guidelines(opened, language()), style)
    else:
        print_records(library.guideline_rules(opened, guideline, language()), style)


def _print_mapping(shown: dict[str, Any], style: str) -> None:
    if style == "json":
        print_json(shown)
    elif style == "csv":
        print_records([shown], style)
    else:
        for name, value in shown.items():
            for line in value if isinstance(value, list) else [value]:
                click.echo(f"{name}: {'' if line is None else line}")

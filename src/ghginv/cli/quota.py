"""``quota``: rule sets, allocate, list, show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ghginv.cli.options import language, tabular, workspace, workspace_if_any
from ghginv.cli.output import print_json, print_records

_UNITS = (
    "enterprise",
    "facility",
    "class",
    "method",
    "quota_t",
    "free_t",
    "taken_back_t",
    "pre_t",
    "adjustment_t",
    "own",
)
_ENTITIES = (
    "enterprise", "name", "verified_t", "initial_t", "top_up_t", "quota_t", "pre_t", "adjustment_t", "deduct_t",
    "issued_t", "to_deduct_t",
)  # fmt: skip


@click.group("quota")
def quota_command() -> None:
    """配额：规则、分配、查询 quotas: rules, allocation, what was allocated."""


@quota_command.command("rules")
@click.argument("rules", required=False, metavar="[ID]")
@click.option("--year", type=int, help="年度，缺省为最后适用年度 the year, by default the last it holds for.")
@tabular
def rules_command(rules: str | None, year: int | None, style: str) -> None:
    """列出配额规则，或给出一个规则的方法和参数 list rule sets, or show one with its methods and parameters."""
    from ghginv.workspace import quotas

    opened = workspace_if_any()
    if rules is None:
        print_records(quotas.rules(opened, language()), style, topic="quota")
        return
    found = quotas.rule_set(opened, rules, year, language())
    if style == "json":
        print_json(found)
    elif style == "csv":
        print_records(found["parameters"], style)
    else:
        click.echo("\n".join(filter(None, (f"{found['id']} {found['name']} {found['year']} [{found['status']}]",
                                           found["citation"], found["note"]))))  # fmt: skip
        for part in ("classes", "parameters"):
            click.echo()
            print_records(found[part], style, topic="quota")


@quota_command.command("allocate")
@click.option("--year", type=int, required=True, help="排放年度 emission year.")
@click.option("--rules", required=True, metavar="ID", help="配额规则 rule set; ghginv quota rules.")
@click.option(
    "--stage", type=click.Choice(["pre", "final"]), required=True, help="预分配或核定 pre-allocation or final."
)
@click.option("--region", help="只分配该地区的企业 enterprises of this region only.")
@click.option("--units", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
              help="单元表：机组类别、特殊情形等 CSV of units: classes, special cases, deductions.")  # fmt: skip
@tabular
def allocate_command(year: int, rules: str, stage: str, region: str | None, units: Path | None, style: str) -> None:
    """按规则给企业分配配额并存档 allocate to the enterprises of the workspace by a rule set, and keep it."""
    from ghginv.findings import listing
    from ghginv.workspace import quotas

    made = quotas.allocate(workspace(), year, rules, stage, region=region, register=units)
    _show(quotas.find(workspace(), made.quota), style)
    for line in listing(made.allocation.findings, language(), most=5):
        click.echo(line, err=True)


@quota_command.command("list")
@click.option("--enterprise", default="", metavar="CODE", help="统一社会信用代码 credit code of an enterprise.")
@tabular
def list_command(enterprise: str, style: str) -> None:
    """列出配额分配 list the allocations, or those that gave to an enterprise."""
    from ghginv.workspace import quotas

    columns = ["quota", "rules", "stage", "region", "year", "enterprises", "quota_t", "at", "actor"]
    print_records(quotas.listed(workspace(), enterprise), style, columns=columns, topic="quota")


@quota_command.command("show")
@click.argument("quota", metavar="ID")
@tabular
def show_command(quota: str, style: str) -> None:
    """给出一次分配：各单元、各企业、合计和理由 one allocation: units with reasons, enterprises, totals."""
    from ghginv.workspace import quotas

    _show(quotas.find(workspace(), quota), style)


def _show(found: dict[str, Any], style: str) -> None:
    """JSON: all of it; CSV: the units with every column; table: units, reasons, enterprises, totals."""
    lang = language()
    if style == "json":
        print_json(
            {name: value for name, value in found.items() if name != "about"} | {"sha256": found["about"]["sha256"]}
        )
        return
    if style == "csv":
        print_records(found["units"], style)
        return
    click.echo(" ".join(str(found[name]) for name in ("quota", "rules", "stage", "year", "region", "at", "actor")))
    for rows, columns in ((found["units"], _UNITS), (found["entities"], _ENTITIES)):
        click.echo()
        print_records(rows, style, columns=columns, topic="quota")
    click.echo()
    print_records(found["totals"], style, columns=[lang, "t"], headers={lang: ""})
    click.echo()
    for row in found["units"]:
        click.echo(f"{row['enterprise']} {row['facility']}".strip() + f": {row[f'reason_{lang}']}")

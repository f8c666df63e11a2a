"""``template``, ``check`` and ``import``: workbooks out and in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from ghginv.cli.options import common, language, tabular, workspace, workspace_if_any
from ghginv.cli.output import print_json, print_records

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
YEAR = click.option("--year", type=int, metavar="Y", help="年份 year, where the file does not say it.")
Item = TypeVar("Item")


@click.command("template")
@click.argument("kind", type=click.Choice(["inventory"]))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to.")
@click.option("--year", type=int, metavar="Y", help="清单年份 inventory year.")
@click.option("--data", type=click.Path(path_type=Path), metavar="CSV", help="预填的数据表 rows to fill in.")
@common
def template_command(kind: str, output: Path, year: int | None, data: Path | None) -> None:
    """生成填报模板 make a workbook to fill in."""
    from ghginv.workspace import template

    template.template(kind, output, workspace_if_any(), year, language(), data)
    click.echo(str(output))


@click.command("check")
@FILES
@YEAR
@click.option("--region", default="", metavar="CODE", help="行政区划 region, where the file does not say it.")
@click.option(
    "--marked", type=click.Path(path_type=Path), metavar="DIR", help="标注后的副本 copies with wrong cells marked."
)
@tabular
def check_command(files: tuple[Path, ...], year: int | None, region: str, marked: Path | None, style: str) -> None:
    """检查工作簿，不入库 judge workbooks, store nothing."""
    from ghginv.workspace import check

    opened = workspace_if_any()
    findings = []
    accepted = True
    for path in _progress(files, "检查 checking"):
        checked = check.check_workbook(path, workspace=opened, region=region, year=year)
        accepted &= checked.judgement.accepted
        findings += checked.findings
        copy = check.mark_workbook(checked, marked) if marked else None
        if copy:
            click.echo(f"{path.name}: {copy}", err=True)
    _print_findings(findings, style)
    sys.exit(0 if accepted else 1)


@click.command("import")
@FILES
@YEAR
@tabular
def import_command(files: tuple[Path, ...], year: int | None, style: str) -> None:
    """检查并入库 judge workbooks and store each whole, or nothing of it."""
    from ghginv.errors import InputError
    from ghginv.findings import listing
    from ghginv.workspace.import_workbook import import_workbook

    opened = workspace()
    lang = language()
    records: list[dict[str, Any]] = []
    refused: list[str] = []
    remarks: list[Any] = []
    for path in _progress(files, "导入 importing"):
        try:
            imported = import_workbook(opened, path, year=year)
        except InputError as refusal:
            refused.append(refusal.message(lang))
            continue
        remarks += imported.findings
        names = ("submission", "file", "region", "year", "activities", "already")
        records.append(
            {name: getattr(imported, name) for name in names} | {"superseded": " ".join(imported.superseded)}
        )
    if records or style == "json":
        print_records(records, style)
    for line in [*listing(remarks, lang), *refused]:
        click.echo(line, err=True)
    sys.exit(1 if refused else 0)


def _print_findings(findings: list[Any], style: str) -> None:
    from ghginv.findings import listing

    lang = language()
    records = [finding.record(lang) for finding in findings]
    if style == "json":
        print_json(records)
    elif style == "csv":
        print_records(
            records, style, columns=["file", "sheet", "cell", "code", "severity", "found", "expected", "message"]
        )
    elif not records:
        click.echo({"zh": "未发现问题", "en": "nothing found"}[lang])
    else:
        click.echo("\n".join(listing(findings, lang)))


def _progress(items: Iterable[Item], title: str) -> Iterator[Item]:
    """The items, with a progress bar on a terminal when there are several."""
    known = list(items)
    if len(known) < 2 or not sys.stderr.isatty():
        yield from known
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(known, title, console=Console(stderr=True))

"""``check`` and ``import``: workbooks in."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from ghginv.cli.options import language, tabular, workspace, workspace_if_any
from ghginv.cli.output import print_json, print_records

FILES = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
YEAR = click.option("--year", type=int, metavar="Y", help="年份 year, where the file does not say it.")
Item = TypeVar("Item")
FEW = 10  # files, and in a longer list remarks of a kind, that are told one by one


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
    for path in progress(files, "检查 checking"):
        checked = check.check_any(path, workspace=opened, region=region, year=year)
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
@click.option("--draft", is_flag=True, help="存为草稿 keep as a draft.")
@click.option("--note", default="", help="说明 a note on how it came.")
@click.option("--reason", default="", help="更正已锁定提交的理由 why a locked submission is corrected.")
@click.option("--marked", type=click.Path(path_type=Path), metavar="DIR",
              help="被拒文件的标注副本 marked copies of what is refused.")  # fmt: skip
@click.option("--processes", type=click.IntRange(0), default=2, show_default=True,
              help="检查用的进程数 worker processes.")  # fmt: skip
@click.option("--seconds", type=click.FloatRange(min=1), default=300, show_default=True,
              help="每个文件最长检查时间 the longest a file may take.")  # fmt: skip
@tabular
def import_command(
    files: tuple[Path, ...],
    year: int | None,
    draft: bool,
    note: str,
    reason: str,
    marked: Path | None,
    processes: int,
    seconds: float,
    style: str,
) -> None:
    """检查并入库：文件或文件夹，每个文件整本入库或不入库 judge files and folders, store each whole or not at all."""
    from ghginv.findings import listing
    from ghginv.workspace import import_folder
    from ghginv.workspace.import_workbook import Entry

    opened = workspace()
    lang = language()
    found = import_folder.collected(files, marked)
    alone = len(found) == 1
    entry = Entry(draft, note, reason)
    batch = import_folder.Batch(entry, year, marked, 0 if alone else processes, seconds)
    rows, lines = [], []
    for outcome in progress(import_folder.import_files(opened, found, batch), "导入 importing", len(found)):
        rows.append(outcome.row())
        lines += listing(outcome.findings, lang, most=None if len(found) <= FEW else FEW)
        lines += [f"{outcome.path.name}: {outcome.marked}"] if outcome.marked else []
    print_records(rows, style, columns=import_folder.ROW if style != "table" else import_folder.ROW[:-2])
    for line in [*lines, *_counted(rows)]:
        click.echo(line, err=True)
    sys.exit(1 if any(row["state"] == "refused" for row in rows) else 0)


def _counted(rows: list[dict[str, Any]]) -> list[str]:
    """Of several files, how many became what."""
    counts = Counter(row["state"] for row in rows)
    told = "  ".join(f"{state} {number}" for state, number in counts.items())
    return [f"{len(rows)}: {told}"] if len(rows) > 1 else []


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


def progress(items: Iterable[Item], title: str, count: int | None = None) -> Iterator[Item]:
    """The items, with a progress bar on a terminal when there are several."""
    known = items if count is not None else list(items)
    of = len(known) if isinstance(known, list) else count
    if (of or 0) < 2 or not sys.stderr.isatty():
        yield from known
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(known, title, total=of, console=Console(stderr=True))

"""``seal`` and ``merge``: districts into the city."""

from __future__ import annotations

from pathlib import Path

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame, print_json, print_records


@click.command("seal")
@click.argument("run", metavar="RUN")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="写到 write to.")
@tabular
def seal_command(run: str, output: Path, style: str) -> None:
    """封装一个结果，供上报和汇总 seal a run into one file to hand over."""
    from ghginv.workspace import rollup

    found = workspace().run(run)
    print_records([{"run": found.id, "seal": rollup.seal(found, output), "file": str(output)}], style)


@click.command("merge")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--held", metavar="RUN", help="市级直接掌握的设施 a run with what the city itself holds.")
@click.option("--city", metavar="RUN", help="市级独立编制的结果，用于比较 the city's own run, to compare with.")
@tabular
def merge_command(files: tuple[Path, ...], held: str | None, city: str | None, style: str) -> None:
    """把各区封装的清单汇总到市 merge districts' sealed inventories into the city's; flows and gap are shown."""
    from ghginv.findings import listing
    from ghginv.workspace import rollup

    merged = rollup.merge(workspace(), files, held=held, city=city, lang=language())
    if style == "json":
        about = {name: merged.run.about[name] for name in ("run", "region", "year", "guideline", "gwp", "merged")}
        tables = {"regions": merged.regions, "flows": merged.flows, "gap": merged.gap}
        shown = {name: None if table is None else _records(table) for name, table in tables.items()}
        print_json({**about, **shown, "findings": [finding.record(language()) for finding in merged.findings]})
        return
    if style == "table":
        click.echo(merged.run.id)
    print_frame(merged.regions, style)
    if style == "table":
        for table in (merged.flows, merged.gap):
            if table is not None and len(table):
                click.echo()
                print_frame(table, style)
    for line in listing(merged.findings, language()):
        click.echo(line, err=True)


def _records(table):  # type: ignore[no-untyped-def]
    return table.astype(object).where(table.notna(), None).to_dict("records")

"""``submissions`` and ``submission``."""

from __future__ import annotations

from typing import Any

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records

COLUMNS = (
    "submission", "file", "kind", "region", "year", "enterprise", "name", "version", "state", "since", "actor",
)  # fmt: skip
STEPS = ("submit", "withdraw", "return", "verify", "lock")
STATES = ("draft", "submitted", "returned", "resubmitted", "verified", "locked", "superseded", "withdrawn")
NOTE = click.option("--note", default="", help="理由 reason.")


@click.command("submissions")
@click.option("--year", type=int, metavar="Y", help="只列该年 of this year only.")
@click.option("--kind", default="", metavar="KIND", help="只列该种 of this kind only (inventory, enterprise ...).")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="只列该状态 in this state only.")
@click.option(
    "--step", type=click.Choice(STEPS), help="对列出的全部提交执行，全部成功或都不执行 move all of them, or none."
)
@NOTE
@tabular
def submissions_command(
    year: int | None, kind: str, states: tuple[str, ...], step: str | None, note: str, style: str
) -> None:
    """列出提交，可成批流转 list what was handed in, or move it on in one go."""
    from ghginv.workspace import submissions

    opened = workspace()
    listed = submissions.listed(opened, year=year, kind=kind, states=states)
    if step:
        chosen = [each["submission"] for each in listed]
        submissions.move_all(opened, chosen, step, note)
        listed = [each for each in submissions.listed(opened) if each["submission"] in set(chosen)]
    print_records(listed, style, columns=COLUMNS)


@click.command("submission")
@click.argument("submission", metavar="ID")
@click.argument("step", type=click.Choice(STEPS), required=False)
@NOTE
@click.option("--diff", "other", metavar="ID", help="与另一版本逐格比较 compare with another version cell by cell.")
@tabular
def submission_command(submission: str, step: str | None, note: str, other: str | None, style: str) -> None:
    """查看或流转一个提交，或比较两个版本 inspect a submission, move it on, or compare it with another version."""
    from ghginv.workspace import submissions

    opened = workspace()
    if step:
        submissions.move(opened, submission, step, note)
    if other:
        _print_differences(opened, submission, other, style)
        return
    described = submissions.described(opened, submission)
    if style == "json":
        print_json(described)
        return
    print_records(described["events"], style, columns=["state", "at", "actor", "note"])
    if style != "table":
        return
    if len(described["versions"]) > 1:
        click.echo()
        print_records(described["versions"], style)
    if described["findings"]:
        click.echo()
        print_records(described["findings"], style, columns=["severity", "sheet", "cell", language()])


def _print_differences(opened: Any, before: str, after: str, style: str) -> None:
    """Cell by cell; as a table and as JSON with the totals, as CSV the cells alone."""
    from ghginv.findings import listing
    from ghginv.workspace import differences

    found = differences.differences(opened, before, after)
    lang = language()
    if style == "json":
        remarks = [finding.record(lang) for finding in found.findings]
        told = {name: getattr(found, name) for name in ("before", "after", "cells", "totals")}
        print_json({**told, "findings": remarks})
        return
    print_records(found.cells, style, columns=differences.CELLS)
    if style == "table" and found.totals:
        click.echo()
        print_records(found.totals, style, columns=differences.TOTALS)
    for line in listing(found.findings, lang):
        click.echo(line, err=True)

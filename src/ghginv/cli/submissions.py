"""``submissions`` and ``submission``."""

from __future__ import annotations

import click

from ghginv.cli.options import tabular, workspace
from ghginv.cli.output import print_json, print_records


@click.command("submissions")
@tabular
def submissions_command(style: str) -> None:
    """列出提交 list what was handed in."""
    from ghginv.workspace import submissions

    columns = ["submission", "file", "kind", "region", "year", "enterprise", "state", "since", "actor"]
    print_records(submissions.listed(workspace()), style, columns=columns)


@click.command("submission")
@click.argument("submission", metavar="ID")
@click.argument("step", type=click.Choice(["submit", "return", "verify", "lock"]), required=False)
@click.option("--note", default="", help="理由 reason.")
@tabular
def submission_command(submission: str, step: str | None, note: str, style: str) -> None:
    """查看或流转一个提交 inspect a submission, or move it through its life cycle."""
    from ghginv.workspace import submissions

    opened = workspace()
    if step:
        submissions.move(opened, submission, step, note)
    described = submissions.described(opened, submission)
    if style == "json":
        print_json(described)
        return
    print_records(described["events"], style, columns=["state", "at", "actor", "note"])
    if described["findings"] and style == "table":
        click.echo()
        print_records(described["findings"], style, columns=["severity", "sheet", "cell", "zh"])

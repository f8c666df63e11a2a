"""``audit``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.workspace.audit import Proof

COLUMNS = ("seq", "at", "actor", "action", "subject", "note", "hash")


@click.command("audit")
@click.option("--verify", is_flag=True, help="只核验，不列出 prove the log whole, do not list it.")
@click.option("--expect", default="", metavar="HASH", help="另行抄录的哈希 a hash written down elsewhere.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="只列最近 N 条 the newest entries only.")
@tabular
def audit_command(verify: bool, expect: str, last: int | None, style: str) -> None:
    """列出审计日志并核验其完整 list the audit log and prove it whole; exit code 1 when it is not."""
    from ghginv.workspace import audit

    opened = workspace()
    proof = audit.prove(opened, expect)
    entries = [] if verify else audit.log(opened, last or 0)
    if style == "json":
        faults = [finding.record(language()) for finding in proof.findings]
        told = {"whole": proof.whole, "entries": proof.entries, "hash": proof.hash, "findings": faults}
        print_json(told if verify else {**told, "log": entries})
    elif style == "csv":
        print_records([told_short(entry, full=True) for entry in entries], style, columns=COLUMNS)
    elif entries:
        print_records([told_short(entry) for entry in entries], style, columns=COLUMNS)
    if style != "json":
        _say(proof, err=style == "csv")
    sys.exit(0 if proof.whole else 1)


def told_short(entry: dict[str, Any], full: bool = False) -> dict[str, Any]:
    """An entry as a line: what its detail says in a few words, its hash cut short unless ``full``."""
    detail = entry["detail"]
    words = (detail.get(name) for name in ("note", "file", "codes", "seal", "guideline"))
    note = next((" ".join(each) if isinstance(each, dict) else str(each) for each in words if each), "")
    return {**entry, "note": note, "hash": entry["hash"] if full else entry["hash"][:12]}


def _say(proof: Proof, err: bool) -> None:
    from ghginv.findings import listing

    lang = language()
    for line in listing(proof.findings, lang):
        click.echo(line, err=True)
    verdict = {
        "zh": ("审计日志完整，与各表一致", "审计日志不完整"),
        "en": ("the audit log is whole and agrees with the tables", "the audit log is not whole"),
    }[lang][0 if proof.whole else 1]
    click.echo(f"{verdict}: {proof.entries} {proof.hash}", err=err)

"""``budget``: control figures, requests, review, approval, issue, adjustment."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ghginv.cli.budget import SUMMARY, opened, remark, summary
from ghginv.cli.options import language, tabular
from ghginv.cli.output import print_progress, print_records

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _expecting(command: Any) -> Any:
    """Add ``--expect``: the step is refused when the budget has moved on since that revision."""
    return click.option(
        "--expect", type=int, metavar="REVISION", help="您依据的修改次数 the revision you started from."
    )(command)


@click.command("control")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("-o", "--output", required=True, type=_FOLDER, metavar="DIR", help="写到 write to.")
@_expecting
@tabular
def control_command(budget: str, output: Path, expect: int | None, style: str) -> None:
    """下达控制数：每区一本申请表 control figures: a request workbook for each district."""
    from ghginv.workspace.budgets import requests

    _, written = requests.control(opened(budget), output, language(), expect)
    print_records([{"file": str(path)} for path in written], style)


@click.command("request")
@click.argument("files", nargs=-1, type=_FILE, metavar="[FILE]…")
@click.option("--budget", default="", metavar="BUDGET", help="预算 the budget.")
@click.option("--default", "default", is_flag=True, help="未报送的区按控制数视同申请 take control figures as requests.")
@click.option("--region", "regions", multiple=True, metavar="CODE", help="仅这些区 only these districts.")
@tabular
def request_command(files: tuple[Path, ...], budget: str, default: bool, regions: tuple[str, ...], style: str) -> None:
    """收取各区申请；不给文件则列出 take requests of districts; without files, list them."""
    from ghginv.workspace.budgets import requests

    found = opened(budget)
    if files:
        found, remarks = requests.receive(found, list(files))
        remark(remarks)
    if default:
        found = requests.by_default(found, regions)
    print_records(requests.table(found), style)


def _step(step: str, text: str) -> click.Command:
    """The command of a step that takes nothing but a remark."""

    @click.command(step, help=text)
    @click.argument("budget", required=False, default="", metavar="[BUDGET]")
    @click.option("--note", default="", help="说明 a remark.")
    @_expecting
    @tabular
    def command(budget: str, note: str, expect: int | None, style: str) -> None:
        from ghginv.workspace.budgets import steps

        print_records(
            [summary(steps.take(opened(budget), step, note, expect))], style, columns=SUMMARY
        )

    return command


review_command = _step("review", "送论证：申请齐全、各项闭合 to review: requests are in and all sums close.")
submit_command = _step("submit", "报审 submit for approval.")
return_command = _step("return", "退回，须写理由 return to the draft, with a reason (--note).")
withdraw_command = _step("withdraw", "撤回，须写理由 withdraw, with a reason (--note).")


@click.command("approve")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--document", type=_FILE, metavar="FILE", help="批复文件，保存并记录摘要 the document of the approval.")
@click.option("--note", default="", help="说明 a remark.")
@_expecting
@tabular
def approve_command(budget: str, document: Path | None, note: str, expect: int | None, style: str) -> None:
    """审批：不能审批自己编制的 approve; nobody approves what he prepared."""
    from ghginv.workspace.budgets import steps

    made = steps.approve(opened(budget), document, note, expect)
    print_records([summary(made)], style, columns=SUMMARY)


@click.command("issue")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("-o", "--output", type=_FOLDER, metavar="DIR", help="通知书写到 write the notices to.")
@click.option(
    "--effective", default="", metavar="YYYY-MM-DD", help="生效日期，缺省为今天 effective from, by default today."
)
@click.option("--note", default="", help="说明 a remark.")
@_expecting
@tabular
def issue_command(budget: str, output: Path | None, effective: str, note: str, expect: int | None, style: str) -> None:
    """下达：记账并写出各区、各行业、各企业通知书 issue: post to the ledger and write the notices."""
    from ghginv.workspace.budgets import issue

    watched = print_progress if sys.stderr.isatty() else None
    made = issue.issue(
        opened(budget), output, effective=effective, note=note, expect=expect, lang=language(), progress=watched
    )
    row = {**summary(made.budget), "entries": made.entries, "documents": len(made.documents)}
    print_records([row], style, columns=(*SUMMARY, "entries", "documents"))
    if style == "table" and output:
        click.echo(str(output))


@click.command("adjust")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("--reason", required=True, metavar="ID", help="规则集所列理由 a reason of the rule set.")
@click.option("--note", default="", help="说明 a remark.")
@_expecting
@tabular
def adjust_command(budget: str, reason: str, note: str, expect: int | None, style: str) -> None:
    """对已下达预算开始调整，形成新版本 begin the adjustment of an issued budget: a new version."""
    from ghginv.workspace.budgets import steps

    made = steps.adjust(opened(budget), reason, note, expect)
    print_records([summary(made)], style, columns=SUMMARY)


@click.command("sign")
@click.argument("document", type=_FILE, metavar="FILE")
@click.option("--budget", default="", metavar="BUDGET", help="预算 the budget.")
@click.option("--note", default="", help="说明 a remark.")
@tabular
def sign_command(document: Path, budget: str, note: str, style: str) -> None:
    """签署记账依据文件；记账须由另一人 sign a document on which somebody else may post."""
    from ghginv.workspace.budgets import steps

    made = steps.sign(opened(budget), document, note)
    print_records(made.documents()[-1:], style)


@click.command("documents")
@click.argument("budget", required=False, default="", metavar="[BUDGET]")
@click.option("-o", "--output", type=_FOLDER, metavar="DIR", help="取出到 write them to.")
@tabular
def documents_command(budget: str, output: Path | None, style: str) -> None:
    """列出或取出文件及其摘要 list the documents with their digests, or write them out."""
    from ghginv.workspace.budgets import issue

    found = opened(budget)
    if output:
        issue.write_documents(found, output)
    print_records(found.documents(), style)

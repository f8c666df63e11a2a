"""``qa``: the checks of a run, and the explanations of what they found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_json, print_records

if TYPE_CHECKING:
    from ghginv.workspace.qa import Checked


@click.command("qa")
@click.argument("run", metavar="RUN")
@click.option("--against", multiple=True, metavar="RUN",
              help="与这些结果比较，缺省为最新结果 compare with these runs instead of the latest.")  # fmt: skip
@click.option("--explain", metavar="ID", help="为一条检查发现记下说明 record an explanation of a finding.")
@click.option("--note", default="", help="说明 the explanation.")
@tabular
def qa_command(run: str, against: tuple[str, ...], explain: str | None, note: str, style: str) -> None:
    """质量检查：单位、合计、变化、完整性、重复计算、离群值等 quality checks; exit code 1 when an error is found."""
    from ghginv.workspace import qa

    opened = workspace()
    beside = [opened.run(each) for each in against]
    if explain:
        qa.explain(opened.run(run), explain, note, beside)
    watched = sys.stderr.isatty()
    checked = qa.qa(opened.run(run), beside, language(), _progress if watched else None)
    if style == "json":
        print_json({name: getattr(checked, name) for name in ("run", "against", "summary", "findings")})
    elif style == "csv":
        print_records(checked.findings, style, columns=qa.FINDINGS)
    else:
        _print(checked)
    if checked.failed:
        sys.exit(1)


def _print(checked: Checked) -> None:
    """The summary of the checks, then the findings with what to do; what was explained comes with its explanation."""
    words = _WORDS[language()]
    rows = [{**row, "status": words[row["status"]]} for row in checked.summary]
    columns = ["check", "name", "status", "examined", "examined_what", "findings", "explained", "left_out"]
    print_records(rows, "table", columns=columns, headers=words)
    for finding in checked.findings:
        place = f"{finding['sheet']}!{finding['cell']} | " if finding["cell"] else ""
        click.echo(f"\n{finding['id']} [{words[finding['severity']]}] {place}{finding['message']}")
        if finding["explanation"]:
            click.echo(f"    {words['explanation']}: {finding['explanation']} ({finding['explained_by']})")
        elif finding["remedy"]:
            click.echo(f"    → {finding['remedy']}")


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done}/{of}" + ("\n" if done == of else ""), err=True, nl=False)


_WORDS = {
    "zh": {
        "check": "检查",
        "name": "内容",
        "status": "结果",
        "examined": "检查数",
        "examined_what": "检查对象",
        "findings": "发现",
        "explained": "已说明",
        "left_out": "未检查及原因",
        "passed": "通过",
        "finding": "有发现",
        "not_applicable": "不适用",
        "error": "错误",
        "warning": "警告",
        "note": "提示",
        "explanation": "说明",
    },
    "en": {
        "check": "check",
        "name": "what",
        "status": "result",
        "examined": "examined",
        "examined_what": "of",
        "findings": "findings",
        "explained": "explained",
        "left_out": "not examined, why",
        "passed": "passed",
        "finding": "findings",
        "not_applicable": "not applicable",
        "error": "error",
        "warning": "warning",
        "note": "note",
        "explanation": "explained",
    },
}

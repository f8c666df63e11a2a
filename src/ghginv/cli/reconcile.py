"""``reconcile``: form 205-1 of the industrial energy statistics against the enterprises' workbooks."""

from __future__ import annotations

import click

from ghginv.cli.options import language, tabular, workspace
from ghginv.cli.output import print_frame

_SHOWN = "enterprise name item_name unit form_quantity workbook_quantity percent effect_tco2 verdict reason".split()


@click.command("reconcile")
@click.option("--year", type=int, required=True, help="年份 year.")
@click.option(
    "--enterprise", default="", metavar="CODE", help="只对照这家企业（统一社会信用代码） this enterprise only."
)
@click.option("--differs", is_flag=True, help="只列出有差异的 only what differs.")
@tabular
def reconcile_command(year: int, enterprise: str, differs: bool, style: str) -> None:
    """205-1 表与企业工作簿对照 compare form 205-1 with the enterprises' workbooks, item by item."""
    from ghginv.findings import listing
    from ghginv.workspace.reconcile import reconcile

    found = reconcile(workspace(), year, enterprise=enterprise, differs=differs, lang=language())
    frame = found.table
    if style == "table":
        frame = frame[_SHOWN].assign(verdict=frame["verdict"].map(_VERDICTS[language()]))
    print_frame(frame, style, headers=_HEADERS[language()])
    for line in listing(found.findings, language()):
        click.echo(line, err=True)


_VERDICTS = {
    "zh": {
        "agrees": "一致",
        "within_tolerance": "容许误差内",
        "differs": "不一致",
        "only_form": "仅 205-1 表有",
        "only_workbook": "仅工作簿有",
        "not_comparable": "无法对照",
        "unasked": "不要求填报",
    },
    "en": {
        "agrees": "agrees",
        "within_tolerance": "within tolerance",
        "differs": "differs",
        "only_form": "only in form",
        "only_workbook": "only in workbook",
        "not_comparable": "not comparable",
        "unasked": "not asked for",
    },
}
_ZH = {
    "enterprise": "统一社会信用代码",
    "name": "企业",
    "item_name": "品种",
    "unit": "单位",
    "form_quantity": "205-1 表",
    "workbook_quantity": "企业工作簿",
    "percent": "相差 %",
    "effect_tco2": "折合 tCO2",
    "verdict": "结论",
    "reason": "说明",
}
_HEADERS = {"zh": _ZH, "en": {name: name.replace("_", " ") for name in _ZH}}

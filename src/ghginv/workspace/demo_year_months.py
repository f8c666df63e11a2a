"""The months of the simulated year: workbooks sent in and posted, warnings, reports and briefs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ghginv.findings import listing
from ghginv.workspace import import_folder, template
from ghginv.workspace.budgets import execution_posting, monitoring, monthly_report, warning
from ghginv.workspace.demo_year_data import BUREAU, CITY
from ghginv.workspace.demo_year_scene import Scene, tables

if TYPE_CHECKING:
    from ghginv.workspace.budgets.monitoring import Watched

Deed = Mapping[str, Any]


def report(scene: Scene, deed: Deed, say: Mapping[str, str]) -> Iterator[str]:
    """A month is handed in by the bureau and by some enterprises, judged, stored, and posted to the ledger."""
    month, year = int(deed["month"]), scene.year.number
    folder = scene.folder / "monthly" / f"{year}-{month:02d}"
    alone = scene.case["reporting"]["alone"]
    own = scene.year.own(month)
    with scene.on(deed, "bureau"):
        given = tables(folder / "data" / CITY, facts=_facts(month, name=BUREAU, region=CITY),
                       enterprise=[row for row in own if row["enterprise"] not in alone],
                       indicators=scene.year.quick(month), economics=scene.year.economy(month))  # fmt: skip
        template.monthly(folder / f"{CITY}.xlsx", scene.workspace, year, "zh", scene.budget.id, data=given)
    for code in alone:
        mine = [row for row in own if row["enterprise"] == code]
        with scene.on(deed, "bureau"):
            given = tables(folder / "data" / code, facts=_facts(month), enterprise=mine)
            template.monthly(folder / f"{code}.xlsx", scene.workspace, year, "zh", scene.budget.id, code, given)
    with scene.on(deed):
        batch = import_folder.Batch(processes=0)
        files = import_folder.collected([folder], folder / "data")
        outcomes = list(import_folder.import_files(scene.workspace, files, batch))
        refused = [each for each in outcomes if each.state == "refused"]
        done = execution_posting.execute(scene.budget, year, [month])
    tonnes = sum(row["new_t"] for row in done.rows if row["month"] == month)
    yield say["month"].format(month=month, files=len(outcomes), refused=len(refused), posted=done.posted,
                              tonnes=f"{tonnes:,.0f}")  # fmt: skip
    for each in refused:
        yield from (f"  {line}" for line in listing(each.findings, scene.lang, most=2))


def _facts(month: int, **more: str) -> list[dict[str, Any]]:
    return [{"fact": name, "value": value} for name, value in {"period": month, **more}.items()]


def watched(scene: Scene, month: int) -> Watched:
    """The budget at the end of a month, with the months of past years."""
    return monitoring.Watched(scene.budget, scene.year.number, month, (scene.past.name, scene.past.read_bytes()))


def warn(scene: Scene, deed: Deed, say: Mapping[str, str]) -> Iterator[str]:
    """Letters to the districts in yellow and red."""
    month = int(deed["month"])
    with scene.on(deed, "watcher"):
        letters = scene.folder / "warnings" / f"{scene.year.number}-{month:02d}"
        done = warning.warn(watched(scene, month), letters, sides=("region",), lang=scene.lang)
    for row in done.rows:
        gap = 100 * (row["executed_t"] / row["plan_t"] - 1)
        actions = " ".join(say.get(each, each) for each in str(row["actions"]).split())
        told = {**row, "light": say.get(row["light"], row["light"]), "actions": actions}
        yield say["warned"].format(month=month, gap=f"{gap:+.1f}", **told)


def brief(scene: Scene, deed: Deed, say: Mapping[str, str]) -> Iterator[str]:
    """The report of a month and its one-page brief."""
    month = int(deed["month"])
    folder = scene.folder / "reports"
    with scene.on(deed, "watcher"):
        at = watched(scene, month)
        name = f"{scene.year.number}-{month:02d}"
        for kind, file in (("monthly", "月报.docx"), ("monthly", "月报.xlsx"), ("brief", "简报.docx")):
            yield f"  {monthly_report.write(at, kind, folder / f'{name} {file}', scene.lang)}"

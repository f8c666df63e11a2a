"""How the simulated year ends: annual workbooks, the inventory, verification, closing, evaluation, an appeal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ghginv.findings import listing
from ghginv.workspace import account, account_files, import_folder, submissions, template
from ghginv.workspace.budgets import appeal as appeals
from ghginv.workspace.budgets import evaluation, ledger, settlement, settlement_files, steps, verification
from ghginv.workspace.demo_year_scene import Scene, table, tonnes
from ghginv.workspace.import_workbook import import_workbook

Deed = Mapping[str, Any]
Words = Mapping[str, str]


def annual(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """Every enterprise hands in its annual workbook; somebody else verifies them."""
    folder, year = scene.folder / "annual", scene.year.number
    with scene.on(deed, "bureau"):
        for code, name in scene.year.enterprises.items():
            rows = table(folder / "data" / f"{code}.csv", scene.year.annual(code))
            kind, industry = scene.year.template(code, name)
            region = next(iter(scene.year.sites(code).values()))
            known: template.Facts = {
                "credit_code": code, "name": name, "region": region, "year": year, "industry": industry,
                "remark": "虚构企业，编造的数据 made up",
            }  # fmt: skip
            path = folder / f"{code}.xlsx"
            template.template("enterprise", path, scene.workspace, year, "zh", rows, kind, known)
    with scene.on(deed):
        files = import_folder.collected([folder], folder / "data")
        outcomes = list(import_folder.import_files(scene.workspace, files, import_folder.Batch()))
    refused = [each for each in outcomes if each.state == "refused"]
    for each in refused:
        yield from (f"  {line}" for line in listing(each.findings, scene.lang, most=2))
    with scene.on(deed, "verifier"):
        filed = [each.imported.submission for each in outcomes if each.imported]
        submissions.move_all(scene.workspace, filed, "verify", "核查（虚构）")
    yield say["annual"].format(files=len(outcomes), refused=len(refused), verified=len(filed))


def inventory(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """The city's inventory from one workbook, fed by the verified enterprises."""
    year, folder = scene.year.number, scene.folder / "inventory"
    with scene.on(deed, "bureau"):
        rows = table(folder / "statistics.csv", scene.year.statistics())
        path = template.template("inventory", folder / f"{year}.xlsx", scene.workspace, year, "zh", rows)
        imported = import_workbook(scene.workspace, path)
        run = scene.workspace.compile(year)
    yield say["inventory"].format(file=path.name, activities=imported.activities, run=run.id)


def verify(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """Verified data take the place of estimates, the inventory settles the rest."""
    with scene.on(deed):
        done = verification.verify(scene.budget, scene.year.number)
    for each in done.inventories:
        amounts = {name: tonnes(each[f"{name}_kg"]) for name in ("inventory", "verified", "rest", "difference")}
        yield say["verified"].format(posted=done.posted, **amounts)
    yield from (f"  {line}" for line in listing(done.findings, scene.lang, most=3))


def settle(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """The final account is written, signed by somebody else, and the year closed on it."""
    year, path = scene.year.number, scene.folder / "settlement" / f"{scene.year.number} 决算书.docx"
    with scene.on(deed):
        settlement_files.write(scene.budget, year, path, scene.lang)
        yield f"  {settlement_files.write(scene.budget, year, path.with_suffix('.xlsx'), scene.lang)}"
    with scene.on(deed, "signer"):
        steps.sign(scene.budget, path)
    with scene.on(deed):
        done = settlement.settle(scene.budget, year, str(path), effective=str(deed["day"]))
    row = next(each for each in settlement.table(scene.budget, year) if each["region"] == scene.budget.plan.region)
    amounts = {name: tonnes(1000 * row[f"{name}_t"]) for name in ("final", "consumed", "reserves", "left")}
    yield say["settled"].format(year=year, entries=done.entries, sealed=done.sealed[:12], **amounts)
    yield from (f"  {line}" for line in listing(done.findings, scene.lang, most=3))
    yield say["carried"].format(next=year + 1, carried=tonnes(1000 * row["carried_out_t"]))


def evaluate(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """Districts, the city by the national rule, enterprises."""
    data = scene.example / str(scene.year.number)
    orders = (
        evaluation.Order(scene.year.number, "region", "local-100", data=data / "local-100.csv"),
        evaluation.Order(scene.year.number, "region", "national-5-9", (scene.budget.plan.region,),
                         data=data / "national-5-9.csv"),
        evaluation.Order(scene.year.number, "enterprise"),
    )  # fmt: skip
    for order in orders:
        with scene.on(deed):
            made, _ = evaluation.evaluate(scene.budget, order, scene.lang)
        rows = evaluation.table(made, scene.lang)
        best, worst = rows[0], rows[-1]
        yield say["evaluated"].format(rule=made.rule.name(scene.lang), count=len(rows), best=_graded(best),
                                      worst=_graded(worst))  # fmt: skip


def _graded(row: Mapping[str, Any]) -> str:
    score = "" if row["score"] is None else f" {row['score']:g}"
    return f"{row['name']} {row['grade']}{score}"


def appeal(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """One enterprise's settled year is corrected by an entry in the next, and judged again."""
    paper = scene.signed(deed)
    asked = appeals.Appeal((deed["enterprise"],), scene.year.number, paper, str(deed["note"]), str(deed["amount"]),
                           effective=str(deed["day"]))  # fmt: skip
    with scene.on(deed):
        done = appeals.appeal(scene.budget, asked, scene.lang)
    yield say["appealed"].format(enterprise=deed["enterprise"], entry=done.entry, amount=deed["amount"],
                                 year=scene.year.number + 1)  # fmt: skip


def accounts(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """The carbon account of one enterprise."""
    year = scene.year.number
    with scene.on(deed):
        scene.workspace.compile(year, guideline="enterprise")
        known = account.Accounts(scene.workspace, year)
        found = known.find(deed["enterprise"])
        path: Path = scene.folder / "accounts" / f"{deed['enterprise']}.xlsx"
        account_files.write(known.account(found), path, scene.workspace)
        total = known.summary(found)["total_t"]
    stands = ledger.balance(scene.budget, ledger.Selection(("kind",), year, enterprise=found))
    left = sum(row["amount_kg"] for row in stands if row["kind"] in ("available", "overspent"))
    yield say["account"].format(name=deed["enterprise"], total=f"{total:,.0f}", left=tonnes(left), file=path)

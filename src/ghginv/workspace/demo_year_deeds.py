"""What is decided within the simulated year: projects, markets, virements, trades, the adjustment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ghginv.errors import InputError
from ghginv.findings import errors, listing
from ghginv.workspace.budgets import ledger, markets, project_running, project_steps, projects
from ghginv.workspace.budgets.orders import Order
from ghginv.workspace.demo_year_scene import Scene, tables

Deed = Mapping[str, Any]
Words = Mapping[str, str]
_TAKE: Mapping[str, Callable[..., project_steps.Taken]] = {
    "build": project_steps.build, "accept": project_steps.accept, "start": project_running.start,
}  # fmt: skip


def market(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """Allowances, credits, certificates, sinks: rows carried out on a signed paper."""
    paper = scene.signed(deed)
    with scene.on(deed):
        rows = [markets.row(each) for each in deed["rows"]]
        done = markets.carry_out(scene.budget, deed["verb"], rows, document=paper, effective=str(deed["day"]))
    entries = sum(row["entries"] for row in done.rows)
    yield say["market"].format(verb=markets.VERBS[deed["verb"]].zh if scene.lang == "zh" else deed["verb"],
                               rows=len(done.rows), entries=entries)  # fmt: skip
    yield from (f"  {line}" for line in listing(done.remarks, scene.lang, most=2))


def post(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """A virement, a release, a trade; where the example says so, a refusal that changes nothing."""
    paper = scene.signed(deed)
    order = Order(
        deed["kind"], deed["source"], (deed["target"],), scene.year.number, deed["amount"], document=paper,
        effective=str(deed["day"]), note=deed["note"], price=deed.get("price", ""),
    )  # fmt: skip
    told = {"kind": say[deed["kind"]], "source": deed["source"], "target": deed["target"], "amount": deed["amount"]}
    with scene.on(deed):
        try:
            done = ledger.post(scene.budget, order)
        except InputError as refusal:
            yield say["refused"].format(**told)
            yield from (f"  {line}" for line in listing(errors(refusal.findings), scene.lang, most=2))
            if not deed.get("refused"):
                raise
            return
    yield say["posted"].format(entry=done.rows[0]["entry_id"], **told)
    yield from (f"  {line}" for line in listing(done.findings, scene.lang, most=2))


def project(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    """A project is taken in, approved, built, accepted, started; another one is refused with reasons."""
    name, verb, day = deed["project"], deed["verb"], str(deed["day"])
    if verb in ("submit", "refused"):
        yield from _submitted(scene, deed, say)
        return
    known = projects.Projects(scene.budget).known
    (number,) = known
    if verb == "approve":
        path = scene.folder / "projects" / "审查意见.txt"
        path.write_text(f"准予建设 {number}\n编造，不得引用 made up, do not quote\n", "utf-8")
        with scene.on(deed, "signer"):
            done = project_steps.approve(scene.budget, number, path, day)
    else:
        with scene.on(deed):
            done = _TAKE[verb](scene.budget, number, day)
    yield say["project"].format(name=scene.case["projects"][name]["facts"]["name"], number=number, step=say[verb],
                                entries=done.entries)  # fmt: skip


def _submitted(scene: Scene, deed: Deed, say: Words) -> Iterator[str]:
    name = deed["project"]
    form = dict(scene.case["projects"][name])
    facts = [{"fact": key, "value": value} for key, value in form.pop("facts").items()]
    folder = scene.folder / "projects" / name
    with scene.on(deed):
        path = projects.template(folder / "申报表.xlsx", scene.workspace, "zh",
                                 tables(folder / "data", facts=facts, **form))  # fmt: skip
        told = {"name": scene.case["projects"][name]["facts"]["name"]}
        try:
            done = project_steps.submit(scene.budget, path, wanted=deed.get("wanted", ""), day=str(deed["day"]))
        except InputError as refusal:
            yield say["project-refused"].format(**told)
            yield from (f"  {line}" for line in listing(errors(refusal.findings), scene.lang, most=3))
            if deed["verb"] != "refused":
                raise
            return
    yield say["project"].format(number=done.project.id, step=say["submit"], entries=done.entries, **told)

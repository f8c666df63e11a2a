"""What becomes of an approved project: it starts, it lapses, it reports what it emits."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from ghginv.domain import credit_codes
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets import ledger
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.project_steps import Taken, day_of, kept_for, ready, taken, told_of
from ghginv.workspace.budgets.projects import Projects

if TYPE_CHECKING:
    from ghginv.budget.projects.states import Project


def start(budget: Budget, project: str, day: str, *, layer: str = "KEY", enterprise: str = "", amount: str = "",
          note: str = "") -> Taken:  # fmt: skip
    """The project starts 投产 and joins a layer of its region and industry; the difference goes back.

    ``amount`` are tonnes of a whole year, by default those of the approval. Commitments of years before are freed.
    InputError for an enterprise whose credit code cannot be one.
    """
    from dataclasses import replace

    from ghginv.budget.ledger import commitments

    day = day_of(day)
    found = ready(budget, project, "start", day)
    if problem := credit_codes.problem(enterprise) if enterprise else None:
        raise InputError(problem)
    year, months = int(day[:4]), 13 - int(day[5:7])
    yearly = ledger.kilograms(amount) if amount else 0
    told = told_of(found, "start", day)
    entries = []
    for place, source, vintage, kg in kept_for(budget, found, "committed"):
        target = replace(place, layer=layer, enterprise=enterprise)
        told["target"] = target.text
        head = {"effective": day, "document": found.approval, "note": note, "key": f"{project}/start/{vintage}"}
        if vintage < year:
            entries.append(commitments.lapse(place, project, vintage, kg, back=source, **head))
            continue
        whole = yearly or int(found.figures["added_kg"])
        wanted = whole if vintage > year else -(-whole * months // 12)
        used = wanted if amount else min(wanted, kg)
        entries.append(commitments.start(project, place, target, vintage, used, kg, back=source, **head))
    told.setdefault("target", "")
    return taken(budget, project, told, [], entries, note)


def due(budget: Budget, day: str = "") -> list[Project]:
    """The projects whose opinion has lapsed on a day: approved, and no construction for the years of the rule."""
    known, day = Projects(budget).known.values(), day_of(day)
    return [each for each in known if each.state == "approved" and day > each.lapses_after]


def lapse(budget: Budget, project: str = "", day: str = "", note: str = "") -> list[Taken]:
    """Let one project lapse 失效, or all that are due; what was committed goes back to where it came from."""
    from ghginv.budget.ledger import commitments

    done, day = [], day_of(day)
    for name in [project] if project else [each.id for each in due(budget, day)]:
        found = ready(budget, name, "lapse", day)
        told = told_of(found, "lapse", day)
        entries = [
            commitments.lapse(place, name, year, kg, back=source, effective=told["day"], document=found.approval,
                              note=note, key=f"{name}/lapse/{year}")
            for place, source, year, kg in kept_for(budget, found, "committed")
        ]  # fmt: skip
        done.append(taken(budget, name, told, [], entries, note))
        budget = Budget(budget.workspace, budget.id)
    return done


def actual(budget: Budget, project: str, year: int, amount: str, *, tce: float | None = None, product: str = "",
           output: float | None = None, note: str = "") -> Taken:  # fmt: skip
    """What a running project emitted in a year, beside its approval; more than 10 % above it is flagged."""
    from ghginv.budget.projects import actuals

    found = ready(budget, project, "actual", day_of(""))
    begun, last = int(found.days["start"][:4]), max(int(found.days["start"][:4]), int(day_of("")[:4]))
    if not begun <= year <= last:
        expected = f"{begun}–{last}" if last > begun else str(begun)
        raise UsageError(Finding("project-year", found=str(year), expected=expected))
    for number in filter(None, (tce, output)):
        if not isfinite(number):
            raise InputError(Finding("project-amount", found=str(number)))
    products = list(found.figures["unit"])
    if product and product not in products:
        raise InputError(Finding("project-product-other", found=product, expected="、".join(products)))
    told = actuals.Actual(year, _tonnes(amount), tce, product, output)
    with budget.workspace.overlaid():
        flags = list(actuals.overruns(found, told))
    kept = {"year": year, "amount_kg": told.amount_kg, "tce": tce, "product": product, "output": output,
            "flags": [each.code for each in flags]}  # fmt: skip
    detail = {**told_of(found, "actual", day_of("")), "year": year, "actual": kept}
    return taken(budget, project, detail, [], [], note, flags)


def _tonnes(amount: str) -> int:
    if amount.replace(",", "").strip() in ("0", "0.0"):
        return 0
    try:
        return ledger.kilograms(amount)
    except InputError:
        raise InputError(Finding("project-amount", found=amount)) from None

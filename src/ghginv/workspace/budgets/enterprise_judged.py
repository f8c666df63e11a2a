"""How an enterprise was judged in a year of a budget: board of the newest month, warnings, evaluation, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError
from ghginv.findings import Finding
from ghginv.workspace.budgets import evaluation, monitoring, warning
from ghginv.workspace.budgets.budget import Budget
from ghginv.workspace.budgets.monitoring import Watched

if TYPE_CHECKING:
    import pandas as pd

    from ghginv.budget.monitoring.board import Board

SIDE, PEERS = "enterprise", "distance"
WARNINGS = ("year", "month", "light", "forecast_light", "level", "actions_zh", "actions_en", "executed_kg", "plan_kg",
            "p50_kg", "document")  # fmt: skip
EVALUATION = ("rule", "rule_zh", "rule_en", "status", "score", "points", "possible", "grade_zh", "grade_en", "rank",
              "of", "why_zh", "why_en", "at", "appealed", "in_force", "published_zh", "published_en")  # fmt: skip
INDICATORS = ("zh", "en", "value", "unit", "target", "completion", "weight", "points", "status")
APPEALS = ("at", "entry", "document", "amount_kg")


def board(budget: Budget, year: int, months: pd.DataFrame) -> Board | None:
    """The board of enterprises at the newest month with data, by history and method of the year's last warning.

    None where the year has no data of emissions yet.
    """
    from ghginv.store import budgets

    if months.empty:
        return None
    told = [each for each in warning.warnings(budget) if each["year"] == year]
    past, method = None, "auto"
    if told:
        last, method = told[-1]["history"], str(told[-1]["method"])
        named = {each["document"]: each["file"] for each in budget.documents()}
        past = (named[last], budgets.content(budget.workspace.database, last)) if last else None
    month = int(months["month"].max()) or 12
    try:
        return monitoring.board(Watched(budget, year, month, past), SIDE, method)
    except InputError:  # a budget without emissions of any place that it knows
        return None


def tables(budget: Budget, year: int, enterprise: str) -> dict[str, pd.DataFrame]:
    """``warnings``, ``evaluation`` (no row or one), ``indicators``, ``appeals`` of an enterprise and year."""
    import pandas as pd

    found = evaluation.latest(budget, year, SIDE)
    record = next((each for each in found.records if each["subject"] == enterprise), None) if found else None
    graded, lines = _graded(found, record) if found and record else ([], [])
    return {
        "warnings": pd.DataFrame(_warnings(budget, year, enterprise), columns=list(WARNINGS)),
        "evaluation": pd.DataFrame(graded, columns=list(EVALUATION)),
        "indicators": pd.DataFrame(lines, columns=list(INDICATORS)),
        "appeals": pd.DataFrame(_appeals(budget, year, enterprise), columns=list(APPEALS)),
    }


def _warnings(budget: Budget, year: int, enterprise: str) -> list[dict[str, Any]]:
    from ghginv.budget.monitoring import escalation

    named = {each.action: (each.zh, each.en) for each in escalation.load()}
    rows = []
    for each in warning.warnings(budget):
        mine = [one for one in each["letters"] if (one["side"], one["code"]) == (SIDE, enterprise)]
        for letter in mine if each["year"] == year else ():
            told = [named.get(action, (action, action)) for action in letter["actions"]]
            figures = {name: letter["figures"][name] for name in ("executed_kg", "plan_kg", "p50_kg")}
            rows.append({
                "year": year, "month": each["month"], "light": letter["light"],
                "forecast_light": letter["forecast_light"], "level": letter["level"],
                "actions_zh": "；".join(zh for zh, _ in told), "actions_en": "; ".join(en for _, en in told),
                **figures, "document": letter["document"],
            })  # fmt: skip
    return rows


def _graded(found: evaluation.Evaluation, record: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Grade and points, and the indicators behind them."""
    rule = found.rule
    grade = rule.grade(record["grade"]) if record["grade"] else None
    texts: dict[str, str] = {}
    for lang in ("zh", "en"):
        why = [next(veto.name(lang) for veto in rule.vetoes if veto.id == code) for code in record["vetoes"]]
        why += [Finding(**reason).text(lang) for reason in record["reasons"]]
        unrated = "未评定" if lang == "zh" else "unrated"
        texts |= {f"why_{lang}": "；".join(why), f"grade_{lang}": grade.name(lang) if grade else unrated}
    row = {
        "rule": rule.id, "rule_zh": rule.zh, "rule_en": rule.en, "status": rule.status, "score": record["score"],
        "points": record["points"], "possible": record["possible"], **texts, "rank": record["rank"] or None,
        "of": len(found.records), "at": found.at, "appealed": record["subject"] in found.appealed,
        "in_force": rule.in_force, "published_zh": rule.published_zh, "published_en": rule.published_en,
    }  # fmt: skip
    known = {each.id: each for each in rule.indicators}
    lines = []
    for each in record["indicators"]:
        told = known[each["indicator"]]
        target = None if told.formula == PEERS else each["target"]  # a median may be the figure of one of them
        lines.append([told.zh, told.en, each["value"], told.unit, target, each["completion"],
                      float(told.weight), each["points"], told.status])  # fmt: skip
    return [row], lines


def _appeals(budget: Budget, year: int, enterprise: str) -> list[dict[str, Any]]:
    events = [each for each in budget.events if each["step"] == "appeal"]
    mine = [each for each in events if (each["detail"]["year"], each["detail"]["enterprise"]) == (year, enterprise)]
    return [{"at": each["at"], **{name: each["detail"][name] for name in APPEALS[1:]}} for each in mine]

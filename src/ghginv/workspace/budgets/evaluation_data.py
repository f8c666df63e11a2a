"""What is handed in for an evaluation: the workbook or CSV to fill in, and its way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding
from ghginv.workspace.budgets.budget import Budget

if TYPE_CHECKING:
    from ghginv.domain.plan_tables import Written
    from ghginv.workspace.budgets.evaluation import Order

_ENDINGS = (".xlsx", ".csv")


def template(budget: Budget, order: Order, path: Path, lang: str = "zh") -> Path:
    """Write the form for an evaluation: a row for each subject and each figure that the budget does not know itself.

    Vetoes and bonuses that are declared have rows too. UsageError: another ending, a rule for others.
    """
    from ghginv.workbooks import evaluation_template
    from ghginv.workspace.budgets import evaluation, evaluation_subjects

    if path.suffix != ".xlsx":
        raise UsageError(Finding("report-ending", found=path.name, expected=".xlsx"))
    rule = evaluation.load_rule(budget, order)
    subjects = evaluation_subjects.subjects(budget, order.year, order.kind, order.subjects)
    path.parent.mkdir(parents=True, exist_ok=True)
    with budget.workspace.overlaid():
        evaluation_template.write(
            path, list(_rows(budget, order, rule, subjects, lang)), lang,
            title=f"{rule.name(lang)} {order.year}", about=[rule.own_zh if lang == "zh" else rule.own_en],
            budget=budget.id, rules=rule.id, year=order.year, warning=budget.plan_in_force.facts.get("warning", ""),
        )  # fmt: skip
    return path


def _rows(budget: Budget, order: Order, rule: Any, subjects: Any, lang: str) -> Any:
    from ghginv.budget.evaluation import handed_in, known
    from ghginv.workspace.budgets import evaluation_subjects

    codes = [each.code for each in subjects]
    told = evaluation_subjects.known(budget, order.year, order.kind, codes)
    own = {(each.subject, each.indicator): each for each in known.figures(told, rule)}
    asked = [*rule.indicators, *(each for each in rule.vetoes if each.when == "flag"), *rule.bonuses]
    for subject in subjects:
        for part in asked:
            mine = own.get((subject.code, part.id))
            if mine is not None and (mine.target is not None or part.formula in ("count", "share")):
                continue
            fixed = getattr(part, "target", None)
            note = getattr(part, f"note_{lang}", "")
            yield {
                "subject": subject.code, "name": subject.name, "indicator": part.id, "title": part.name(lang),
                "target": None if fixed is None else float(fixed), "note": "", "about": note,
                "unit": handed_in.unit_word(handed_in.unit_of(rule, part.id), lang),
            }  # fmt: skip


def read(budget: Budget, path: Path, year: int) -> tuple[list[Written], list[Finding]]:
    """The rows of a form as written, from its workbook or from a CSV file, and what is wrong with it.

    UsageError: no such file, another ending. InputError: no form, of another budget or another year.
    """
    from ghginv.workbooks import evaluation_template
    from ghginv.workbooks import read as workbooks

    if not path.is_file() or path.suffix.lower() not in _ENDINGS:
        raise UsageError(Finding("budget-evaluate-file", found=str(path), expected=" ".join(_ENDINGS)))
    if path.suffix.lower() == ".csv":
        from ghginv.budget import plan_folder
        from ghginv.domain import plan_tables

        return plan_folder.read_table(path, plan_tables.evaluation().tables[0])
    rows, told, findings = evaluation_template.read(workbooks.read_workbook(path))
    wanted = {"budget": budget.id, "year": str(year)}
    other = {name: value for name, value in wanted.items() if told.get(name) and told[name] != value}
    if other:
        found = "、".join(f"{name} {told[name]}" for name in other)
        raise InputError(Finding("budget-evaluate-form-other", file=path.name, found=found,
                                 expected="、".join(f"{name} {value}" for name, value in other.items())))  # fmt: skip
    return rows, findings

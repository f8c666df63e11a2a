"""What is handed in for an evaluation, as written → figures, or findings that name the cell.

A row gives a value, a target or both, in the unit of the indicator, with source and evidence. What the budget knows
itself is not handed in: nobody overwrites the ledger by a spreadsheet.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from ghginv.budget.evaluation.figures import Figure, Figures, Subject, exact
from ghginv.budget.evaluation.rule_faults import MARKS
from ghginv.budget.evaluation.rules import Rule
from ghginv.domain import written_numbers
from ghginv.domain.plan_tables import Column, Written, evaluation
from ghginv.findings import Finding

FLAGS = {"是": Fraction(1), "否": Fraction(0), "yes": Fraction(1), "no": Fraction(0)}
YES_NO, TIMES = "yes-no", "times"


def figures(
    rows: Iterable[Written], rule: Rule, subjects: Sequence[Subject], known: Figures
) -> tuple[list[Figure], list[Finding]]:
    """The figures of rows that say something, and all that is wrong with them; ``known`` is what the budget knows."""
    made: dict[tuple[str, str], Figure] = {}
    findings: list[Finding] = []
    for row in rows:
        if all(_text(row, name) == "" for name in ("value", "target", "source", "evidence", "note")):
            continue
        figure, wrong = _figure(row, rule, subjects, known)
        findings += wrong
        key = (figure.subject, figure.indicator)
        if not wrong and key in made:
            findings.append(_at(row, "subject", Finding("budget-evaluate-twice", found=" ".join(key),
                                                        details={"place": made[key].place})))  # fmt: skip
        elif not wrong:
            made[key] = figure
    return list(made.values()), findings


def joined(known: Figures, handed: Iterable[Figure]) -> list[Figure]:
    """What the budget knows with what was handed in; a target handed in joins the value the budget knows."""
    found = dict(known)
    for each in handed:
        key = (each.subject, each.indicator)
        mine = found.get(key)
        if mine is not None and each.value is None:
            sources = "；".join(dict.fromkeys(filter(None, (mine.source, each.source))))
            found[key] = replace(mine, target=each.target, source=sources, note=each.note or mine.note)
        else:
            found[key] = each
    return list(found.values())


def unit_of(rule: Rule, word: str) -> str:
    """The unit of an indicator, a veto or a bonus."""
    if indicator := rule.indicator(word):
        return YES_NO if indicator.formula == "yes-no" else indicator.unit
    bonus = next((each for each in rule.bonuses if each.id == word), None)
    return TIMES if bonus is not None and bonus.when == "each" else YES_NO


def unit_word(unit: str, lang: str = "zh") -> str:
    """A unit as the form writes it."""
    choice = next((each for each in _column("unit").choices if each.id == unit or each.unit == unit), None)
    return unit if choice is None or unit == "%" else choice.zh if lang == "zh" else choice.en


def _figure(row: Written, rule: Rule, subjects: Sequence[Subject], known: Figures) -> tuple[Figure, list[Finding]]:
    findings: list[Finding] = []

    def wrong(column: str, finding: Finding) -> None:
        findings.append(_at(row, column, finding))

    subject, indicator = _subject(row, subjects, wrong), _indicator(row, rule, wrong)
    value = _number(row, "value", wrong)
    target = _number(row, "target", wrong)
    for name, code in (("source", "budget-evaluate-source"), ("evidence", "budget-evaluate-evidence")):
        text = _text(row, name)
        if not text or (name == "evidence" and text not in MARKS):
            wrong(name, Finding(code, found=text or "-", expected=" ".join(MARKS)))
    if not findings:
        _judged(row, rule, indicator, value, target, wrong)
        _refuse_known(known.get((subject, indicator)), value, target, wrong)
    place = f"{row.file}: {row.sheet}!{row.cells.get('subject', '')}"
    said = {name: _text(row, name) for name in ("source", "evidence", "note")}
    return Figure(subject, indicator, value, target, **said, place=place), findings


Wrong = Callable[[str, Finding], None]


def _subject(row: Written, subjects: Sequence[Subject], wrong: Wrong) -> str:
    text = unicodedata.normalize("NFKC", _text(row, "subject")).upper()
    found = next((each.code for each in subjects if text in (each.code.upper(), each.name.upper())), "")
    if not found:
        expected = "、".join(each.code for each in subjects[:20])
        wrong("subject", Finding("budget-evaluate-subject", found=text or "-", expected=expected,
                                 details={"place": f"{row.sheet}!{row.cells.get('subject', '')}"}))  # fmt: skip
    return found


def _indicator(row: Written, rule: Rule, wrong: Wrong) -> str:
    text = _text(row, "indicator")
    found = next((each for each, names in rule.parts.items() if text in (each, *names)), "")
    if not found:
        expected = "、".join(rule.parts)
        wrong("indicator", Finding("budget-evaluate-indicator", found=text or "-", expected=expected,
                                   details={"place": f"{row.sheet}!{row.cells.get('indicator', '')}"}))  # fmt: skip
    return found


def _number(row: Written, column: str, wrong: Wrong) -> Fraction | None:
    """The number of a cell; 是 and 否 are 1 and 0."""
    written = row.values.get(column)
    if isinstance(written, float):
        figure = written_numbers.finite(written)
    else:
        text = _text(row, column)
        if text.lower() in FLAGS:
            return FLAGS[text.lower()]
        figure = written_numbers.read_text(text, percent=True)
    if figure.code or figure.notation:
        shown = figure.text or str(written)
        wrong(column, Finding("budget-evaluate-number", found=shown, expected=figure.digits or "0"))
        return None
    return exact(figure.number)


def _judged(
    row: Written, rule: Rule, word: str, value: Fraction | None, target: Fraction | None, wrong: Wrong
) -> None:
    """Unit, flags and signs."""
    unit, wanted = _text(row, "unit"), unit_of(rule, word)
    words = {wanted, unit_word(wanted, "zh"), unit_word(wanted, "en")}
    if unit and unit not in words:
        wrong("unit", Finding("budget-evaluate-unit", found=unit, expected=unit_word(wanted)))
    if value is not None and wanted == YES_NO and value not in (0, 1):
        place = f"{row.sheet}!{row.cells.get('value', '')}"
        wrong("value", Finding("budget-evaluate-flag", found=f"{float(value):g}", details={"place": place}))
    indicator = rule.indicator(word)
    for column, number in (("value", value), ("target", target)):
        if number is not None and number < 0 and (indicator is None or indicator.formula != "cut"):
            place = f"{row.sheet}!{row.cells.get(column, '')}"
            wrong(column, Finding("budget-evaluate-negative", found=f"{float(number):g}", details={"place": place}))


def _refuse_known(known: Figure | None, value: Fraction | None, target: Fraction | None, wrong: Wrong) -> None:
    if known is None or known.value is None:
        return
    if value is not None:
        shown = f"{float(known.value):,.3f}"
        wrong("value", Finding("budget-evaluate-known", found=f"{float(value):g}", expected=shown))
    if target is not None and known.target is not None and known.origin == "budget":
        shown = f"{float(known.target):,.3f}"
        wrong("target", Finding("budget-evaluate-known", found=f"{float(target):g}", expected=shown))


def _text(row: Written, name: str) -> str:
    value = row.values.get(name)
    if isinstance(value, float):
        return written_numbers.digits(value)
    return str(value or "").strip()


def _at(row: Written, column: str, finding: Finding) -> Finding:
    cell = row.cells.get(column) or next(iter(row.cells.values()), "")
    return replace(finding, file=row.file, sheet=row.sheet, cell=cell)


def _column(name: str) -> Column:
    return next(each for each in evaluation().tables[0].columns if each.id == name)

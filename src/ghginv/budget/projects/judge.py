"""The judge of a project's form: rows as written → a form, or findings in their cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from ghginv.budget import plan_numbers
from ghginv.budget.plan_checks import mappings
from ghginv.budget.plan_numbers import Row
from ghginv.budget.projects import form as forms
from ghginv.budget.projects import judge_lines
from ghginv.budget.projects.form import Form
from ghginv.domain import credit_codes, industries, names, plan_tables
from ghginv.domain.plan_tables import Choice
from ghginv.findings import SEVERITIES, Finding, errors

_AMOUNT = re.compile(r"\d+(\.\d+)?")
_YES = {"yes": "yes", "y": "yes", "是": "yes", "no": "no", "n": "no", "否": "no"}


def judge(rows: plan_tables.Rows, words: Mapping[str, Mapping[str, str]]) -> tuple[Form | None, list[Finding]]:
    """The form and what is to be said of it; no form where a finding is an error.

    ``words`` gives the words of each choice of a fact: its id by the Chinese or English word, by fact.
    """
    layout = plan_tables.project()
    typed: dict[str, list[Row]] = {}
    findings: list[Finding] = []
    for table in layout.tables:
        read, wrong = plan_numbers.rows_of(rows.get(table.id, ()), table)
        typed[table.id] = read
        findings += wrong
    facts, wrong = _facts(typed["facts"], words)
    findings += [*wrong, *_required(facts, typed["facts"])]
    lines = judge_lines.judged(typed, findings, facts)
    findings.sort(key=lambda each: SEVERITIES.index(each.severity))
    if errors(findings):
        return None, findings
    by_fact = {row.text("fact"): row for row in typed["facts"]}
    whole = (*lines, tuple(typed["measures"]), tuple(typed["attachments"]), by_fact)
    return Form(facts, *whole), findings


def _facts(rows: Sequence[Row], words: Mapping[str, Mapping[str, str]]) -> tuple[dict[str, str], list[Finding]]:
    """The facts by id, and what is wrong with them in their cells."""
    known = {choice.id: choice for choice in plan_tables.project().tables[0].columns[0].choices}
    facts = dict.fromkeys(known, "")
    findings: list[Finding] = []
    seen: dict[str, Row] = {}
    for row in rows:
        fact, text = row.text("fact"), row.text("value").strip()
        if not fact or not text:
            continue
        if fact in seen:
            told = {"expected": seen[fact].place, **_named(known[fact])}
            findings.append(row.finding("project-fact-twice", "value", **told))
            continue
        seen[fact] = row
        facts[fact], wrong = _fact(fact, text, words)
        findings += [plan_numbers.placed(row.written, "value", _with(each, known[fact])) for each in wrong]
    if facts["start"] and facts["trial"] and facts["trial"] < facts["start"]:
        findings.append(seen["trial"].finding("project-fact-order", "value", expected=facts["start"]))
    return facts, findings


def _fact(fact: str, text: str, words: Mapping[str, Mapping[str, str]]) -> tuple[str, list[Finding]]:
    plain = unicodedata.normalize("NFKC", text).strip()
    if fact in forms.CHOICES:
        return _choice(fact, plain, words)
    if fact in forms.DAYS:
        return _day(plain)
    if fact == "credit_code":
        problem = credit_codes.problem(plain)
        return credit_codes.plain(plain), [problem] if problem else []
    if fact == "industry":
        return _industry(plain)
    if fact == "investment":
        return (plain, []) if _AMOUNT.fullmatch(plain) else ("", [Finding("project-fact-number", found=text)])
    return (plain if fact == "region" else text), []


def _choice(fact: str, text: str, words: Mapping[str, Mapping[str, str]]) -> tuple[str, list[Finding]]:
    by_word = {names.plain(word): each for word, each in words.get(fact, {}).items()}
    by_word |= {each: each for each in forms.CHOICES[fact]}
    answered = _YES.get(text.lower(), "") if forms.CHOICES[fact] == forms.ANSWERS else ""
    found = by_word.get(names.plain(text)) or answered
    expected = "、".join(word for word, each in words.get(fact, {}).items() if each in forms.CHOICES[fact])
    return found, [] if found else [Finding("project-fact-choice", found=text, expected=expected)]


def _day(text: str) -> tuple[str, list[Finding]]:
    day = plan_numbers.day(text)
    return day, [] if day else [Finding("project-fact-day", found=text, expected="2026-01-31")]


def _industry(text: str) -> tuple[str, list[Finding]]:
    """A code of GB/T 4754 of two to four digits; classes, which are not on our list, by the group they are in."""
    code = text.upper().lstrip("ABCDEFGHIJKLMNOPQRST")
    near = "、".join(industries.nearest(text)) or "-"
    known = code and mappings.known(text.upper())
    return (code, []) if known else ("", [Finding("project-fact-industry", found=text, details={"near": near})])


def _required(facts: Mapping[str, str], rows: Sequence[Row]) -> Iterator[Finding]:
    known = {choice.id: choice for choice in plan_tables.project().tables[0].columns[0].choices}
    by_fact = {row.text("fact"): row for row in rows}
    wanted = list(forms.REQUIRED)
    if facts["kind"] in (forms.RECONSTRUCTION, forms.RENOVATION):
        wanted += ["site_changed", "process_changed"]
    for fact in wanted:
        row = by_fact.get(fact)
        if facts[fact] or (row and row.text("value").strip()):  # what is written and wrong has been named already
            continue
        finding = Finding("project-fact-missing", details=_named(known[fact]))
        yield plan_numbers.placed(row.written, "value", finding) if row else finding


def _named(choice: Choice) -> dict[str, object]:
    return {"fact_zh": choice.zh, "fact": choice.en}


def _with(finding: Finding, choice: Choice) -> Finding:
    return Finding(finding.code, found=finding.found, expected=finding.expected,
                   details={**finding.details, **_named(choice)})  # fmt: skip

"""``qa``: the checks of a run against itself, its history and its peers, and the explanations of what they found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from ghginv.domain import items
from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace.import_workbook import actor, now
from ghginv.workspace.runs import Run, listed

if TYPE_CHECKING:
    from ghginv.inventory.checks.result import Result
    from ghginv.inventory.checks.subject import Subject

SUMMARY = ("check", "name", "status", "examined", "examined_what", "findings", "explained", "left_out")
FINDINGS = (
    "id", "check", "severity", "category", "item", "gas", "sheet", "cell", "code", "found", "expected", "message",
    "remedy", "explanation", "explained_by", "explained_at",
)  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """``summary`` has a row a check (``SUMMARY``), ``findings`` a row a finding (``FINDINGS``).

    ``against`` names the runs that history and peers came from.
    """

    run: str
    against: tuple[str, ...]
    summary: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    @property
    def failed(self) -> bool:
        """Whether an error was found; an explanation does not make an error right."""
        return any(finding["severity"] == "error" for finding in self.findings)


def qa(
    run: Run,
    against: Sequence[Run] = (),
    lang: str = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Checked:
    """Check a run.

    History and peers are the latest runs of the region's other years and of other regions in the year, under the same
    guideline; runs given as ``against`` stand in place of all of them. UsageError for one under another guideline or
    of the same region and year.
    """
    from ghginv.inventory import checks
    from ghginv.store import checks as notes

    with run.workspace.overlaid():
        beside = list(against) or _beside(run)
        subject = _subject(run, beside)
        results = []
        for done, check in enumerate(checks.CHECKS.values(), start=1):
            results.append(check(subject))
            if progress:
                progress(done, len(checks.CHECKS))
        explained = notes.explanations(run.workspace.database, run.id)
        found = [_row(run, result.check, remark, explained, lang) for result in results for remark in result.remarks]
        summary = [_summary(result, checks.described()[result.check], found, lang) for result in results]
    return Checked(run.id, tuple(each.id for each in beside), summary, found)


def explain(run: Run, finding: str, note: str, against: Sequence[Run] = ()) -> None:
    """Record why a finding is as it is; UsageError when the run has no such finding or the note is empty."""
    from ghginv.store import checks as notes

    known = [each["id"] for each in qa(run, against).findings]
    if finding not in known:
        near = "、".join(get_close_matches(finding, known, cutoff=0.3) or known[:5]) or "-"
        raise UsageError(Finding("qa-finding-unknown", found=finding, details={"near": near}))
    if not note.strip():
        raise UsageError(Finding("qa-note-empty"))
    with run.workspace.writing() as database:
        notes.explain(database, run.id, finding, note.strip(), now(), actor())


def _beside(run: Run) -> list[Run]:
    """The latest runs of the region's other years, and of other regions in the year, under the same guideline."""
    about, latest = run.about, {}
    for each in listed(run.workspace):
        same_year, same_region = each["year"] == about["year"], each["region"] == about["region"]
        if each["guideline"] == about["guideline"] and same_year != same_region:
            latest[each["region"], each["year"]] = each["run"]
    return [Run(run.workspace, latest[key]) for key in sorted(latest)]


def _subject(run: Run, beside: Sequence[Run]) -> Subject:
    from ghginv.factors import library
    from ghginv.inventory.checks.subject import Subject
    from ghginv.store import submissions

    about = run.about
    for each in beside:
        same = each.about["year"] == about["year"], each.about["region"] == about["region"]
        if each.about["guideline"] != about["guideline"] or same[0] == same[1]:
            expected = f"{about['guideline']} {about['region']} {about['year']}"
            raise UsageError(Finding("qa-against", found=each.id, expected=expected))
    ids = [each["submission"] for each in about["submissions"]]
    known = library.load().with_local(submissions.measured(run.workspace.database, ids))
    history = {int(each.about["year"]): each.inventory for each in beside if each.about["region"] == about["region"]}
    peers = {str(each.about["region"]): each.inventory for each in beside if each.about["year"] == about["year"]}
    return Subject(run.inventory, known, history, peers)


def _row(run: Run, check: str, remark: Any, explained: Mapping[str, Mapping[str, Any]], lang: str) -> dict[str, Any]:
    about, finding = run.about, remark.finding
    mark = remark.mark(check, about["region"], about["year"], about["guideline"])
    note = explained.get(mark, {})
    return {
        "id": mark,
        "check": check,
        "severity": finding.severity,
        "category": remark.category,
        "item": items.find_code(remark.item).name(lang) if items.known(remark.item) else remark.item,
        "gas": remark.gas,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "code": finding.code,
        "found": finding.found,
        "expected": finding.expected,
        "message": finding.text(lang),
        "remedy": finding.remedy(lang),
        "explanation": note.get("note", ""),
        "explained_by": note.get("actor", ""),
        "explained_at": note.get("at", ""),
    }


def _summary(result: Result, words: Mapping[str, str], found: Sequence[Mapping[str, Any]], lang: str) -> dict[str, Any]:
    mine = [each for each in found if each["check"] == result.check]
    return {
        "check": result.check,
        "name": words[lang],
        "status": result.status,
        "examined": result.examined,
        "examined_what": words[f"examined_{lang}"],
        "findings": len(mine),
        "explained": sum(each["explanation"] != "" for each in mine),
        "left_out": ("；" if lang == "zh" else "; ").join(finding.text(lang) for finding in result.left_out),
    }

"""``report``: a run as a document for people, in Word or as one page."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workspace import key_categories, qa, uncertainty
from ghginv.workspace.runs import Run, listed

if TYPE_CHECKING:
    from ghginv.reports.document import Document
    from ghginv.reports.inventory_report import Material

ENDINGS = (".docx", ".html")
WITH_WORKBOOK = (*ENDINGS, ".xlsx")
_ALIKE = ("region", "guideline", "gwp")


def inventory_report(
    run: Run,
    path: Path,
    base: Run | None = None,
    lang: str = "zh",
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the inventory report of a run to a .docx or .html file, which appears whole or not at all.

    Earlier years of the region under the same guideline and GWP set make the trend; ``base`` is the year to compare
    with, unless given the base year of the settings, else the first year. UsageError for another ending and for a
    base of the same year.
    """
    of_ending(path, ENDINGS)
    found = document(run, base, lang, progress)
    with run.workspace.overlaid():
        return written(found, path)


def of_ending(path: Path, endings: Sequence[str]) -> None:
    """UsageError for a file name with another ending; asked before long work, and before anything is recorded."""
    if path.suffix not in endings:
        raise UsageError(Finding("report-ending", found=path.name, expected=" | ".join(endings)))


def written(found: Document, path: Path) -> Path:
    """Write a document to a .docx or .html file, which appears whole or not at all."""
    from ghginv.reports import page, word

    with whole(path) as made:
        if path.suffix == ".docx":
            word.write(found, made)
        else:
            made.write_text(page.html(found), encoding="utf-8", newline="\n")
    return path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file that becomes ``path`` at the end: it appears whole, or not at all after an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".ghginv") as folder:
        made = Path(folder) / path.name
        yield made
        made.chmod(0o644)
        shutil.move(made, path)


def document(
    run: Run, base: Run | None = None, lang: str = "zh", progress: Callable[[int, int], None] | None = None
) -> Document:
    """The report as a value; see ``reports.inventory_report``."""
    from ghginv.reports import inventory_report

    material = _material(run, base, lang, progress)
    with run.workspace.overlaid():
        return inventory_report.document(material, lang)


def _material(run: Run, base: Run | None, lang: str, progress: Callable[[int, int], None] | None) -> Material:
    from ghginv.factors import library
    from ghginv.inventory.series import uneven
    from ghginv.reports.inventory_report import Material

    years = _years(run, base)
    start = base or _base(run, years)
    spread = uncertainty.uncertainty(run, base=start, lang=lang)
    drawn = uncertainty.uncertainty(run, method="monte-carlo", lang=lang)
    key = key_categories.key_categories(run, base=start, lang=lang)
    checked = qa.qa(run, lang=lang, progress=progress)
    remarks = {each.text(lang): None for each in [*run.remarks(), *spread.remarks]}
    notes = uneven({year: each.about for year, each in years.items()})
    with run.workspace.overlaid():
        return Material(
            inventory=run.inventory,
            sources=library.load().sources,
            region=_region(run, lang),
            years={year: each.emissions() for year, each in years.items()},
            base=int(start.about["year"]) if start is not None and start in years.values() else min(years),
            propagation=spread.table,
            drawn=drawn.table,
            key=key.table,
            checks=checked.summary,
            submissions=_submissions(run),
            remarks=list(remarks),
            notes=[each.text(lang) for each in notes],
        )


def _years(run: Run, base: Run | None) -> dict[int, Run]:
    """The run and the newest run of each earlier year that was made in the same way; ``base`` stands for its year."""
    newest = {
        int(each["year"]): Run(run.workspace, each["run"])
        for each in listed(run.workspace)
        if all(each[name] == run.about[name] for name in _ALIKE) and each["year"] < run.about["year"]
    }
    if base is not None and all(base.about[name] == run.about[name] for name in _ALIKE):
        newest[int(base.about["year"])] = base
    newest[int(run.about["year"])] = run
    return dict(sorted(newest.items()))


def _base(run: Run, years: dict[int, Run]) -> Run | None:
    earlier = {year: each for year, each in years.items() if each is not run}
    return earlier.get(run.workspace.settings.base_year) or next(iter(earlier.values()), None)


def _region(run: Run, lang: str) -> str:
    from ghginv.domain import regions

    code, settings = str(run.about["region"]), run.workspace.settings
    if regions.known(code):
        return regions.find_code(code).name(lang)
    return settings.name if code == settings.region else code


def _submissions(run: Run) -> list[dict[str, Any]]:
    from ghginv.store import submissions

    names = {each["submission"]: each["file"] for each in submissions.states(run.workspace.database)}
    return [{**each, "file": names.get(each["submission"], "")} for each in run.about["submissions"]]

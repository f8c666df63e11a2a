"""Region and year: known, in force, and those of the workspace, of the call and of the template."""

from __future__ import annotations

from collections.abc import Iterator

from ghginv.domain import regions
from ghginv.findings import Finding
from ghginv.workbooks.filled import Filled

FIRST_YEAR = 1990


def region(filled: Filled) -> str:
    """The code of the region, or an empty text where none is known."""
    text, _ = filled.fact("region")
    return text if regions.known(text) else ""


def year(filled: Filled) -> int | None:
    """The inventory year, or None where it is not a year."""
    text, _ = filled.fact("year")
    number = text.removesuffix("年")
    return int(number) if number.isascii() and number.isdigit() and len(number) == 4 else None


def region_in_force(filled: Filled) -> Iterator[Finding]:
    """The code is on the list of regions and was in force in the year."""
    text, cell = filled.fact("region")
    sheet = filled.layout.facts.sheet
    code = region(filled)
    if not code:
        named, _ = filled.fact("region_name")
        near = "、".join(_label(near) for near in regions.nearest(text or named)) or "-"
        if text:
            yield Finding("template-region-unknown", sheet=sheet, cell=cell, found=text, details={"near": near})
        else:
            yield _missing(filled, "region")
    elif not regions.find_code(code).valid(year(filled)):
        yield Finding(
            "template-region-not-in-force", sheet=sheet, cell=cell, found=_label(code), expected=str(year(filled))
        )


def region_of_workspace(filled: Filled) -> Iterator[Finding]:
    """The region is that of the workspace or lies in it."""
    code, own = region(filled), filled.context.region
    if code and own and own not in regions.chain(code):
        _, cell = filled.fact("region")
        sheet = filled.layout.facts.sheet
        yield Finding("template-region-outside", sheet=sheet, cell=cell, found=_label(code), expected=_label(own))


def region_of_template(filled: Filled) -> Iterator[Finding]:
    """The template was made for a region; another one may be a mistake."""
    code, made_for = region(filled), filled.signature.region
    if code and made_for and code != made_for:
        _, cell = filled.fact("region")
        sheet = filled.layout.facts.sheet
        yield Finding("template-made-for-other", sheet=sheet, cell=cell, found=_label(code), expected=_label(made_for))


def year_valid(filled: Filled) -> Iterator[Finding]:
    """The year lies between the first base year and this year."""
    text, cell = filled.fact("year")
    sheet = filled.layout.facts.sheet
    found, last = year(filled), filled.context.today_year
    if not text:
        yield _missing(filled, "year")
    elif found is None or not FIRST_YEAR <= found <= last:
        yield Finding("template-year-invalid", sheet=sheet, cell=cell, found=text, expected=f"{FIRST_YEAR}-{last}")


def year_called_for(filled: Filled) -> Iterator[Finding]:
    """The year is the one that was asked for."""
    found, wanted = year(filled), filled.context.year
    if found and wanted and found != wanted:
        _, cell = filled.fact("year")
        sheet = filled.layout.facts.sheet
        yield Finding("template-year-other", sheet=sheet, cell=cell, found=str(found), expected=str(wanted))


def year_of_template(filled: Filled) -> Iterator[Finding]:
    """The template was made for a year; another one may be a mistake."""
    found, made_for = year(filled), filled.signature.year
    if found and made_for and str(found) != made_for:
        _, cell = filled.fact("year")
        sheet = filled.layout.facts.sheet
        yield Finding("template-made-for-other", sheet=sheet, cell=cell, found=str(found), expected=made_for)


def _missing(filled: Filled, field: str) -> Finding:
    page = filled.layout.facts
    fact = next(fact for fact in page.entries if fact.field == field)
    _, cell = filled.fact(field)
    return Finding("template-fact-missing", "", page.sheet, cell, expected=fact.zh, details={"expected_en": fact.en})


def _label(code: str) -> str:
    return f"{code} {regions.find_code(code).zh}" if regions.known(code) else code

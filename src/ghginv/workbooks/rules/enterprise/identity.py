"""Who the workbook is from: credit code, name, industry, carbon market, whether it still runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ghginv.domain import credit_codes, industries, names, regions
from ghginv.findings import Finding
from ghginv.workbooks import dates
from ghginv.workbooks import layout as layouts
from ghginv.workbooks.filled import Filled
from ghginv.workbooks.rules import facts

ELSEWHERE = ("region", "year", "credit_code")  # whose absence other rules notice


def code(filled: Filled) -> str:
    """The credit code, in capitals and without blanks; empty where it cannot be one."""
    text, _ = filled.fact("credit_code")
    return credit_codes.plain(text) if text and credit_codes.valid(text) else ""


def industry(filled: Filled) -> str:
    """The code of the industry as digits, without the letter of its section; as written where it is none."""
    text = filled.fact("industry")[0].strip().upper()
    return text[1:] if text[:1].isalpha() and text[1:].isdigit() else text


def credit_code(filled: Filled) -> Iterator[Finding]:
    """The code is given, has 18 signs and a checksum that agrees."""
    text, cell = filled.fact("credit_code")
    problem = credit_codes.problem(text) if text else _missing(filled, "credit_code")
    if problem:
        yield replace(problem, sheet=filled.layout.facts.sheet, cell=cell)


def code_of_template(filled: Filled) -> Iterator[Finding]:
    """A workbook that was made for an enterprise comes back from that enterprise."""
    own, made_for = code(filled), credit_codes.plain(filled.signature.enterprise)
    if own and made_for and own != made_for:
        yield _at(filled, "credit_code", "enterprise-other-code", own, made_for)


def facts_given(filled: Filled) -> Iterator[Finding]:
    """Required basic facts are given."""
    for fact in filled.layout.facts.entries:
        if fact.required and fact.field not in ELSEWHERE and not filled.fact(fact.field)[0]:
            yield _missing(filled, fact.field)


def facts_chosen(filled: Filled) -> Iterator[Finding]:
    """What is chosen from a list is on it."""
    for fact in filled.layout.facts.entries:
        text = filled.fact(fact.field)[0] if fact.options else ""
        if text and filled.layout.options[fact.options].find(text) is None:
            options = filled.layout.options[fact.options]
            near = options.nearest(text) or list(options.entries[:4])
            labels = {"near": "、".join(each.zh for each in near), "near_en": ", ".join(each.en for each in near)}
            column = {"column": fact.zh, "column_en": fact.en}
            yield _at(filled, fact.field, "choice-unknown", text, near[0].zh, **column, **labels)


def industry_exists(filled: Filled) -> Iterator[Finding]:
    """The industry is one of GB/T 4754; a class of four digits may stand below a group that is listed."""
    text, own = filled.fact("industry")[0], industry(filled)
    if text and not _exists(own):
        near = industries.nearest(own) or [each for each in industries.load() if each.startswith(own[:2])][:4]
        told = "、".join(f"{each} {industries.load()[each].zh}" for each in near) or "-"
        yield _at(filled, "industry", "enterprise-industry-unknown", text, near=told)


def industry_served(filled: Filled) -> Iterator[Finding]:
    """The template is the one for the industry; where no template is, any may be filled in."""
    own, template = industry(filled), filled.layout.industry
    if template is None or not _exists(own) or not own.isdigit() or template.serves(own):
        return
    served = layouts.serving(own)
    if served:
        label = f"{own} {industries.load()[own].zh}" if industries.known(own) else own
        told = {"template": template.zh, "template_en": template.en, "known": "、".join(served)}
        yield _at(filled, "industry", "enterprise-industry-other", label, served[0], **told)


def _exists(own: str) -> bool:
    return industries.known(own) or (own.isascii() and own.isdigit() and len(own) == 4 and industries.known(own[:3]))


def closed(filled: Filled) -> Iterator[Finding]:
    """The day it closed is readable and not before the year of the data."""
    text, year = filled.fact("closed")[0], facts.year(filled)
    day = dates.read(filled.fact_cell("closed")[0], filled.workbook.date1904)
    if text and day is None:
        yield _at(filled, "closed", "date-unreadable", text, "2024-06-30")
    elif day and year and day.year < year:
        yield _at(filled, "closed", "enterprise-closed-before", str(day), str(year))


def name_as_known(filled: Filled) -> Iterator[Finding]:
    """The code stands for the enterprise that it stood for before."""
    known, name = filled.context.enterprises.get(code(filled)), filled.fact("name")[0]
    if known and known.name and name and names.plain(known.name) != names.plain(name):
        yield _at(filled, "name", "enterprise-other-name", name, known.name)


def region_as_known(filled: Filled) -> Iterator[Finding]:
    """The enterprise stands where it stood before."""
    known, region = filled.context.enterprises.get(code(filled)), facts.region(filled)
    if known and known.region and region and known.region != region:
        before = f"{known.region} {regions.find_code(known.region).zh}" if regions.known(known.region) else known.region
        now = f"{region} {regions.find_code(region).zh}"
        yield _at(filled, "region", "enterprise-other-region", now, before)


def _missing(filled: Filled, field: str) -> Finding:
    fact = next(fact for fact in filled.layout.facts.entries if fact.field == field)
    return _at(filled, field, "template-fact-missing", "", fact.zh, expected_en=fact.en)


def _at(filled: Filled, field: str, finding: str, found: str, expected: str = "", **details: object) -> Finding:
    _, cell = filled.fact(field)
    return Finding(finding, "", filled.layout.facts.sheet, cell, found, expected, details)

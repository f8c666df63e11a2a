"""Landfill: compositions that add up, site types, and a history long and whole enough for first-order decay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import log

from ghginv.domain import items
from ghginv.domain.written_numbers import digits
from ghginv.factors import library
from ghginv.factors.resolve import Choice, Key, resolve
from ghginv.findings import Finding
from ghginv.workbooks.filled import Entry, Filled
from ghginv.workbooks.rules import facts

COMPONENTS = ("msw_component", "msw_fossil_component", "msw_mineral")
DEPOSITED = ("mixed_msw", "other_landfilled", *COMPONENTS)
TOLERANCE = 0.005
HALF_LIVES, MOST_YEARS = 5, 50  # IPCC 2006 Vol.5 Ch.3: what was deposited longer ago hardly counts
USUAL_OXIDATION = 0.1
EARLIER = {"W.1.L": "W.1.H", "W.1.I": "W.1.HI", "W.1.O": "W.1.HO"}
"""Where the deposits of earlier years stand, by the category of the year's."""

_RATE_SETS = ("ipcc2006",)


def needed_values(filled: Filled) -> Iterator[Finding]:
    """A deposit says its share and type of site; municipal waste that is not divided says its organic carbon."""
    for entry in _rows(filled):
        if _kind(entry) in DEPOSITED:
            needed = ("waste_fraction", *(["degradable_organic_carbon"] if _kind(entry) == "mixed_msw" else []))
            for name in needed:
                column = entry.column(name)
                if column and entry.figure(column).blank:
                    yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)
        column = entry.column("technology")
        if column and not entry.text(column):
            yield entry.finding("entry-missing", column, expected=column.zh, expected_en=column.en)


def compositions(filled: Filled) -> Iterator[Finding]:
    """The shares of a site and year add up to one, of one and the same total; waste not divided has share one."""
    sets: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for entry in _rows(filled):
        if _kind(entry) in DEPOSITED:
            divided = "" if _kind(entry) in COMPONENTS else entry.item and entry.item.code
            place = (entry.sheet, entry.category, entry.technology, entry.facility, entry.vintage)
            sets[(*place, divided)].append(entry)
    for entries in sets.values():
        shares = [_share(entry) for entry in entries]
        if all(share is not None for share in shares):
            total = sum(share or 0.0 for share in shares)
            if abs(total - 1) > TOLERANCE:
                yield entries[-1].finding("waste-composition", "waste_fraction", digits(round(total, 6)), "1")
        amounts = [entry.amount or 0.0 for entry in entries]
        if max(amounts) - min(amounts) > 1e-6 * max(amounts):
            odd = next(entry for entry in entries if entry.amount != amounts[0])
            yield odd.finding("waste-composition-totals", "quantity", digits(odd.amount or 0.0), digits(amounts[0]))


def mixed_and_components(filled: Filled) -> Iterator[Finding]:
    """Municipal waste is given as mixed waste or by component, in landfills and in incinerators."""
    mixed: dict[tuple[object, ...], Entry] = {}
    entries = [entry for entry in filled.entries if entry.item and entry.amount is not None]
    for entry in entries:
        if _kind(entry) == "mixed_msw":
            mixed.setdefault(_place(entry), entry)
    for entry in entries:
        if _kind(entry) in COMPONENTS and (other := mixed.get(_place(entry))):
            yield entry.finding("waste-mixed-and-components", "item", f"{other.sheet}!{other.address('item')}")


def deposits_of_the_year(filled: Filled) -> Iterator[Finding]:
    """The deposit of the inventory year stands on the sheet of the year, not among those of earlier years."""
    year = facts.year(filled)
    for entry in _rows(filled):
        if entry.vintage and entry.vintage == year:
            yield entry.finding("landfill-year-not-earlier", "vintage", str(year), f"≤ {year - 1}")


def histories(filled: Filled) -> Iterator[Finding]:
    """The years of deposit of a site have no gaps, and reach five half-lives or fifty years back.

    A site that takes waste in the inventory year has its history up to the year before.
    """
    year = facts.year(filled)
    if not year:
        return
    sites: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    still_used: set[tuple[str, str]] = set()
    for entry in _rows(filled):
        if _kind(entry) in DEPOSITED and entry.vintage:
            sites[entry.category, entry.facility].append(entry)
        elif _kind(entry) in DEPOSITED and entry.amount:
            still_used.add((EARLIER.get(entry.category, ""), entry.facility))
    for site, entries in sites.items():
        years = {entry.vintage for entry in entries}
        last = year if site in still_used else max(years)
        missing = sorted(set(range(min(years), last)) - years)
        first = min(entries, key=lambda entry: (entry.vintage, entry.row))
        if missing:
            found = _spans(missing)
            yield first.finding("landfill-history-gaps", "vintage", found, f"{min(years)}-{max(max(years), last - 1)}")
        wanted = _years_wanted(filled, entries, year)
        if year - min(years) < wanted:
            expected = f"≤ {year - wanted}"
            yield first.finding("landfill-history-short", "vintage", str(min(years)), expected, years=str(wanted))


def oxidation(filled: Filled) -> Iterator[Finding]:
    """An oxidation factor above the usual one needs evidence."""
    for entry in _rows(filled):
        column = entry.column("methane_oxidation")
        number = entry.figure(column).number if column else None
        if column and number is not None and USUAL_OXIDATION < number <= 1:
            yield entry.finding("landfill-oxidation-high", column, digits(number), f"0-{USUAL_OXIDATION:g}")


def recovery_of_the_site(filled: Filled) -> Iterator[Finding]:
    """What is recovered is oxidised like the rest of the site: it has the type and oxidation of the waste there.

    A site without waste would be taken off the others; and with another oxidation, another share is oxidised of what
    is taken off than of what is generated, and the net is wrong.
    """
    deposits: dict[str, dict[str, set[float | None]]] = defaultdict(lambda: defaultdict(set))
    for entry in _rows(filled):
        if _kind(entry) in DEPOSITED:
            deposits[entry.facility][entry.technology].add(_oxidation(entry))
    for entry in _rows(filled):
        if _kind(entry) != "recovered_waste_methane" or not entry.amount:
            continue
        site = deposits.get(entry.facility)
        if site is None:
            if entry.facility or not deposits:
                yield entry.finding("landfill-recovery-alone", "facility", entry.facility)
        elif entry.technology and _oxidation(entry) not in site.get(entry.technology, ()):
            field = "methane_oxidation" if entry.technology in site else "technology"
            yield entry.finding("landfill-recovery-oxidation", field, entry.facility)


def _years_wanted(filled: Filled, entries: list[Entry], year: int) -> int:
    """Five half-lives of the slowest component, at most fifty years; 0 where no rate is known."""
    rates = [rate for entry in entries if (rate := _rate(filled, entry, year))]
    return round(min(HALF_LIVES * log(2) / min(rates), MOST_YEARS)) if rates else 0


def _rate(filled: Filled, entry: Entry, year: int) -> float | None:
    column = entry.column("decay_rate")
    given = entry.figure(column).number if column else None
    if given is not None or entry.item is None:
        return given
    key = Key(facts.region(filled), year, category=entry.category, item=entry.item.code)
    found = resolve(library.load(), "decay_rate", key, _RATE_SETS) if key.region else None
    return found.value if isinstance(found, Choice) else None


def _spans(years: list[int]) -> str:
    """Years as spans: 1994-1996, 2001."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(f"{span[0]}-{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)


def _rows(filled: Filled) -> Iterator[Entry]:
    """Rows of landfills with a quantity."""
    return (
        entry
        for entry in filled.entries
        if entry.item and entry.amount is not None and entry.category.startswith("W.1")
    )


def _place(entry: Entry) -> tuple[object, ...]:
    return entry.sheet, entry.category, entry.technology, entry.facility, entry.vintage


def _share(entry: Entry) -> float | None:
    column = entry.column("waste_fraction")
    return entry.figure(column).number if column else None


def _oxidation(entry: Entry) -> float | None:
    column = entry.column("methane_oxidation")
    return entry.figure(column).number if column else None


def _kind(entry: Entry) -> str:
    return items.find_code(entry.item.code).kind if entry.item else ""

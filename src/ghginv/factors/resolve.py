"""Which parameter serves a key, and why: the choice can always be explained.

Order of preference: a value valid in the year over the latest earlier one; measured for the very row (facility,
vintage), by the enterprise (in the very month, then for the year), then submitted for the region, then the factor sets
in the guideline's order; the nearer
region (district, city, province, grid, nation, world); a value for the technology; the narrower category; a value for
the item over one for its parent or for any; the later year. A value in another scale of the unit is converted, one of
another kind of unit is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from math import inf

from ghginv.domain import categories, items, regions, units
from ghginv.domain.records import Parameter
from ghginv.domain.terms import TERMS
from ghginv.errors import UsageError
from ghginv.factors.library import Library
from ghginv.findings import Finding

SUBMITTED = ("measured", "local")
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Key:
    """What a parameter is looked for: one kind of activity data of a region and year. Empty means not given.

    ``row_technology`` is what the activity data themselves say, where ``technology`` may come from a rule.
    """

    region: str
    year: int
    enterprise: str = ""
    category: str = ""
    item: str = ""
    technology: str = ""
    quantity_unit: str = ""
    gas: str = ""
    facility: str = ""
    vintage: int = 0
    row_technology: str = ""
    month: int = 0

    def text(self) -> str:
        """One line for a message."""
        time = f"{self.year}-{self.month:02d}" if self.month else str(self.year)
        parts = (
            *(self.region, time, self.enterprise, self.facility, self.category, self.item, self.technology),
            *(self.gas, str(self.vintage or "")),
        )
        return " ".join(filter(None, (*parts, f"({self.quantity_unit})" if self.quantity_unit else "")))


@dataclass(frozen=True, slots=True)
class Choice:
    """The parameter chosen; ``value``, ``lower`` and ``upper`` are in ``unit``, that of the term for this quantity.

    ``earlier`` warns that no value is valid in the year and the latest earlier one stands in. ``passed_over`` pairs the
    ids of what else came into question with the reason against it, the strongest first.
    """

    parameter: Parameter
    value: float
    unit: str
    lower: float | None
    upper: float | None
    earlier: bool
    reason_zh: str
    reason_en: str
    passed_over: tuple[tuple[str, str], ...]

    def standing_in(self, item: str, other: str) -> Choice:
        """This choice, made for ``other``, used for ``item``, with a reason that says so."""
        return replace(
            self,
            reason_zh=f"{self.reason_zh}；{_item(item, 'zh')}无此参数，以{_item(other, 'zh')}代",
            reason_en=f"{self.reason_en}; {_item(other, 'en')} stands in for {_item(item, 'en')}",
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """No parameter serves: what was looked for, and what came nearest with the reason against it.

    ``first_year`` is the first year with a value where there are only later ones.
    """

    name: str
    key: Key
    factor_sets: tuple[str, ...]
    unit: str
    nearest: tuple[tuple[str, str], ...] = ()
    first_year: int | None = None

    def finding(self) -> Finding:
        """The finding for the person who compiles."""
        term = TERMS[self.name]
        near = "; ".join(f"{parameter_id} ({why})" for parameter_id, why in self.nearest)
        if self.first_year and not near:
            why = f"最早的值从 {self.first_year} 年起有效", f"the first value holds from {self.first_year}"
        elif near:
            why = f"最接近的有：{near}", f"what comes nearest: {near}"
        else:
            why = "库中没有该品种的这一参数", "the library has none for this item"
        return Finding(
            "factor-missing",
            found=self.key.text(),
            expected=self.unit,
            details={
                "term_zh": term.zh,
                "term_en": term.en,
                "sets": ", ".join(self.factor_sets),
                "why_zh": why[0],
                "why_en": why[1],
            },
        )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The key, prepared for comparing."""

    key: Key
    unit: str
    dimension: str
    factor_sets: tuple[str, ...]
    chain: tuple[str, ...]
    items: tuple[str, ...]
    serving: list[Parameter] = field(default_factory=list)
    later: list[Parameter] = field(default_factory=list)
    against: list[tuple[str, str]] = field(default_factory=list)


def resolve(library: Library, name: str, key: Key, factor_sets: Sequence[str]) -> Choice | Missing:
    """The parameter for a term and key, from ``factor_sets`` in this order and from what was submitted.

    The unit is the term's for a quantity in ``key.quantity_unit`` (GJ/t for t); without that, the term's first.
    UsageError for an unknown term or region.
    """
    if name not in TERMS:
        near = "、".join(get_close_matches(name, TERMS)) or "-"
        raise UsageError(Finding("factor-name-unknown", found=name, details={"near": near}))
    unit = TERMS[name].unit(key.quantity_unit)
    lookup = (*items.lookup(key.item), "") if key.item else ("",)
    wanted = _Wanted(key, unit, units.dimension(unit), tuple(factor_sets), regions.chain(key.region), lookup)
    for item in lookup:
        for row in library.named(name, item, key.enterprise):
            _sort(row, wanted)
    if not wanted.serving:
        return _missing(library, name, wanted)
    valid = [row for row in wanted.serving if _valid(row, key.year)]
    latest = max(row.valid_to or 0 for row in wanted.serving)
    pool = valid or [row for row in wanted.serving if row.valid_to == latest]
    return _choice(sorted(pool, key=lambda row: _rank(row, wanted)), wanted)


def _sort(row: Parameter, wanted: _Wanted) -> None:
    """Put a row where it belongs: it serves, or there is one thing against it, or it is out of the question."""
    key = wanted.key
    if (row.enterprise and row.enterprise != key.enterprise) or (row.region and row.region not in wanted.chain):
        return
    if _of_another_row(row, key) or (row.gas and row.gas != key.gas):
        return
    if row.tier not in SUBMITTED and row.factor_set not in wanted.factor_sets:
        return
    if not categories.covers(row.category, key.category):
        return
    if row.technology and row.technology != key.technology:
        wanted.against.append((row.parameter_id, f"适用技术 technology: {row.technology}"))
    elif units.dimension(row.unit) != wanted.dimension:
        wanted.against.append((row.parameter_id, f"计量单位 unit: {row.unit} ≠ {wanted.unit}"))
    elif row.valid_from and row.valid_from > key.year:
        wanted.later.append(row)
    else:
        wanted.serving.append(row)


def _of_another_row(row: Parameter, key: Key) -> bool:
    """A value typed in a row of a region's workbook is that row's alone; an enterprise's serves all its facilities."""
    if row.month not in (0, key.month):
        return True
    if row.tier == "measured" and not row.enterprise:
        own = ("", key.facility, key.vintage, key.row_technology)
        return (key.enterprise, row.facility, row.vintage, row.technology) != own
    return (row.facility not in ("", key.facility)) or (row.vintage not in (0, key.vintage))


def _valid(row: Parameter, year: int) -> bool:
    return row.valid_to is None or row.valid_to >= year


_CRITERIA = (
    "来源次序 order of sets",
    "地区远近 nearer region",
    "适用技术 technology",
    "类别范围 narrower category",
    "品种 item itself",
    "气体 gas itself",
    "较新年份 later year",
    "参数编号 parameter id",
)


def _rank(row: Parameter, wanted: _Wanted) -> tuple[float | str, ...]:
    """What is compared, smaller is better; one number for each of ``_CRITERIA``."""
    submitted = row.tier in SUBMITTED
    near = 4 * bool(row.facility or row.vintage) + 2 * bool(row.enterprise) + bool(row.month)
    order = 7 - near if submitted else 8 + wanted.factor_sets.index(row.factor_set)
    return (
        order,
        wanted.chain.index(row.region) if row.region else len(wanted.chain),
        0 if row.technology else 1,
        -len(list(categories.ancestors(row.category))),
        wanted.items.index(row.item),
        0 if row.gas else 1,
        -(row.valid_from or -inf),
        row.parameter_id,
    )


def _choice(ranked: list[Parameter], wanted: _Wanted) -> Choice:
    chosen, *others = ranked
    best = _rank(chosen, wanted)
    lost = [(row.parameter_id, _lost(best, _rank(row, wanted))) for row in others]
    unit = wanted.unit
    return Choice(
        chosen,
        value=_converted(chosen.value, chosen.unit, unit),
        unit=unit,
        lower=None if chosen.lower is None else _converted(chosen.lower, chosen.unit, unit),
        upper=None if chosen.upper is None else _converted(chosen.upper, chosen.unit, unit),
        earlier=not _valid(chosen, wanted.key.year),
        reason_zh="；".join(zh for zh, _ in _reasons(chosen, wanted)),
        reason_en="; ".join(en for _, en in _reasons(chosen, wanted)),
        passed_over=(*lost, *sorted(wanted.against)),
    )


def _lost(best: tuple[float | str, ...], rank: tuple[float | str, ...]) -> str:
    return next(words for words, ours, theirs in zip(_CRITERIA, best, rank, strict=True) if ours != theirs)


def _converted(value: float, from_unit: str, to_unit: str) -> float:
    # A ratio such as 44/12 must not lose its last digits by way of decimal.
    return value if from_unit == to_unit else units.convert(value, from_unit, to_unit)


def _reasons(row: Parameter, wanted: _Wanted) -> Iterator[tuple[str, str]]:
    """Why this row, in Chinese and English: where it comes from, and in what respect it applies."""
    year, sets = wanted.key.year, wanted.factor_sets
    if row.tier in SUBMITTED:
        yield ("企业实测", "measured by the enterprise") if row.enterprise else ("本地填报", "submitted for the region")
        if row.month:
            yield f"{row.month} 月", f"month {row.month}"
    else:
        place = f"{sets.index(row.factor_set) + 1}/{len(sets)}"
        yield f"因子集 {row.factor_set}（次序 {place}）", f"factor set {row.factor_set} ({place})"
    if row.region:
        region = regions.find_code(row.region)
        yield region.zh, region.en
    if row.category:
        yield f"类别 {row.category}", f"category {row.category}"
    if row.technology:
        yield f"技术 {row.technology}", f"technology {row.technology}"
    if row.item != wanted.key.item and row.item:
        yield f"按{_item(row.item, 'zh')}", f"as {_item(row.item, 'en')}"
    if not _valid(row, year):
        yield f"{year} 年尚无，取最近的 {row.valid_to} 年", f"none for {year}, the latest is {row.valid_to}"
    elif row.valid_from or row.valid_to:
        yield f"{year} 年有效", f"valid in {year}"


def _item(code: str, lang: str) -> str:
    return items.load()[code].name(lang) if items.known(code) else code


def _missing(library: Library, name: str, wanted: _Wanted) -> Missing:
    first_year = min((row.valid_from for row in wanted.later if row.valid_from), default=None)
    near = list(wanted.against)
    if not near and not wanted.later:
        near = list(_elsewhere((row for item in wanted.items for row in library.named(name, item)), wanted))
    return Missing(name, wanted.key, wanted.factor_sets, wanted.unit, tuple(sorted(near)[:_NEAREST]), first_year)


def _elsewhere(rows: Iterable[Parameter], wanted: _Wanted) -> Iterator[tuple[str, str]]:
    """Rows of the item in other sets, categories or regions of the chain; other enterprises' values are not shown."""
    for row in rows:
        if row.enterprise or (row.region and row.region not in wanted.chain):
            continue
        if row.factor_set not in wanted.factor_sets:
            yield row.parameter_id, f"因子集 factor set: {row.factor_set}"
        else:
            yield row.parameter_id, f"适用类别 category: {row.category}"

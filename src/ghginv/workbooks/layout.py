"""The layout of a template as data: one definition, written by ``build`` and read by ``judge``.

``templates/workbooks/<kind>.toml`` holds guidance, basic facts and fields. Of the inventory,
``inventory/<sector>.toml`` holds the sheets of a sector and ``<sector>_options.csv`` what their drop-downs offer.
Of an enterprise, ``enterprise/industries/<id>.toml`` says which ``enterprise/parts/<part>.toml`` an industry has,
narrows the lists of ``enterprise/options.csv`` and adds its own sheets. Names of categories, items, regions and terms
are not repeated there: they come from the domain.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ghginv import folders
from ghginv.domain import categories, items, regions
from ghginv.domain.notation import NOTATION_KEYS
from ghginv.domain.terms import TERMS
from ghginv.errors import UsageError
from ghginv.findings import Finding
from ghginv.workbooks.layout_model import (
    HEADER_ROW,
    MONTHS,
    ROLES,
    Column,
    Fact,
    IndustryTemplate,
    Layout,
    Option,
    Options,
    Page,
    Sector,
    Table,
)

__all__ = [
    "HEADER_ROW", "MONTHS", "Column", "Fact", "IndustryTemplate", "Layout", "Option", "Options", "Page", "Sector",
    "Table", "industries", "load", "serving",
]  # fmt: skip


def load(kind: str = "inventory", industry: str = "") -> Layout:
    """The layout of a kind of template, for an industry where the kind is ``enterprise``.

    UsageError for an industry without a template. Raises ValueError where the data contradict themselves.
    """
    known = _layouts()
    if (kind, industry) not in known:
        known[kind, industry] = _enterprise(kind, industry) if industry else _plain(kind)
    return known[kind, industry]


@folders.remembered
def industries() -> list[str]:
    """The industries that have an enterprise workbook."""
    return [path.stem for path in folders.files("templates", "workbooks/enterprise/industries/*.toml")]


def serving(code: str) -> list[str]:
    """The industries whose workbooks serve a code of GB/T 4754, by the longest code they name; none where none does."""
    prefixes = [prefix for prefix in _served() if code.startswith(prefix)]
    return _served()[max(prefixes, key=len)] if prefixes else []


@folders.remembered
def _served() -> dict[str, list[str]]:
    """The industries by the codes that they name."""
    found: dict[str, list[str]] = {}
    for industry in industries():
        for prefix in _read(f"enterprise/industries/{industry}")["gbt4754"]:
            found.setdefault(prefix, []).append(industry)
    return found


@folders.remembered
def _layouts() -> dict[tuple[str, str], Layout]:
    """The layouts read so far, for each workspace whose files may stand before the shipped ones."""
    return {}


def _plain(kind: str) -> Layout:
    data = _read(kind)
    sectors = [sector["id"] for sector in data["sectors"]]
    rows = [row for sector in sectors for row in _rows(f"{kind}/{sector}_options")]
    options = _lists(rows, {})
    tables = [
        _table({**table, "sector": sector}, data, options, {})
        for sector in sectors
        for table in _read(f"{kind}/{sector}")["tables"]
    ]
    return _layout(data, tables, options)


def _enterprise(kind: str, industry: str) -> Layout:
    if industry not in industries():
        raise UsageError(
            Finding("template-industry-unknown", found=industry, details={"known": ", ".join(industries())})
        )
    data, own = _read(kind), _read(f"{kind}/industries/{industry}")
    parts = [_read(f"{kind}/parts/{part}") for part in own["parts"]]
    named = own.get("categories", {})
    options = _narrowed(_lists(_rows(f"{kind}/options"), named), own.get("options", {}), named)
    described = [table for part in (*parts, own) for table in part.get("tables", ())]
    order = [sector["id"] for sector in data["sectors"]]
    described.sort(key=lambda table: order.index(table["sector"]))  # stable: the order of parts within a group
    tables = [_table(table, data, options, named) for table in described]
    used = {column.options for table in tables for column in table.columns}
    used |= {fact.get("options", "") for fact in data["facts"]["entries"]}
    kept = {name: entries for name, entries in options.items() if name in used}
    fields = ("id", "zh", "en", "guideline", "source_id", "depth")
    about = IndustryTemplate(
        **{name: own[name] for name in fields}, gbt4754=tuple(own["gbt4754"]), categories=dict(named)
    )
    return _layout(data, tables, kept, about)


def _layout(
    data: Mapping[str, Any],
    tables: Iterable[Table],
    options: Mapping[str, Options],
    industry: IndustryTemplate | None = None,
) -> Layout:
    return Layout(
        kind=data["kind"],
        version=data["version"],
        zh=f"{data['zh']}（{industry.zh}）" if industry else data["zh"],
        en=f"{data['en']} ({industry.en})" if industry else data["en"],
        compatible=tuple(data["compatible"]),
        units={unit: tuple(offered) for unit, offered in data["units"].items()},
        guide=_page(data["guide"]),
        facts=_page(data["facts"]),
        sectors=tuple(Sector(**each) for each in data["sectors"]),
        tables=tuple(tables),
        options=options,
        industry=industry,
        signature=_page(data["signature"]) if "signature" in data else None,
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(folders.file("templates", f"workbooks/{name}.toml").read_text("utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    return [row for _, row in folders.rows(folders.file("templates", f"workbooks/{name}.csv"))]


def _page(data: Mapping[str, Any]) -> Page:
    lines = {name: tuple(data.get(name, ())) for name in ("zh_lines", "en_lines")}
    return Page(data["sheet"], data["en"], **lines, entries=tuple(Fact(**entry) for entry in data.get("entries", ())))


def _table(
    table: Mapping[str, Any], data: Mapping[str, Any], options: Mapping[str, Options], named: Mapping[str, str]
) -> Table:
    entries = [entry if isinstance(entry, dict) else {"field": entry} for entry in table["columns"]]
    columns = tuple(column for entry in entries for column in _columns(entry, data))
    for column in columns:
        if column.options and column.options not in options:
            raise ValueError(f"{table['sheet']}: no list {column.options} for {column.field}")
    if table.get("role", ROLES[0]) not in ROLES:
        raise ValueError(f"{table['sheet']}: no role {table['role']}")
    return Table(**{**table, "columns": columns, "category": _category(table.get("category", ""), named)})


def _columns(entry: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Column]:
    name, fields = entry["field"], data["fields"]
    if name == "months":
        about = data["months"]
        for number, month in enumerate(MONTHS, start=1):
            yield Column(month, f"{number}{about['zh']}", _MONTH_NAMES[number - 1], width=about["width"])
    elif name in fields:
        yield Column(**{**fields[name], **entry})
    else:
        yield _term(entry)


_MONTH_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _term(entry: Mapping[str, Any]) -> Column:
    term = TERMS[entry["field"]]
    hints = {"hint_zh": "选填；实测或本地数值，留空取缺省值", "hint_en": "optional; measured or local; blank: default"}
    if entry.get("required"):
        hints = {"hint_zh": "本地调查或统计数值", "hint_en": "local survey or statistics"}
    english = term.en[0].upper() + term.en[1:]
    known = {"zh": term.zh, "en": english, "unit": " 或 ".join(term.units), "width": 13, **hints}
    return Column(**{**known, **entry})


def _lists(rows: Iterable[Mapping[str, str]], named: Mapping[str, str]) -> dict[str, Options]:
    """The lists of the rows; ``named`` gives the categories that a code such as ``@combustion`` means."""
    lists: dict[str, list[Option]] = {
        "notation": [Option(key, zh, en, numbered=True) for key, (zh, en) in NOTATION_KEYS.items()]
    }
    for row in rows:
        terms, technologies = _codes(row["terms"]), _codes(row["technologies"])
        code = _category(row["code"], named)
        if code.startswith("@"):  # a list that this industry does not use
            continue
        option = Option(code, row["zh"], row["en"]) if row["zh"] else _named(code)
        within = tuple(_category(each, named) for each in _codes(row["categories"]) or ())
        option = replace(option, categories=within, terms=terms, technologies=technologies)
        lists.setdefault(row["list"], []).append(option)
    return {name: Options.of(name, entries) for name, entries in lists.items()}


def _narrowed(
    lists: Mapping[str, Options], own: Mapping[str, list[str]], named: Mapping[str, str]
) -> dict[str, Options]:
    """The lists with those of an industry: the options of these codes, in its order; what is new is added by name."""
    result = dict(lists)
    for name, codes in own.items():
        known = lists.get(name)
        wanted = [_category(code, named) for code in codes]
        result[name] = Options.of(name, [(known.code(code) if known else None) or _named(code) for code in wanted])
    return result


def _category(code: str, named: Mapping[str, str]) -> str:
    return named.get(code[1:], code) if code.startswith("@") else code


def _codes(text: str) -> tuple[str, ...] | None:
    """The codes of a cell; a dash is an empty list, a blank none at all."""
    return tuple(code for code in text.split(";") if code != "-") if text else None


def _named(code: str) -> Option:
    """A category, an item, a region or a term by its code, with the names it has there."""
    if code in categories.tree():
        node = categories.tree()[code]
        return Option(code, node.zh, node.en, numbered=True)
    if regions.known(code):
        region = regions.find_code(code)
        return Option(code, region.zh, region.en, aliases=(region.short, f"{region.short}电网"))
    if code in TERMS and not items.known(code):
        return Option(code, TERMS[code].zh, TERMS[code].en)
    item = items.find_code(code)
    parent = items.load().get(item.parent)
    fuel = parent.code if parent and item.unit != parent.unit else ""
    return Option(code, item.zh, item.en, unit=item.unit, fuel=fuel, aliases=item.aliases)

"""The tables of a project's form: energy, process, products, benchmarks, sources; rows in their units, or findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ghginv.budget import plan_numbers
from ghginv.budget.plan_numbers import Row
from ghginv.budget.projects import form as forms
from ghginv.budget.projects.form import FUEL, SOLD, Line, Product, Source
from ghginv.domain import credit_codes, items, names, units
from ghginv.domain.items import Item
from ghginv.errors import InputError
from ghginv.findings import Finding

ENERGY_KINDS = ("coal", "oil", "gas", "biomass", "electricity", "heat", "other_fuel", "other_energy", "waste",
                "alternative_fuel")  # fmt: skip
CARRIERS = ("electricity", "heat")
Lines = tuple[tuple[Line, ...], tuple[Line, ...], tuple[Product, ...], tuple[Row, ...], tuple[Source, ...]]


def judged(typed: Mapping[str, Sequence[Row]], findings: list[Finding], facts: Mapping[str, str]) -> Lines:
    """Energy, process, products, benchmarks and sources; what is wrong is added to ``findings``."""
    for table, numbers in _NUMBERS.items():
        findings += [each for row in typed[table] for each in _negative(row, numbers)]
    energy = _lines(typed["energy"], findings, _energy_item)
    process = _lines(typed["process"], findings, _process_item)
    products = _products(typed["products"], findings)
    sources = _sources(typed["replacement"], findings)
    for table, code in (("energy", "project-energy-empty"), ("products", "project-products-empty")):
        if not typed[table]:
            findings.append(Finding(code))
    for keys, table in ((("item", "use"), "energy"), (("product",), "products"), (("product", "metric", "level"),
                        "benchmarks")):  # fmt: skip
        findings += _twice(typed[table], keys)
    findings += _unknown_products(typed["benchmarks"], products)
    if facts["kind"] in (forms.NEW, forms.EXPANSION):
        befores = [each for each in (*energy, *process) if each.before]
        findings += [each.row.finding("project-before-new", "before") for each in befores]
    return energy, process, products, tuple(typed["benchmarks"]), sources


_NUMBERS = {
    "energy": ("before", "quantity", "renewable", "tce_factor", "emission_factor"),
    "process": ("before", "quantity", "emission_factor"),
    "products": ("before", "quantity", "share", "value_added_before", "output_value"),
    "benchmarks": ("value",),
    "replacement": ("amount_t",),
    "measures": ("saving_tce", "abatement_t", "investment"),
}


def _negative(row: Row, columns: Sequence[str]) -> Iterator[Finding]:
    for column in columns:
        if row.number(column) < 0:
            yield row.finding("project-negative", column)


def _number(row: Row, column: str) -> float:
    value = row.number(column)
    return value if value == value else 0.0


def _given(row: Row, column: str) -> float | None:
    value = row.number(column)
    return value if value == value else None


def _lines(
    rows: Sequence[Row], findings: list[Finding], find: Callable[[Row], tuple[Item | None, Finding | None]]
) -> tuple[Line, ...]:
    """The rows in the units of their items."""
    found = []
    for row in rows:
        item, wrong = find(row)
        if wrong or item is None:
            findings += [wrong] if wrong else []
            continue
        factor, wrong = _factor(row, item.unit)
        if wrong:
            findings.append(wrong)
            continue
        before, quantity = (units.convert(_number(row, key), *factor) for key in ("before", "quantity"))
        has = row.table == "energy"
        own = {name: _per_unit(row, name, factor) for name in ("tce_factor", "emission_factor") if name in row.values}
        renewable = units.convert(_number(row, "renewable"), *factor) if has else 0.0
        if renewable > quantity:
            findings.append(row.finding("project-renewable-more", "renewable", expected=f"{row.number('quantity'):g}"))
        use = row.text("use") if has else ""
        found.append(Line(item.code, use, before, quantity, item.unit, row.text("source"), row, renewable, **own))
    return tuple(found)


def _per_unit(row: Row, column: str, factor: tuple[str, str]) -> float | None:
    """A factor per unit as written, per the item's unit."""
    value = _given(row, column)
    return None if value is None else value / float(units.factor(*factor))


def _factor(row: Row, wanted: str) -> tuple[tuple[str, str], Finding | None]:
    """The unit as written and the unit wanted, or why one does not become the other."""
    said = plan_numbers.unit(row.text("unit"))
    if said is None:
        near = "、".join(units.nearest(row.text("unit"))) or wanted
        return ("", ""), row.finding("unit-unknown", "unit", near=near) if row.text("unit") else None
    try:
        units.factor(said, wanted)
    except InputError:
        return ("", ""), row.finding("unit-wrong-kind", "unit", expected=wanted)
    return (said, wanted), None


def _energy_item(row: Row) -> tuple[Item | None, Finding | None]:
    item = items.find(row.text("item"))
    if not row.text("item") or not row.text("use"):
        return None, None  # named already as a cell that must not be empty
    if item is None or item.kind not in ENERGY_KINDS:
        near = [each for each in items.nearest(row.text("item")) if items.load()[each].kind in ENERGY_KINDS]
        shown = "、".join(items.load()[each].zh for each in near) or "-"
        return None, row.finding("project-item-unknown", "item", near=shown)
    carrier = item.kind in CARRIERS
    if (row.text("use") == SOLD and not carrier) or (carrier and row.text("use") not in (FUEL, SOLD)):
        return None, row.finding("project-item-use", "use", item_zh=item.zh, item=item.en)
    return item, None


def _process_item(row: Row) -> tuple[Item | None, Finding | None]:
    item = items.find(row.text("item"))
    if not row.text("item"):
        return None, None
    if item is None or item.kind in CARRIERS:
        shown = "、".join(items.load()[each].zh for each in items.nearest(row.text("item"))) or "-"
        return None, row.finding("project-item-unknown", "item", near=shown)
    return item, None


def _products(rows: Sequence[Row], findings: list[Finding]) -> tuple[Product, ...]:
    """The products; one alone carries everything, of several the shares must add up to 100."""
    shares = [_given(row, "share") for row in rows]
    if len(rows) > 1 and abs(sum(each or 0.0 for each in shares) - 100) > 1e-6:
        findings.append(rows[0].finding("project-shares", "share", found=f"{sum(each or 0.0 for each in shares):g}"))
    found = []
    for row, share in zip(rows, shares, strict=True):
        if row.number("quantity") == 0:
            findings.append(row.finding("project-output-zero", "quantity"))
        values = {key: _number(row, key) for key in ("value_added_before", "value_added", "output_value")}
        part = 1.0 if len(rows) == 1 else (share or 0.0) / 100
        quantities = (_number(row, "before"), _number(row, "quantity"))
        found.append(Product(row.text("product"), *quantities, row.text("unit"), part, **values, row=row))
    return tuple(found)


def _sources(rows: Sequence[Row], findings: list[Finding]) -> tuple[Source, ...]:
    found: dict[str, Source] = {}
    for row in rows:
        if row.text("enterprise") and (problem := credit_codes.problem(row.text("enterprise"))):
            findings.append(row.finding(problem.code, "enterprise", found=problem.found, **problem.details))
        texts = {key: row.text(key) for key in ("enterprise", "name", "measure", "done", "document")}
        source = Source(**texts, amount_kg=round(_number(row, "amount_t") * 1000), row=row)
        if source.key in found:
            findings.append(row.finding("project-twice", "document", expected=found[source.key].row.place))
        found.setdefault(source.key, source)
    return tuple(found.values())


def _twice(rows: Sequence[Row], keys: Sequence[str]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = tuple(_plain(row, each) for each in keys)
        if all(key) and key in seen:
            yield row.finding("project-twice", keys[0], expected=seen[key].place)
        seen.setdefault(key, row)


def _plain(row: Row, column: str) -> str:
    item = items.find(row.text(column)) if column == "item" else None
    return item.code if item else names.plain(row.text(column))


def _unknown_products(rows: Sequence[Row], products: Sequence[Product]) -> Iterator[Finding]:
    known = {names.plain(each.product) for each in products}
    for row in rows:
        if row.text("product") and names.plain(row.text("product")) not in known:
            yield row.finding("project-product-unknown", "product", expected="、".join(e.product for e in products))

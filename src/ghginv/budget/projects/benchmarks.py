"""A project's intensities beside standards and advanced levels 对标: NDRC order 31, Art. 12 (4), (5) and Art. 16."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ghginv.budget.projects.emissions import Emissions
from ghginv.budget.projects.form import Form, Product
from ghginv.budget.projects.standard_coal import Energy
from ghginv.domain import names, plan_tables
from ghginv.findings import Finding

LIMITS = ("national", "industry", "local")
CARBON = ("carbon_product", "carbon_value", "carbon_output")


@dataclass(frozen=True, slots=True)
class Intensity:
    """A measure of a product: t CO2 or tce per unit of it or per 10^4 CNY; None where there is nothing to divide by."""

    product: str
    metric: str
    value: float | None
    unit: str
    numerator: float
    denominator: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """An intensity beside a level: ``limit`` is a standard that binds, else an advanced level."""

    intensity: Intensity
    level: str
    value: float
    source: str
    cell: str

    @property
    def limit(self) -> bool:
        """Whether the level binds."""
        return self.level in LIMITS

    @property
    def met(self) -> bool:
        """Whether the project is at the level or below; unknown is not met."""
        return self.intensity.value is not None and self.intensity.value <= self.value * (1 + 1e-12)


def intensities(form: Form, energy: Energy, emissions: Emissions) -> list[Intensity]:
    """Every measure of every product, after; energy and emissions divided by the shares of the form."""
    carbon, tce = emissions.kilograms() / 1000, energy.total("after")
    found = []
    for each in form.products:
        for metric, (numerator, denominator, unit) in _measures(each, carbon, tce).items():
            value = numerator / denominator if denominator else None
            found.append(Intensity(each.product, metric, value, unit, numerator, denominator))
    return found


def _measures(product: Product, carbon: float, tce: float) -> Mapping[str, tuple[float, float, str]]:
    mass, energy, per = carbon * product.share, tce * product.share, "10^4 CNY"
    return {
        "carbon_product": (mass, product.quantity, f"t/{product.unit}"),
        "carbon_value": (mass, product.value_added, f"t/{per}"),
        "carbon_output": (mass, product.output_value, f"t/{per}"),
        "energy_product": (energy, product.quantity, f"tce/{product.unit}"),
        "energy_value": (energy, product.value_added, f"tce/{per}"),
    }


def compare(form: Form, found: list[Intensity]) -> list[Comparison]:
    """Each line of the form's benchmarks beside the project's own figure."""
    by_key = {(names.plain(each.product), each.metric): each for each in found}
    lines = []
    for row in form.benchmarks:
        own = by_key[names.plain(row.text("product")), row.text("metric")]
        written = row.written
        cell = f"{written.sheet}!{written.cells.get('value', '')}"
        lines.append(Comparison(own, row.text("level"), row.number("value"), row.text("source"), cell))
    return lines


def reasons(form: Form, compared: list[Comparison]) -> Iterator[Finding]:
    """Standards that are missed, advanced levels not reached, products without anything to be compared with."""
    columns = {each.id: each for each in plan_tables.project().tables}["benchmarks"].columns
    words = {choice.id: choice for column in columns for choice in column.choices}
    for each in compared:
        if each.met:
            continue
        metric, level = words[each.intensity.metric], words[each.level]
        told = {"product": each.intensity.product, "metric_zh": metric.zh, "metric": metric.en, "level_zh": level.zh,
                "level": level.en, "source": each.source, "cell": each.cell}  # fmt: skip
        own = "—" if each.intensity.value is None else f"{each.intensity.value:.6g}"
        details = {**told, "own": own, "value": f"{each.value:.6g}"}
        if each.limit:
            yield Finding("project-standard-missed", details=details)
        else:
            yield Finding("project-advanced-missed", details=details)
    compared_with = {names.plain(each.intensity.product) for each in compared if each.intensity.metric in CARBON}
    for product in form.products:
        if names.plain(product.product) not in compared_with:
            yield Finding("project-benchmark-missing", details={"product": product.product})

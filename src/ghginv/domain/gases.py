"""Greenhouse gases 温室气体, the baskets they are reported in, and their global warming potentials 全球变暖潜势.

Gases are rows of ``emission_factors/gases.csv``, potentials over 100 years rows of ``gwp.csv``, one number a row with
its source. A potential belongs to a set (SAR, TAR, AR4, AR5, AR5_CCF with climate-carbon feedbacks, AR6); sets are
never mixed. AR5 and AR6 tell methane by its origin, fossil or not; the other sets have one value for both. What AR5
and AR6 say of fossil methane is recalled, as ``status`` shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ghginv import folders
from ghginv.domain import names
from ghginv.errors import InputError, UsageError
from ghginv.findings import Finding

ORIGINS = ("", "fossil", "non_fossil")

BASKETS: Mapping[str, tuple[str, ...]] = {
    "kyoto6": ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6"),
    "kyoto7": ("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"),
}
"""The gases of the Kyoto Protocol by family, without and with NF3 (Doha Amendment)."""


@dataclass(frozen=True, slots=True)
class Gas:
    """One gas; ``family`` is the gas itself, HFCs, PFCs, HCFCs (a memo item) or other."""

    code: str
    formula: str
    zh: str
    family: str
    note: str

    def name(self, lang: str = "zh") -> str:
        """The name for people; the code where there is none."""
        return (self.zh if lang == "zh" else "") or self.code


@dataclass(frozen=True, slots=True)
class Potential:
    """One global warming potential in tCO2e/t, over 100 years, with its source and evidence mark.

    ``origin`` says whether the value is that of fossil or non-fossil methane; empty for a value of any origin.
    """

    gwp_set: str
    gas: str
    origin: str
    value: float
    source_id: str
    place: str
    status: str
    note: str


@folders.remembered
def load() -> Mapping[str, Gas]:
    """All gases by code."""
    rows = folders.rows(folders.file("emission_factors", "gases.csv"))
    return {row["gas"]: Gas(row.pop("gas"), **row) for _, row in rows}


def find(text: str) -> Gas | None:
    """The gas of this code, formula or Chinese name (CF4 is PFC-14), or None."""
    named = names.index((gas.code, (gas.code, gas.formula, gas.zh)) for gas in load().values())
    codes = named.get(names.plain(text), ())
    return load()[codes[0]] if codes else None


def members(family: str) -> tuple[str, ...]:
    """The gases of a family (HFCs) or of a basket (kyoto7).

    >>> members("PFCs")[:2]
    ('PFC-14', 'PFC-116')
    """
    families = BASKETS.get(family, (family,))
    return tuple(gas.code for each in families for gas in load().values() if gas.family == each)


@folders.remembered
def potentials() -> Mapping[tuple[str, str, str], Potential]:
    """All potentials by (set, gas, origin). InputError lists the rows without a number, a gas or a source."""
    path = folders.file("emission_factors", "gwp.csv")
    found: dict[tuple[str, str, str], Potential] = {}
    findings = []
    for line, row in folders.rows(path):
        key = row["gwp_set"], row["gas"], row["origin"]
        value = row.pop("value")
        if not _positive(value) or not row["source_id"] or row["origin"] not in ORIGINS or key in found:
            findings.append(Finding("gwp-row", file=path.name, cell=f"line {line}", found=",".join((*key, value))))
            continue
        found[key] = Potential(value=float(value), **row)
    if findings:
        raise InputError(*findings)
    return found


def gwp_sets() -> tuple[str, ...]:
    """The names of the sets, oldest first."""
    return tuple(dict.fromkeys(gwp_set for gwp_set, _, _ in potentials()))


def gwp(gas: str, gwp_set: str, origin: str | None = None) -> Potential:
    """The potential of a gas in a set, for methane by ``origin`` (fossil, non_fossil) where the set tells them apart.

    The result says which value it is and where it stands. UsageError for an unknown gas, set or origin; InputError for
    a gas without a value in the set, such as NF3 in SAR.
    """
    if gwp_set not in gwp_sets():
        raise UsageError(Finding("gwp-set-unknown", found=gwp_set, expected=" | ".join(gwp_sets())))
    if gas not in load():
        raise UsageError(Finding("gas-unknown", found=gas, details={"gases": "、".join(load())}))
    if (origin or "") not in ORIGINS:
        raise UsageError(Finding("gwp-origin-unknown", found=str(origin), expected=" | ".join(ORIGINS[1:])))
    known = potentials()
    found = known.get((gwp_set, gas, origin or "")) or known.get((gwp_set, gas, ""))
    if found is None:
        having = "、".join(name for name in gwp_sets() if (name, gas, "") in known)
        raise InputError(Finding("gwp-missing", found=gas, details={"gwp_set": gwp_set, "sets": having}))
    return found


def _positive(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() and float(text) > 0

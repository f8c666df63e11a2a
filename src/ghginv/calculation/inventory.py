"""A compiled inventory: from activity data to emissions, with everything that explains a figure beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from ghginv import folders
from ghginv.calculation import apply, choose, engine
from ghginv.domain import gases
from ghginv.domain.records import Parameter
from ghginv.errors import InputError
from ghginv.factors.guidelines import Guideline
from ghginv.factors.library import Library
from ghginv.findings import Finding

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

EMISSION_COLUMNS = (
    "run region year guideline category item gas mass_t co2e_t scope memo formula activity_id parameter_ids "
    "source_category month enterprise facility choice_id mass_g co2e_g"
).split()

LISTS = ("categories/*.csv", "gases.csv", "gwp.csv", "items/*.csv", "regions.csv", "regions/*.csv", "units.csv")
"""Lists that decide a figure beside the factor library and the guideline."""


@dataclass(frozen=True)
class Inventory:
    """A region's year under one guideline.

    ``about`` names the run and its inputs. ``activity``, ``parameters`` and ``choices`` are tables keyed by
    ``activity_id``, ``parameter_id`` and ``choice_id``; ``rows`` holds ``activity_id, choice_id, mass_g, co2e_g``.
    """

    about: Mapping[str, object]
    activity: pd.DataFrame
    parameters: pd.DataFrame
    choices: pd.DataFrame
    rows: pd.DataFrame

    @cached_property
    def emissions(self) -> pd.DataFrame:
        """The emission rows with all columns of ``EMISSION_COLUMNS``, sorted by category, item, gas and activity."""
        taken = ["activity_id", "region", "year", "month", "enterprise", "facility", "item"]
        chosen = self.choices.drop(columns=[name for name in taken if name in self.choices])
        table = self.rows.merge(self.activity[taken], on="activity_id").merge(chosen, on="choice_id")
        table["run"] = self.about["run"]
        table["guideline"] = self.about["guideline"]
        table["mass_t"] = table["mass_g"] / apply.GRAMS_PER_TONNE
        table["co2e_t"] = table["co2e_g"] / apply.GRAMS_PER_TONNE
        order = ["source_category", "item", "gas", "memo", "activity_id", "choice_id"]
        return table.sort_values(order, ignore_index=True)[EMISSION_COLUMNS]


@dataclass(frozen=True)
class Inputs:
    """What a run is made of beside its activity data; ``submissions`` are pairs of id and sha256 by name."""

    region: str
    year: int
    guideline: Guideline
    gwp_set: str
    library: Library
    submissions: Sequence[Mapping[str, str]]
    version: str

    def about(self) -> dict[str, object]:
        """The inputs by name or hash, and the run's id: the hash of exactly this."""
        inputs: dict[str, object] = {
            "region": self.region,
            "year": self.year,
            "guideline": self.guideline.id,
            "guideline_digest": self.guideline.digest(),
            "gwp": self.gwp_set,
            "library_digest": self.library.digest,
            "tables_digest": self.library.tables_digest,
            "lists_digest": folders.digest("emission_factors", LISTS),
            "submissions": sorted((dict(each) for each in self.submissions), key=lambda each: each["submission"]),
            "version": self.version,
        }
        digest = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
        return {"run": f"{self.year}-{self.guideline.id}-{digest[:10]}", **inputs}


def compile_inventory(activity: pa.Table, inputs: Inputs) -> Inventory:
    """Compile activity data (a row per cell, columns of ``domain.records.Activity`` and ``activity_id``).

    The same inputs give the same id and tables. Raises InputError with a finding for every key without a factor;
    nothing is estimated silently. A gas without a potential in the GWP set stands as NE.
    """
    place = f"{inputs.region} {inputs.year}"
    if activity.num_rows == 0:
        raise InputError(Finding("compile-empty", found=place))
    backend = engine.connect()
    given = apply.told_apart(activity.filter(activity["quantity"].is_valid()), inputs.library.measured_for())
    on_engine = backend.create_table("activity", given)
    choices = choose.choose(apply.distinct_keys(on_engine), inputs.guideline, inputs.library)
    if choices.findings:
        raise InputError(*{finding.message("en"): finding for finding in choices.findings}.values())
    gwp = potentials(choices, inputs.gwp_set)
    if not any(chosen.computed for chosen in choices.chosen):
        raise InputError(Finding("compile-unserved", found=place, details={"guideline": inputs.guideline.id}))
    choice = backend.create_table("choice", apply.choice_table(choices, gwp))
    try:
        rows = apply.apply(on_engine, choice, apply.formula_codes(choices)).to_pandas()
    except engine.overflow() as overflow:
        raise InputError(_too_large(activity)) from overflow
    return Inventory(
        inputs.about(),
        activity.to_pandas(),
        _parameter_frame(choices),
        _choice_frame(choices, gwp),
        rows.sort_values(["activity_id", "choice_id"], ignore_index=True),
    )


def _too_large(activity: pa.Table) -> Finding:
    """The largest number of the activity data: emissions in grams have no room for what follows from it."""
    import pyarrow.compute as pc

    place = pc.index(activity["quantity"], pc.max(activity["quantity"])).as_py()
    row = activity.slice(place, 1).to_pylist()[0]
    found = f"{row['quantity']:g} {row['unit']}"
    return Finding("compile-too-large", row["file"], row["sheet"], row["cell"], found=found)


def potentials(choices: choose.Choices, gwp_set: str) -> dict[str, float]:
    """The potential of each gas. A gas the set has none for (NF3 in SAR) is not estimated: the rest still counts."""
    known: dict[str, float] = {}
    lacking: dict[str, Sequence[Finding]] = {}
    for gas in choices.gases():
        try:
            known[gas] = gases.gwp(gas, gwp_set).value
        except InputError as refusal:
            lacking[gas] = refusal.findings
    choices.leave_out(lacking)
    return known


def _parameter_frame(choices: choose.Choices) -> pd.DataFrame:
    import pandas as pd

    names = [field.name for field in fields(Parameter)]  # all of them, where no formula of the run has a parameter
    return pd.DataFrame([asdict(parameter) for parameter in choices.parameters()], columns=names)


def _choice_frame(choices: choose.Choices, gwp: Mapping[str, float]) -> pd.DataFrame:
    """A row per choice; ``terms`` is JSON: term, value, unit, parameter id, reason and what was passed over."""
    import pandas as pd

    return pd.DataFrame([_choice_row(chosen, gwp) for chosen in choices.chosen])


def _choice_row(chosen: choose.Chosen, gwp: Mapping[str, float]) -> dict[str, object]:
    terms = [
        {
            "name": choice.parameter.name,
            "value": choice.value,
            "unit": choice.unit,
            "parameter_id": choice.parameter.parameter_id,
            "reason_zh": choice.reason_zh,
            "reason_en": choice.reason_en,
            "earlier": choice.parameter.valid_to if choice.earlier else None,
            "passed_over": [f"{parameter_id}: {why}" for parameter_id, why in choice.passed_over],
        }
        for choice in chosen.served.choices
    ]
    return {
        "choice_id": chosen.choice_id,
        **asdict(chosen.key),
        "activity_category": chosen.key.category,
        "category": chosen.served.category,
        "source_category": chosen.served.source_category,
        "formula": chosen.rule.formula if chosen.computed else "",
        "gas": chosen.served.gas,
        "gwp": gwp.get(chosen.served.gas, float("nan")),
        "scope": chosen.rule.scope,
        "memo": chosen.rule.memo,
        "notation": "NE" if chosen.served.missing else chosen.rule.notation,
        "note_zh": "；".join(finding.text("zh") for finding in chosen.served.missing) or chosen.rule.note_zh,
        "note_en": "; ".join(finding.text("en") for finding in chosen.served.missing) or chosen.rule.note_en,
        "parameter_ids": ";".join(choice.parameter.parameter_id for choice in chosen.served.choices),
        "terms": json.dumps(terms, ensure_ascii=False),
    }

"""Units, histories and calls that the tests of allocation share; all figures are made up."""

import pandas as pd
import pytest

from ghginv.enterprise.quotas import rules
from ghginv.enterprise.quotas.allocate import allocate
from ghginv.errors import InputError

NOTHING = pd.DataFrame(columns=["enterprise", "facility", "year", "emissions_t"])
POWER = {
    "enterprise": "E1", "facility": "G1", "class": "I", "market": "national", "electricity_generated": 2_500_000,
    "heat_supplied": 1_000_000, "load_factor_output": 60, "verified_t": 2_300_000,
}  # fmt: skip
KILN = {"enterprise": "C1", "facility": "K1", "class": "cement", "clinker_output": 1_000_000, "verified_t": 820_000}
MAKER = {"enterprise": "S1", "facility": "", "class": "manufacturing", "value_added": 50_000, "verified_t": 9_000}


def table(*rows):
    return pd.DataFrame(list(rows))


def past(enterprise="S1", facility="", item="value_added", years=((2021, 9000, 40000), (2022, 9000, 50000))):
    return table(
        *({"enterprise": enterprise, "facility": facility, "year": y, "emissions_t": e, item: q} for y, e, q in years)
    )


def made(name, year, rows, history=NOTHING, stage="final"):
    return allocate(table(*rows), history, rules.find(name).in_force(year), stage)


def refused(name, year, rows, history=NOTHING, stage="final"):
    with pytest.raises(InputError) as refusal:
        made(name, year, rows, history, stage)
    return [finding.code for finding in refusal.value.findings if finding.severity == "error"]


def codes(allocation):
    return {finding.code for finding in allocation.findings}

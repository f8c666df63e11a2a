"""Which emissions count on a basis 核算口径, and at whose factor electricity is taken.

``dual-control`` 碳排放双控: CO2 of energy and processes with net electricity (bought less sold). ``territory`` 属地:
all that is emitted here. ``ets``: direct CO2. ``account`` 企业账户: direct and indirect. Heat bought is part of the
last alone: within a city it is counted where it is made.

Net electricity is what eliminates local power 本地电力抵减: the plant's emissions count at the plant, what it sells is
taken off at the same factor, and who uses it has it at that factor. An account-month may so come to less than nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ghginv.domain import regions

ELECTRICITY = ("E.1", "E.2")
HEAT = ("E.3", "E.4")
_SOLD = ("E.2", "E.4")
_INDIRECT = {"dual-control": ELECTRICITY, "territory": (), "ets": (), "account": (*ELECTRICITY, *HEAT)}
_PLACE = ("kind", "account", "month")
_CO2_ALONE = ("dual-control", "ets")
_LEVELS = {"provincial": "province", "grid": "grid", "national": "country"}


def counted(emissions: pd.DataFrame, basis: str) -> pd.DataFrame:
    """The emission rows that count on a basis, with ``grams``: of CO2 where only it counts, else of CO2e.

    Columns used: ``gas, memo, source_category, mass_g, co2e_g``. An unknown basis is taken as ``dual-control``.
    """
    basis = basis if basis in _INDIRECT else "dual-control"
    co2 = basis in _CO2_ALONE
    direct = emissions["memo"] == ""
    indirect = (emissions["memo"] == "indirect") & emissions["source_category"].isin(_INDIRECT[basis])
    gas = emissions["gas"].eq("CO2") if co2 else pd.Series(True, index=emissions.index)
    kept = emissions[(direct | indirect) & gas]
    return kept.assign(grams=kept["mass_g" if co2 else "co2e_g"].astype(np.int64))


def below_nothing(rows: pd.DataFrame) -> pd.Series:
    """Which rows of evidence (``kind, account, month, category, emissions_kg``) are of an account-month that comes to
    less than nothing even without the power and heat it sold: outputs reported without inputs. It cannot be posted."""
    kept = rows["emissions_kg"].where(~rows["category"].isin(_SOLD), 0)
    sums = pd.DataFrame({"all": rows["emissions_kg"], "kept": kept}).groupby([rows[name] for name in _PLACE])
    found = sums.transform("sum")
    return (found["all"] < 0) & (found["kept"] < 0)


def factor_region(code: str, above: tuple[str, ...], whole: str, power_factor: str, *, electricity: bool) -> str:
    """The region whose factors serve activity data at ``code`` of a budget's tree.

    Codes of a plan that no list knows take the nearest above them that is known, at last ``whole``. Electricity is
    taken at the factor of the province (grid, nation) where the rule set says so.
    """
    found = next((each for each in (code, *above) if regions.known(each)), whole)
    level = _LEVELS.get(power_factor, "") if electricity and regions.known(found) else ""
    chain = regions.chain(found) if level else ()
    return next((each for each in chain if regions.load()[each].level == level), found)

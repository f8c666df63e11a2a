"""ghginv: greenhouse-gas inventories 温室气体清单 and carbon budgets 碳预算 for Chinese cities, districts and counties.

What a user needs is here: ``open`` a workspace, the ``formulas``, the errors. It is loaded when first asked for, so
that the command line starts at once.

>>> import ghginv
>>> ghginv.formulas.energy.combustion_ch4(quantity=1000.0, net_calorific_value=50.0, ch4_emission_factor=1.0)
0.05
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str
    from ghginv import formulas
    from ghginv.errors import InputError, UsageError
    from ghginv.workspace import Workspace

__all__ = ["InputError", "UsageError", "__version__", "formulas", "open"]


def open(path: str | Path | None = None) -> Workspace:
    """The workspace in ``path``, or the nearest one upwards from the current folder."""
    from ghginv import workspace

    return workspace.open(path)


def __getattr__(name: str) -> object:
    if name == "__version__":
        return import_module("importlib.metadata").version("ghginv")
    if name == "formulas":
        return import_module("ghginv.formulas")
    if name in ("InputError", "UsageError"):
        return getattr(import_module("ghginv.errors"), name)
    raise AttributeError(f"module 'ghginv' has no attribute {name!r}")

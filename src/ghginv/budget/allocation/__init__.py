"""How a total is shared out: one method a file, all of them pure functions of numbers.

Several functions are called as their files: the package exports the function; ``allocation.<file>`` imports the file.
"""

from __future__ import annotations

from ghginv.budget.allocation.absolute_contraction import absolute_contraction
from ghginv.budget.allocation.ahp import ahp_weights, consistency_ratio
from ghginv.budget.allocation.benchmark import benchmark
from ghginv.budget.allocation.blended import blended
from ghginv.budget.allocation.capability import capability
from ghginv.budget.allocation.claims import equal_awards, equal_losses, proportional, talmud
from ghginv.budget.allocation.combined_weights import combined_weights
from ghginv.budget.allocation.compare import Comparison, blend
from ghginv.budget.allocation.composite import composite
from ghginv.budget.allocation.controlled_rounding import rounded_matrix
from ghginv.budget.allocation.convergence import convergence
from ghginv.budget.allocation.critic import critic_weights
from ghginv.budget.allocation.entropy_weights import entropy_weights
from ghginv.budget.allocation.equal_cumulative import debts, equal_cumulative
from ghginv.budget.allocation.equal_rate import equal_rate
from ghginv.budget.allocation.gini import gini
from ghginv.budget.allocation.grandfather import grandfather
from ghginv.budget.allocation.inputs import industry_inputs, regional_inputs
from ghginv.budget.allocation.intensity import intensity
from ghginv.budget.allocation.least_cost import least_cost
from ghginv.budget.allocation.matrix import fit_matrix
from ghginv.budget.allocation.matrix_report import matrix_report
from ghginv.budget.allocation.maximum_entropy import maximum_entropy, maximum_entropy_curve
from ghginv.budget.allocation.merit_order import merit_order
from ghginv.budget.allocation.optimise import optimise
from ghginv.budget.allocation.output_based import free_allocation, output_based
from ghginv.budget.allocation.per_capita import per_capita
from ghginv.budget.allocation.per_gdp import per_gdp
from ghginv.budget.allocation.run import usable
from ghginv.budget.allocation.sectoral_decarbonisation import sectoral_decarbonisation
from ghginv.budget.allocation.shapley import shapley
from ghginv.budget.allocation.zsg_dea import dea_remarks, zsg_dea

__all__ = [
    "Comparison", "absolute_contraction", "ahp_weights", "benchmark", "blend", "blended", "capability",
    "combined_weights", "composite", "consistency_ratio", "convergence", "critic_weights", "dea_remarks", "debts",
    "entropy_weights", "equal_awards", "equal_cumulative", "equal_losses", "equal_rate", "fit_matrix",
    "free_allocation", "gini", "grandfather", "industry_inputs", "intensity", "least_cost", "matrix_report",
    "maximum_entropy", "maximum_entropy_curve", "merit_order", "optimise", "output_based", "per_capita",
    "per_gdp", "proportional", "regional_inputs", "rounded_matrix", "sectoral_decarbonisation", "shapley",
    "talmud", "usable", "zsg_dea",
]  # fmt: skip

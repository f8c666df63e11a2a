"""Weights of the analytic hierarchy process 层次分析法: from judgements of pairs, refused where they contradict."""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable
from typing import Any

import numpy as np

from ghginv.budget.allocation import checked
from ghginv.budget.allocation.checked import Floats, Units

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51)
"""Mean consistency index of random matrices of 1 to 11 criteria: Saaty 1980, The Analytic Hierarchy Process; as
printed in R ``mathmodels`` (zhjx19), R/AHP.R."""
LIMIT = 0.10
"""Saaty's limit of the consistency ratio."""
_RECIPROCAL = 1e-3  # what a typed 0.3333 may differ from 1/3


def ahp_weights(pairwise: Any) -> Any:
    """The principal eigenvector of a matrix of judgements a_ij (how many times i is as important as j), sum 1.

    ``pairwise``: DataFrame (rows and columns named by criterion, in any order) or square array, 1 on the diagonal,
    a_ij a_ji = 1 within 0.1 % (what is left is spread over both), at most 11 criteria. Returns a Series by criterion,
    or an array.

    Source: Saaty 1977, Journal of Mathematical Psychology 15:234; 1980. InputError: no such matrix; a consistency
    ratio above 0.10, naming the three judgements that contradict each other most.
    """
    matrix, among = _read(pairwise)
    ratio = _ratio(matrix)
    if ratio > LIMIT:
        names, found, product = _worst(matrix, among.labels)
        details = {"triad": names, "product": f"{product:.4g}"}
        raise checked.refuse("budget-pairwise-inconsistent", found=f"{ratio:.3f}", expected=found, **details)
    return among.like(_principal(matrix)[1])


def consistency_ratio(pairwise: Any) -> float:
    """CR = ((λ_max - n)/(n - 1))/RI_n; 0 for one or two criteria. Source and InputError as ``ahp_weights``."""
    return _ratio(_read(pairwise)[0])


def _read(pairwise: Any) -> tuple[Floats, Units]:
    """The matrix, exactly reciprocal, and its criteria."""
    columns = getattr(pairwise, "columns", None)
    shape = np.shape(pairwise)
    if len(shape) != 2 or shape[0] != shape[1]:
        raise checked.refuse("budget-pairwise-square", found=shape)
    if shape[0] > len(RANDOM_INDEX):
        raise checked.refuse("budget-pairwise-many", found=shape[0], expected=len(RANDOM_INDEX))
    among = checked.units(pairwise)
    if columns is not None:
        if set(columns) != set(among.labels):
            raise checked.refuse("budget-pairwise-names", found=checked.listed(set(columns) ^ set(among.labels)))
        pairwise = pairwise[list(among.labels)].to_numpy()
    rows = zip(among.labels, np.asarray(pairwise, dtype=object), strict=True)
    matrix = np.array([checked.vector(row, among, str(name), positive=True) for name, row in rows])
    wrong = np.abs(np.log(matrix * matrix.T)) > _RECIPROCAL
    if wrong.any():
        i, j = map(int, np.argwhere(wrong)[0])
        found = f"{among.labels[i]} / {among.labels[j]}: {matrix[i, j]:g}, {matrix[j, i]:g}"
        raise checked.refuse("budget-pairwise-reciprocal", found=found, expected=f"{1 / matrix[i, j]:.6g}")
    return np.sqrt(matrix / matrix.T), among


def _principal(matrix: Floats) -> tuple[float, Floats]:
    """The largest eigenvalue and its vector, positive, sum 1 (Perron)."""
    values, vectors = np.linalg.eig(matrix)
    largest = int(np.argmax(values.real))
    vector = np.abs(vectors[:, largest].real)
    return float(values[largest].real), vector / math.fsum(vector)


def _ratio(matrix: Floats) -> float:
    count = len(matrix)
    if count < 3:
        return 0.0
    return max(0.0, (_principal(matrix)[0] - count) / (count - 1) / RANDOM_INDEX[count - 1])


def _worst(matrix: Floats, labels: tuple[Hashable, ...]) -> tuple[str, str, float]:
    """The three criteria whose judgements contradict each other most: names, what they are told, what would follow."""

    def contradiction(three: tuple[int, ...]) -> float:
        i, j, k = three
        return abs(math.log(matrix[i, j] * matrix[j, k] * matrix[k, i]))

    i, j, k = max(itertools.combinations(range(len(matrix)), 3), key=contradiction)
    told = ((i, j), (j, k), (i, k))
    found = ", ".join(f"{labels[a]} / {labels[b]} = {matrix[a, b]:.4g}" for a, b in told)
    return ", ".join(str(labels[each]) for each in (i, j, k)), found, float(matrix[i, j] * matrix[j, k])

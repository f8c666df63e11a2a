"""Waste 废弃物处理: landfill, incineration, biological treatment, waste water."""

from __future__ import annotations

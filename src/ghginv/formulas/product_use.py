"""Product use 产品使用: electronics, electrical equipment, refrigeration, foams, aerosols, lubricants."""

from __future__ import annotations

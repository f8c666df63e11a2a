"""Land use change and forestry 土地利用变化和林业: biomass, conversion, soils, urban green, wetlands, blue carbon."""

from __future__ import annotations

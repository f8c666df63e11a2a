"""The words: terms, units, gases, regions, categories, items, notation keys, records."""

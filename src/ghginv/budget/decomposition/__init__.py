"""A year's total, step by step, in whole units: reserves, regions, industries, cells, layers, streets, enterprises."""

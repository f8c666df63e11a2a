"""How a formula is read: over columns, as cells, as units, with errors, in words. Nothing here knows a sector."""

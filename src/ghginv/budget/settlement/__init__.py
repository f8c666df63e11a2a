"""SETTLEMENT 决算: what became of a year's budget, what stands in the way of closing it, what closing posts."""

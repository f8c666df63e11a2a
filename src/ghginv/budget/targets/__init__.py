"""Targets of action plans 实施方案目标: what was promised by when, what is reached, whether that is enough by now."""

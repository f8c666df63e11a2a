"""The target register 实施方案目标 of a workspace: plans and progress in, standing, reports and workbooks out."""

"""Monitoring 监测预警 of a budget year: progress, forecast, lights, reasons, escalation; tables in, tables out.

The model is design rule D6: a budget is compared with the part of the year that has passed (its seasonal profile), not
with twelfths. Only the official view 官方口径 is judged: actual emissions against budget, nothing netted.
"""

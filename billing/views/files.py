"""Files to take away."""

from collections.abc import Sequence

from flask import Response

from billing.sheets import Sheet, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def xlsx(name: str, sheets: Sequence[Sheet]) -> Response:
    """`name`: without its ending, of letters, digits and hyphens only."""
    return as_file(Response(write_workbook(sheets), mimetype=XLSX), f"{name}.xlsx")


def as_file(content: Response, filename: str) -> Response:
    content.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return content

"""Tables that a visitor pastes or uploads: `read_table` makes columns of them and says what it understood."""

from playground.tables.reading import LIMIT, read_table
from playground.tables.report import Report, Table

__all__ = ["LIMIT", "Report", "Table", "read_table"]

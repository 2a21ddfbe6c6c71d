"""A large data set around the example, for measuring: deterministic, and the same for the same arguments.

Unlike the example itself it goes past the services, with `insert_many` straight into the tables: hundreds of thousands
of rows are to be there within a minute. It keeps what the services keep (numbers, folded texts, newest reports,
events). Nothing of it belongs to the example's own portfolio, programmes and people, so that their pages show the same
rows in the small data set and in the large one.
"""
from __future__ import annotations

from .filling import generate
from .sketch import MEASURED

__all__ = ["MEASURED", "generate"]

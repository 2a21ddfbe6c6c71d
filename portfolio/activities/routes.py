"""Pages of activities."""
from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("activities", __name__)

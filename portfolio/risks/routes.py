"""Pages of risks."""
from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("risks", __name__)

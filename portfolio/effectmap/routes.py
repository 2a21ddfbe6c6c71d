"""Pages of effectmap."""
from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("effectmap", __name__)

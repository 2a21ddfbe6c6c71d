"""Factories behind one fixture: `make.programme()`, `make.activity(programme=…)`, all through the services.

A mixin a feature; each method has sensible defaults, takes keyword arguments only, and returns the new id.
"""
from __future__ import annotations

from .accounts import MakeAccounts
from .activities import MakeActivities
from .documents import MakeDocuments
from .effectmap import MakeEffectMap
from .organisation import MakeOrganisation
from .programmes import MakeProgrammes
from .risks import MakeRisks


class Make(MakeAccounts, MakeActivities, MakeDocuments, MakeEffectMap, MakeOrganisation, MakeRisks, MakeProgrammes):
    """Everything a test needs."""

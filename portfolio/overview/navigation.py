"""The shell's places: which of them a person sees, and on which of them a page stands."""
from __future__ import annotations

from functools import lru_cache

from flask import current_app, request
from flask_babel import gettext as _

from portfolio.core.access import Permission, access_of, identity
from portfolio.core.templating import NavItem, address, language

MY_PAGE = "overview.my_page"
PORTFOLIOS = "overview.portfolios"
PROGRAMMES = "programmes.index"
RISKS = "risks.register"
ADMINISTRATION = "organisation.administration"

# On which place a page stands: by its feature, unless it is named itself.
_BY_FEATURE = {
    "programmes": PROGRAMMES,
    "activities": PROGRAMMES,
    "effectmap": PROGRAMMES,
    "documents": PROGRAMMES,
    "risks": RISKS,
    "organisation": ADMINISTRATION,
    "accounts": ADMINISTRATION,
}
_BY_ENDPOINT = {
    "effectmap.benefits": PORTFOLIOS,
    "effectmap.portfolio": PORTFOLIOS,
    "overview.my_page": MY_PAGE,
    "overview.portfolios": PORTFOLIOS,
    "overview.portfolio": PORTFOLIOS,
    "overview.programme": PROGRAMMES,
    "programmes.create_portfolio": PORTFOLIOS,
    "programmes.edit_portfolio": PORTFOLIOS,
    "risks.scales": ADMINISTRATION,
    "risks.scale": ADMINISTRATION,
    "risks.approve_scale": ADMINISTRATION,
    "risks.create_scale": ADMINISTRATION,
    "risks.edit_scale": ADMINISTRATION,
}


def navigation() -> tuple[NavItem, ...]:
    """The places whose pages the signed-in person may open; the one they stand on is marked."""
    person = identity()
    held = person.everywhere.union(*person.by_programme.values())
    return _items(request.script_root, language(), held, _place(request.endpoint or ""))


# Every page draws the menu, and there are few different ones.
@lru_cache(maxsize=1024)
def _items(_root: str, _reader: str, held: frozenset[Permission], here: str | None) -> tuple[NavItem, ...]:
    """The menu of whoever holds some permissions. _root, _reader: what its addresses and words depend on."""
    places = (
        (MY_PAGE, _("My page")),
        (PORTFOLIOS, _("Portfolio")),
        (PROGRAMMES, _("Programmes")),
        (RISKS, _("Risks")),
        (ADMINISTRATION, _("Administration")),
    )
    return tuple(NavItem(label, address(place), place == here) for place, label in places if _is_open(place, held))


def _place(endpoint: str) -> str | None:
    return _BY_ENDPOINT.get(endpoint) or _BY_FEATURE.get(endpoint.partition(".")[0])


def _is_open(endpoint: str, held: frozenset[Permission]) -> bool:
    """Whether somebody holds, for any object, what the page of an endpoint requires."""
    access = access_of(current_app.view_functions[endpoint])
    return access is not None and (access.permission is None or access.permission in held)

"""The shell's places: which of them a person sees, and on which of them a page stands."""
from __future__ import annotations

from flask import current_app, request
from flask_babel import gettext as _

from portfolio.core.access import access_of, may
from portfolio.core.templating import NavItem, address

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
    "overview.my_page": MY_PAGE,
    "overview.portfolios": PORTFOLIOS,
    "overview.portfolio": PORTFOLIOS,
    "overview.programme": PROGRAMMES,
    "programmes.create_portfolio": PORTFOLIOS,
    "programmes.edit_portfolio": PORTFOLIOS,
    "risks.scales": ADMINISTRATION,
    "risks.scale": ADMINISTRATION,
    "risks.approve_scale": ADMINISTRATION,
}


def navigation() -> list[NavItem]:
    """The places whose pages the signed-in person may open; the one they stand on is marked."""
    here = _place(request.endpoint or "")
    places = (
        (MY_PAGE, _("My page")),
        (PORTFOLIOS, _("Portfolio")),
        (PROGRAMMES, _("Programmes")),
        (RISKS, _("Risks")),
        (ADMINISTRATION, _("Administration")),
    )
    return [NavItem(label, address(place), place == here) for place, label in places if _is_open(place)]


def _place(endpoint: str) -> str | None:
    return _BY_ENDPOINT.get(endpoint) or _BY_FEATURE.get(endpoint.partition(".")[0])


def _is_open(endpoint: str) -> bool:
    """Whether the signed-in person holds, for any object, what the page of an endpoint requires."""
    access = access_of(current_app.view_functions[endpoint])
    return access is not None and (access.permission is None or may(access.permission))

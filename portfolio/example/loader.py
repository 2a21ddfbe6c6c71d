"""Loading the example: the organisation and the portfolio here, programmes and risk analyses beside.

Everything goes through the services that a person's click calls, with the clock set to the day it happened; so the
history, the rules and the numbering are those of real use.
"""
from __future__ import annotations

import secrets
from datetime import date

from portfolio.accounts.service import create_account
from portfolio.organisation import service as organisation
from portfolio.programmes.service import programmes, roles

from .content.organisation import GROUPS, PEOPLE, UNITS
from .content.programmes import PORTFOLIO_NAME, PORTFOLIO_ON, PORTFOLIO_TEXT, PORTFOLIO_UNIT, PROGRAMMES
from .content.relocation_risks import ANALYSIS as RELOCATION
from .content.shapes import GroupText, PersonText, UnitText
from .programme_loader import plan_programme
from .risk_loader import plan_analysis
from .timeline import Past

ORGANISED_ON = -200
MAIL = "ekmarka.example"


def load(today: date) -> None:
    """Write the whole example, as if it had been used until the day before `today`; all of it or nothing.

    The database needs its tables and should hold no units yet; in one that has the example already, Invalid is raised
    (an alias or an address is taken) and nothing is changed.
    """
    past = Past(today)
    for unit in UNITS:
        past.plan(ORGANISED_ON, _add_unit, past, unit)
    for person in PEOPLE:
        past.plan(ORGANISED_ON, _add_person, past, person)
    for group in GROUPS:
        _plan_group(past, group)
    past.plan(PORTFOLIO_ON, _create_portfolio, past)
    for programme in PROGRAMMES:
        plan_programme(past, programme)
    plan_analysis(past, RELOCATION, programme=None)
    past.happen()


def is_empty() -> bool:
    """Whether nothing has been put into the organisation yet, so that the example gets in nobody's way."""
    return not organisation.unit_choices() and not organisation.person_choices()


def _add_unit(past: Past, unit: UnitText) -> None:
    past.ids["unit", unit.abbreviation] = organisation.add_unit(
        name=unit.name, kind=unit.kind, abbreviation=unit.abbreviation, parent=past.unit(unit.parent),
        aliases=unit.aliases, valid_to=past.day(unit.valid_to), by=None,
    )


def _add_person(past: Past, person: PersonText) -> None:
    address = f"{person.key}@{MAIL}"
    person_id = organisation.add_person(
        name=person.name, title=person.title, email=address, unit=past.unit(person.unit), by=None
    )
    past.ids["person", person.key] = person_id
    if person.account:
        # Nobody is to know the password: the example's people are entered from the sign-in page by a click.
        create_account(person_id=person_id, login=address, password=secrets.token_urlsafe(32), by=None)
    if person.everywhere is not None:
        roles.assign_role(programme=None, person=person_id, role=person.everywhere, by=None)


def _plan_group(past: Past, group: GroupText) -> None:
    past.plan(min(starts for _, _, starts, _ in group.members), _add_group, past, group)
    for person, unit, starts, ends in group.members:
        past.plan(starts, _add_member, past, group.key, person, unit)
        if ends is not None:
            past.plan(ends, _end_membership, past, group.key, person)


def _add_group(past: Past, group: GroupText) -> None:
    past.ids["group", group.key] = organisation.add_group(
        name=group.name, purpose=group.purpose, unit=past.unit(group.unit), by=past.person("portfolio")
    )


def _add_member(past: Past, group: str, person: str, unit: str | None) -> None:
    past.ids[group, person] = organisation.add_member(
        group=past.ids["group", group], person=past.ids["person", person], unit=past.unit(unit),
        by=past.person("portfolio"),
    )


def _end_membership(past: Past, group: str, person: str) -> None:
    organisation.end_membership(past.ids[group, person], by=past.person("portfolio"))


def _create_portfolio(past: Past) -> None:
    past.ids["portfolio", PORTFOLIO_NAME] = programmes.create_portfolio(
        name=PORTFOLIO_NAME, description=PORTFOLIO_TEXT, unit=past.ids["unit", PORTFOLIO_UNIT],
        by=past.person("portfolio"),
    )

"""What each role may do: the whole table, in one place."""

from __future__ import annotations

from portfolio.core.access import Permission
from portfolio.programmes.models import Role

# Reading, and one's own page, come with every role; elsewhere than in one's own programme they take an
# organisation-wide role (reader, portfolio manager or administrator).
_READ = frozenset(
    {
        Permission.PORTFOLIO_READ,
        Permission.PROGRAMME_READ,
        Permission.RISK_READ,
        Permission.ORGANISATION_READ,
        Permission.OWN_PAGE,
    }
)

_DELIVER = frozenset(
    {
        Permission.MAP_EDIT,
        Permission.MEASURE_RECORD,
        Permission.WORKSTREAM_EDIT,
        Permission.ACTIVITY_CREATE,
        Permission.ACTIVITY_EDIT,
        Permission.ACTIVITY_UPDATE,
    }
)
_RISKS = frozenset({Permission.RISK_EDIT, Permission.RISK_ASSESS, Permission.ACTION_EDIT, Permission.ACTION_UPDATE})
_LEAD = _DELIVER | _RISKS | {Permission.PROGRAMME_EDIT, Permission.ROLE_ASSIGN, Permission.DOCUMENT_IMPORT}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.PORTFOLIO_MANAGER: _READ
    | _LEAD
    | {
        Permission.PORTFOLIO_EDIT,
        Permission.PROGRAMME_CREATE,
        Permission.RISK_ACCEPT,
        Permission.SCALE_EDIT,
        Permission.SCALE_APPROVE,
        Permission.ORGANISATION_EDIT,
    },
    Role.COMMISSIONER: _READ | {Permission.RISK_ACCEPT},
    Role.PROGRAMME_SPONSOR: _READ
    | {
        Permission.PROGRAMME_EDIT,
        Permission.ROLE_ASSIGN,
        Permission.RISK_ASSESS,
        Permission.RISK_ACCEPT,
    },
    Role.STEERING_MEMBER: _READ | {Permission.RISK_ASSESS, Permission.RISK_ACCEPT},
    Role.PROGRAMME_MANAGER: _READ | _LEAD,
    Role.WORKSTREAM_LEAD: _READ | _DELIVER | {Permission.ACTION_UPDATE},
    Role.OWNER: _READ,
    Role.READER: _READ,
}

# What concerns everybody comes only with a role for the whole organisation: whoever may give roles in one programme
# must not be able to give themselves more than that programme.
ORGANISATION_WIDE = frozenset(
    {
        Permission.PORTFOLIO_EDIT,
        Permission.PROGRAMME_CREATE,
        Permission.ORGANISATION_EDIT,
        Permission.ACCOUNT_MANAGE,
        Permission.SCALE_EDIT,
        Permission.SCALE_APPROVE,
    }
)

# What answering for a single activity, action, risk or effect gives, whatever roles one holds.
OWNER_PERMISSIONS = frozenset(
    {
        Permission.PROGRAMME_READ,
        Permission.RISK_READ,
        Permission.ACTIVITY_UPDATE,
        Permission.ACTION_UPDATE,
        Permission.MEASURE_RECORD,
    }
)

# What every signed-in person may do, also one without a role.
EVERYONE = frozenset({Permission.OWN_PAGE})

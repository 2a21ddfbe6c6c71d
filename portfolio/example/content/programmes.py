"""The portfolio and its two programmes."""
from __future__ import annotations

from portfolio.programmes.models import Role

from . import (
    capability_activities,
    capability_links,
    capability_map,
    capability_risks,
    capability_time,
    ways_of_working,
)
from .programme_shapes import ProgrammeText
from .shapes import RoleText

PORTFOLIO_NAME = "Utveckling"
PORTFOLIO_TEXT = (
    "Kommunens gemensamma utvecklingsarbete. Portföljrådet prövar vad som ska in och styrgrupperna leder programmen."
)
PORTFOLIO_UNIT = "KSF"
PORTFOLIO_ON = -187

DIGITAL_CAPABILITY = ProgrammeText(
    "DIG", "Digital förmåga",
    "Ekmarkas verksamheter blir stadigt bättre med teknikens hjälp. Vi väljer tillsammans, håller kostnaden nere "
    "och släpper aldrig taget om säkerheten.",
    "Digitalisering: att ändra arbetet så att tekniken kommer till nytta. Digital förmåga: hur väl vi lyckas med "
    "det, om och om igen. En förvaltning äger sitt arbete och sina effekter; IT-enheten äger driften.",
    "Beslutad av kommundirektören och styrgruppen vid programmets start", on=-185, starts=-184, ends=545,
    writers=((-185, "interim"), (-119, "manager")),
    roles=(
        RoleText("director", Role.COMMISSIONER, "Beställare", -185),
        RoleText("portfolio", Role.PORTFOLIO_MANAGER, "Portföljledare", -185),
        RoleText("sponsor", Role.PROGRAMME_SPONSOR, "Programsponsor och ägare", -185),
        RoleText("interim", Role.PROGRAMME_MANAGER, "Tillförordnad programledare", -185, -120),
        RoleText("manager", Role.PROGRAMME_MANAGER, "Programledare", -119),
        RoleText("it", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184),
        RoleText("hr", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184),
        RoleText("economy", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184),
        RoleText("education", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184),
        RoleText("social", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184),
        RoleText("building", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -184, -75),
        RoleText("culture", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -74),
        RoleText("technology", Role.WORKSTREAM_LEAD, "Arbetsströmsledare Grundläggande teknik", -145),
        RoleText("buyer", Role.WORKSTREAM_LEAD, "Arbetsströmsledare Från behov till införande", -144),
        RoleText("contact", Role.WORKSTREAM_LEAD, "Arbetsströmsledare Gemensamma tjänster", -144),
        RoleText("security", Role.WORKSTREAM_LEAD, "Arbetsströmsledare Säkerhet och information", -143),
        RoleText("systems", Role.OWNER, "Effekt-, aktivitets- och åtgärdsansvarig", -135),
        RoleText("care", Role.OWNER, "Aktivitetsansvarig", -122),
        RoleText("architect", Role.OWNER, "Effekt- och aktivitetsansvarig", -151),
        RoleText("safety", Role.READER, "Skyddsombud", -160),
    ),
    groups=("steering", "analysis", "stakeholders", "council"),
    statements=(*capability_map.PROBLEMS, *capability_map.CONSEQUENCES, *capability_map.CIRCUMSTANCES),
    effects=capability_map.EFFECTS, workstreams=capability_map.WORKSTREAMS,
    activities=capability_activities.ACTIVITIES, links=capability_links.LINKS, analyses=(capability_risks.ANALYSIS,),
    revisions=capability_map.REVISIONS, moves=capability_time.MOVES, frozen=capability_time.FROZEN,
    reviews=capability_time.REVIEWS,
)

PROGRAMMES = (DIGITAL_CAPABILITY, ways_of_working.PROGRAMME)

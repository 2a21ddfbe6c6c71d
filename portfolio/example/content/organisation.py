"""Ekmarka's units, people and groups."""
from __future__ import annotations

from portfolio.organisation.models import UnitKind
from portfolio.programmes.models import Role

from .shapes import GroupText, PersonText, UnitText

COMMITTEE = UnitKind.COMMITTEE
ADMINISTRATION = UnitKind.ADMINISTRATION
SECTION = UnitKind.SECTION

UNITS = (
    UnitText("EKM", "Ekmarka kommun", UnitKind.MUNICIPALITY, aliases=("Ekmarka", "Kommunen")),
    UnitText("KF", "Kommunfullmäktige", COMMITTEE, "EKM"),
    UnitText("KS", "Kommunstyrelsen", COMMITTEE, "EKM"),
    UnitText("KSF", "Kommunstyrelseförvaltningen", ADMINISTRATION, "KS", ("Kommunledningskontoret", "KLK")),
    UnitText("IT", "IT-enheten", SECTION, "KSF", ("IT-avdelningen", "Gemensam IT")),
    UnitText("HR", "HR-enheten", SECTION, "KSF", ("Personalenheten",)),
    UnitText("EKO", "Ekonomi- och upphandlingsenheten", SECTION, "KSF", ("Ekonomi", "Upphandling", "Inköp")),
    UnitText("KOM", "Kommunikationsenheten", SECTION, "KSF", ("Kommunikation",)),
    UnitText("UTV", "Utvecklingsenheten", SECTION, "KSF", ("Utveckling", "Verksamhetsutveckling")),
    UnitText("ARK", "Kommunarkivet", SECTION, "KSF", ("Arkiv",)),
    UnitText("KC", "Kontaktcenter", SECTION, "KSF", ("Kundtjänst", "Medborgarservice")),
    UnitText("BUN", "Barn- och utbildningsnämnden", COMMITTEE, "EKM"),
    UnitText("UBF", "Utbildningsförvaltningen", ADMINISTRATION, "BUN", ("Skolförvaltningen", "Utbildning")),
    UnitText("GRU", "Grundskolan", SECTION, "UBF"),
    UnitText("KFN", "Kultur- och fritidsnämnden", COMMITTEE, "EKM"),
    UnitText("KFF", "Kultur- och fritidsförvaltningen", ADMINISTRATION, "KFN", ("Kultur och fritid",)),
    UnitText("UNG", "Ungdomsverksamheten", SECTION, "KFF", ("Fritidsgårdarna",)),
    UnitText("SN", "Socialnämnden", COMMITTEE, "EKM"),
    UnitText("SOC", "Socialförvaltningen", ADMINISTRATION, "SN", ("Socialtjänsten", "Vård och omsorg")),
    UnitText("SBN", "Samhällsbyggnadsnämnden", COMMITTEE, "EKM"),
    UnitText("SHB", "Samhällsbyggnadsförvaltningen", ADMINISTRATION, "SBN", ("Samhällsbyggnad",)),
    UnitText("SER", "Servicekontoret", ADMINISTRATION, "KS", ("Intern service",), valid_to=-310),
    UnitText("EBAB", "Ekmarka Bostäder AB", UnitKind.COMPANY, "EKM", ("Bostadsbolaget",)),
    UnitText("DSM", "Driftsamverkan Mellanbygden", UnitKind.PARTNER, None, ("Driftpartnern",)),
)

PEOPLE = (
    PersonText("admin", "Systemansvarig Målbild", "Systemförvaltare", "UTV", True, Role.ADMINISTRATOR),
    PersonText("portfolio", "Portföljledare", "Portföljledare för utvecklingsportföljen", "UTV", True,
               Role.PORTFOLIO_MANAGER),
    PersonText("director", "Kommundirektör", "Kommundirektör", "KSF"),
    PersonText("sponsor", "Programsponsor Digital förmåga", "Biträdande kommundirektör", "KSF", True),
    PersonText("manager", "Programledare Digital förmåga", "Programledare", "UTV", True),
    PersonText("interim", "Tillförordnad programledare", "Verksamhetsutvecklare", "UTV"),
    PersonText("ways", "Programledare Framtidens arbetssätt", "Programledare", "HR", True),
    PersonText("it", "IT-chef", "Chef för IT-enheten", "IT"),
    PersonText("hr", "HR-chef", "Chef för HR-enheten", "HR"),
    PersonText("economy", "Ekonomichef", "Chef för ekonomi och upphandling", "EKO"),
    PersonText("education", "Utbildningschef", "Förvaltningschef", "UBF", True),
    PersonText("social", "Socialchef", "Förvaltningschef", "SOC"),
    PersonText("building", "Samhällsbyggnadschef", "Förvaltningschef", "SHB"),
    PersonText("culture", "Kultur- och fritidschef", "Förvaltningschef", "KFF"),
    PersonText("communication", "Kommunikationschef", "Chef för kommunikationsenheten", "KOM"),
    PersonText("systems", "Systemförvaltare skola", "Systemförvaltare", "UBF", True),
    PersonText("technology", "Förvaltningsledare IT", "Ledare för systemförvaltningen", "IT", True),
    PersonText("security", "Informationssäkerhetssamordnare", "Samordnare", "IT"),
    PersonText("architect", "Digital arkitekt", "Arkitekt", "IT"),
    PersonText("buyer", "Upphandlare IT", "Upphandlare", "EKO"),
    PersonText("controller", "Controller", "Controller", "EKO", True, Role.READER),
    PersonText("contact", "Chef Kontaktcenter", "Enhetschef", "KC"),
    PersonText("care", "Verksamhetsutvecklare omsorg", "Verksamhetsutvecklare", "SOC"),
    PersonText("archivist", "Kommunarkivarie", "Arkivarie", "ARK"),
    PersonText("head", "Rektor mellanstadiet", "Rektor", "GRU"),
    PersonText("youth", "Enhetschef ungdom", "Enhetschef", "UNG"),
    PersonText("safety", "Skyddsombud utbildning", "Fritidspedagog", "GRU", True, Role.READER),
    PersonText("safety-youth", "Skyddsombud kultur och fritid", "Fritidsledare", "UNG"),
    PersonText("housing", "Utvecklingsansvarig bostadsbolaget", "Verksamhetsutvecklare", "EBAB"),
    PersonText("delivery", "Leveransansvarig drift", "Leveransansvarig", "DSM"),
)

GROUPS = (
    GroupText(
        "steering", "Styrgrupp Digital förmåga",
        "Beslutar om inriktning, godtar eller skickar tillbaka risker och frigör tid i linjen. Möts var sjätte vecka.",
        "KSF",
        (
            ("sponsor", None, -184, None), ("it", None, -184, None), ("hr", None, -184, None),
            ("economy", None, -184, None), ("education", None, -184, None), ("social", None, -184, None),
            ("building", None, -184, -75), ("culture", None, -74, None),
        ),
    ),
    GroupText(
        "analysis", "Analysgruppen",
        "Beskriver nuläget och prövar hur problem, konsekvenser och effekter hänger ihop.",
        "UTV",
        (
            ("manager", None, -119, None), ("interim", None, -184, -120), ("architect", None, -184, None),
            ("technology", None, -184, None), ("care", "SOC", -180, None), ("systems", "UBF", -180, None),
            ("communication", None, -150, None),
        ),
    ),
    GroupText(
        "stakeholders", "Intressentgruppen",
        "Samlar in vad medarbetare, fackliga parter och bolag väntar sig av programmen.",
        "KOM",
        (
            ("communication", None, -160, None), ("safety", "UBF", -160, None), ("safety-youth", "KFF", -160, None),
            ("housing", "EBAB", -160, None), ("care", "SOC", -160, None), ("contact", None, -140, None),
        ),
    ),
    GroupText(
        "council", "Portföljrådet",
        "Prövar nya initiativ en gång i månaden mot gemensamma kriterier och håller samman portföljen.",
        "UTV",
        (
            ("portfolio", None, -140, None), ("sponsor", None, -140, None), ("economy", None, -140, None),
            ("manager", None, -119, None), ("ways", None, -110, None), ("controller", None, -140, None),
        ),
    ),
    GroupText(
        "ways-steering", "Styrgrupp Framtidens arbetssätt",
        "Leder programmet och ser till att nya arbetssätt tas emot i vardagen.",
        "HR",
        (
            ("hr", None, -120, None), ("communication", None, -120, None), ("building", None, -120, None),
            ("it", None, -120, None),
        ),
    ),
)

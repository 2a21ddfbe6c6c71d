"""Digital förmåga: the programme's own risk analysis, adopted and followed up.

Since it was adopted one risk has gone up (R2, B to D), one down (R3, D to C), one has been closed (R7), and two have
come (R9; R10, which nobody has scored yet).
"""
from __future__ import annotations

from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    Capacity,
    ControlEffect,
    EscalationLevel,
    Occasion,
    Priority,
    RiskCategory,
    RiskState,
    Stance,
)

from .risk_shapes import ActionReport, ActionText, AnalysisText, Asked, Happened, Outcome, RiskText, Score

BEFORE, TARGET = AssessmentKind.BEFORE, AssessmentKind.TARGET

_RISKS = (
    RiskText(
        "R1", "Nyckelpersoner slutar",
        "Gäller framför allt lönekopplingen och de två register som ingen annan har öppnat på flera år.",
        on=-128, likelihood=3, impact=3, owner="it", threatens=("A2", "W2"),
        cause="att kunskapen om de äldsta systemen finns hos två personer",
        consequence="att arbetet med katalogen stannar", category=RiskCategory.DELIVERY, stance=Stance.TREAT,
        scores=(
            Score(-127, 4, 4, "När ingen uppgift hade en ersättare.", "it", BEFORE),
            Score(-127, 2, 2, "När alla tolv uppgifter har en ersättare.", "it", TARGET),
        ),
    ),
    RiskText(
        "R2", "Linjen hinner inte med",
        "Bokslut, terminsstart och budget infaller på olika tider i de olika förvaltningarna.",
        on=-128, likelihood=2, impact=3, owner="manager", threatens=("A8", "W3"),
        cause="att förvaltningarnas egna toppar infaller samtidigt som programmets",
        consequence="att aktiviteter skjuts upp och att folk arbetar över", category=RiskCategory.DELIVERY,
        stance=Stance.TREAT,
        scores=(
            Score(-126, 3, 3, "Innan tidplanen tog hänsyn till förvaltningarnas år.", "manager", BEFORE),
            Score(-126, 1, 3, "Med en tidplan som alla har godkänt.", "manager", TARGET),
            Score(-24, 4, 3, "Tre förvaltningar har bett om uppskov samma månad.", "manager"),
        ),
        looks=((-60, "manager"),),
        asked=(
            Asked(
                -22, EscalationLevel.PROGRAMME,
                "Tre förvaltningar vill skjuta upp samma månad. Vilken av dem går först, och vad får vänta?", 6,
                "manager",
            ),
        ),
    ),
    RiskText(
        "R3", "Leverantören höjer priset",
        "Priset på plattformen räknas om varje år utan tak, och vi har svårt att byta.", on=-128, likelihood=4,
        impact=3, owner="buyer", threatens=("A9",), category=RiskCategory.FINANCE, stance=Stance.TREAT,
        scores=(
            Score(-126, 4, 4, "Utan tak och utan något att byta till.", "buyer", BEFORE),
            Score(-126, 2, 2, "Med ett tak i avtalet och ett underlag för att byta.", "buyer", TARGET),
            Score(-18, 3, 3, "Taket är avtalat för ett år, men inte längre.", "buyer"),
        ),
        asked=(
            Asked(
                -75, EscalationLevel.PROGRAMME,
                "Vi når inget tak utan att binda oss för tre år. Får avtalet bindas, eller ska vi ta risken?", -60,
                "buyer", (-62, "sponsor", "Bind inte avtalet. Förhandla om ett tak för ett år i taget."),
            ),
        ),
    ),
    RiskText(
        "R4", "Egna lösningar växer vid sidan av",
        "", on=-127, likelihood=3, impact=2, owner="portfolio", threatens=("W4",),
        cause="att väntan på gemensamma tjänster blir för lång",
        consequence="fler system för samma sak, som ingen har råd att underhålla", category=RiskCategory.FINANCE,
        stance=Stance.TREAT, looks=((-30, "portfolio"),),
        scores=(
            Score(-126, 4, 2, "När varje förvaltning köpte själv.", "portfolio", BEFORE),
            Score(-126, 2, 2, "När Portföljrådet går igenom nya inköp.", "portfolio", TARGET),
        ),
    ),
    RiskText(
        "R5", "Plattformen stänger ute någon",
        "En tjänst som inte fungerar med hjälpmedel utestänger dem som behöver den mest.", on=-127, likelihood=2,
        impact=2, owner="contact", threatens=("A9",), category=RiskCategory.SERVICE, stance=Stance.TREAT,
        scores=(Score(-120, 1, 2, "Om plattformen har prövats av dem som använder hjälpmedel.", "contact", TARGET),),
    ),
    RiskText(
        "R6", "Behörigheter ligger kvar", "", on=-127, likelihood=2, impact=3, owner="security", threatens=("E5",),
        cause="att konton inte stängs när någon slutar", consequence="att fel person läser eller ändrar uppgifter",
        category=RiskCategory.INFORMATION_SECURITY, stance=Stance.TREAT,
        scores=(
            Score(-120, 3, 4, "När konton stängdes en gång om året.", "security", BEFORE),
            Score(-120, 1, 3, "När konton stängs samma dag.", "security", TARGET),
        ),
        happened=(
            Happened(
                -78, -80,
                "En konsult vars uppdrag var slut kunde logga in i två veckor till. Loggen visar att inget öppnades.",
                "security",
            ),
        ),
    ),
    RiskText(
        "R7", "Styrgruppen hinner inte samlas", "Uteblivna möten gör att beslut om tid och pengar dröjer.", on=-127,
        likelihood=3, impact=2, owner="sponsor", threatens=("W1",),
        scores=(Score(-16, 1, 2, "Fyra möten i rad har hållits som planerat.", "sponsor"),),
        outcome=Outcome(-15, RiskState.CLOSED, "Kontrollen visade att fasta tider räcker.", "sponsor"),
    ),
    RiskText(
        "R8", "Mätandet tar över", "Om varje steg ska mätas går tiden åt till siffror i stället för förbättringar.",
        on=-127, likelihood=1, impact=2, owner="controller", threatens=("W1",), category=RiskCategory.OTHER,
        outcome=Outcome(-112, RiskState.ACCEPTED, "Liten och känd. Ses över en gång om året.", "sponsor"),
    ),
    RiskText(
        "R9", "Känsliga uppgifter hamnar i fel verktyg",
        "I den delade arbetsytan är det lätt att spara sådant som inte får ligga där.", on=-20, likelihood=2,
        impact=4, owner="security", threatens=("A12",), category=RiskCategory.INFORMATION_SECURITY,
        cause="att den delade arbetsytan är öppen för alla sorters filer",
        consequence="att skyddade uppgifter sprids och att förtroendet skadas", stance=Stance.AVOID,
    ),
    RiskText(
        "R10", "Driftstället blir utan ström",
        "Reservkraften hos driftpartnern har inte provats på över ett år. Ännu inte bedömd.", on=-8,
        likelihood=None, impact=None, owner="technology", threatens=("A9",),
    ),
)

_ACTIONS = (
    ActionText(
        "Å1", ("R1",), "Två personer delar på varje nyckeluppgift", on=-126, units=("IT",), responsible="it",
        priority=Priority.HIGH, due=30, state=ActionState.DECIDED,
        follow_up="Följs varje månad i IT-enhetens ledningsgrupp.", control_on=60, cost=480_000,
        reports=(
            ActionReport(-70, "Fem uppgifter av tolv har en ersättare.", ActionState.UNDER_WAY),
            ActionReport(-25, "Åtta av tolv. Äldsta lönekopplingen återstår."),
        ),
    ),
    ActionText(
        "Å2", ("R2",), "Gemensam tidplan där varje förvaltnings tyngsta veckor är markerade", on=-126, units=("UTV",),
        responsible="manager", priority=Priority.HIGH, due=-4, state=ActionState.DECIDED,
        follow_up="Visas på varje möte med styrgruppen.", control_on=40,
        reports=(
            ActionReport(-60, "Utkast med fyra förvaltningar.", ActionState.UNDER_WAY),
            ActionReport(-19, "Socialförvaltningen ändrar sina veckor, görs om."),
        ),
    ),
    ActionText(
        "Å3", ("R3",), "Förhandla fram ett tak för årliga prisökningar", on=-126, units=("EKO",), responsible="buyer",
        priority=Priority.HIGH, due=-45, state=ActionState.DECIDED, control_on=-20, controller="controller",
        reports=(
            ActionReport(-49, "Tak på fyra procent, ett år i taget.", ActionState.DONE),
            ActionReport(-20, "Gäller bara ett år. Nytt försök vid nästa förlängning.", effect=ControlEffect.PARTLY),
        ),
    ),
    ActionText(
        "Å4", ("R4",), "Portföljrådet går igenom nya inköp varje kvartal", on=-125, units=("UTV", "EKO"),
        responsible="portfolio", priority=Priority.MEDIUM, due=40, state=ActionState.DECIDED, control_on=70,
        reports=(ActionReport(-30, "Första genomgången hittade nio tjänster.", ActionState.UNDER_WAY),),
    ),
    ActionText(
        "Å5", ("R5",), "Prova plattformen med användare som har hjälpmedel", on=-125, units=("KC",),
        responsible="systems", priority=Priority.HIGH, due=6, state=ActionState.DECIDED,
        follow_up="Tre tillfällen med funktionsrättsrörelsen.", control_on=35, controller="contact", cost=65_000,
        reports=(
            ActionReport(
                -21, "Ett tillfälle hållet. Två brister rapporterade till leverantören.", ActionState.UNDER_WAY,
            ),
        ),
    ),
    ActionText(
        "Å6", ("R6",), "Stäng behörigheter samma dag som en anställning upphör", on=-125, units=("IT", "HR"),
        responsible="systems", priority=Priority.HIGH, due=-25, state=ActionState.DECIDED,
        follow_up="Stickprov på tjugo avslutade anställningar.", control_on=-2,
        reports=(
            ActionReport(-64, "Lönesystemet skickar nu en signal varje natt.", ActionState.UNDER_WAY),
            ActionReport(-23, "Infört i skolans system också.", ActionState.DONE),
        ),
    ),
    ActionText(
        "Å7", ("R7",), "Fasta mötestider för hela året", on=-125, responsible="manager", priority=Priority.MEDIUM,
        due=-80, state=ActionState.DECIDED, control_on=-16,
        reports=(
            ActionReport(-82, "Tio tider bokade.", ActionState.DONE),
            ActionReport(-16, "Fyra möten av fyra hållna.", effect=ControlEffect.YES),
        ),
    ),
    ActionText(
        "Å8", ("R2", "R4"), "Månadsvis avstämning med skyddsombud och närmaste chefer", on=-124, units=("UTV", "HR"),
        responsible="manager", priority=Priority.MEDIUM, due=-35, state=ActionState.DECIDED,
        follow_up="Visar om belastningen märks på arbetsplatserna.", control_on=-1,
        reports=(
            ActionReport(-88, "Första avstämningen hållen.", ActionState.UNDER_WAY),
            ActionReport(-37, "Löper nu av sig själv, tredje tisdagen i månaden.", ActionState.DONE),
        ),
    ),
    ActionText(
        "Å9", ("R3",), "Ta fram ett underlag för att byta leverantör", on=-110, units=("EKO",), responsible="buyer",
        priority=Priority.LOW, due=-60, state=ActionState.PROPOSED,
        reports=(ActionReport(-65, "Utgår: taket i avtalet räcker tills vidare.", ActionState.DROPPED),),
    ),
    ActionText(
        "Å10", ("R1", "R5"), "Extra utbildningstillfällen för systemägare", on=-90, units=("IT",),
        responsible="systems", priority=Priority.LOW, due=11, state=ActionState.DECIDED, control_on=50,
    ),
    ActionText(
        "Å11", ("R2",), "Frigör en halvtid i var och en av de tre mest berörda förvaltningarna", on=-22,
        units=("UBF", "SOC", "SHB"), responsible="education", priority=Priority.HIGH, due=20,
        state=ActionState.PROPOSED, follow_up="Tas upp på nästa styrgrupp.",
    ),
    ActionText(
        "Å12", ("R9",), "Kort vägledning om vad som får sparas var", on=-19, units=("IT",), responsible="security",
        priority=Priority.HIGH, state=ActionState.PROPOSED,
    ),
)

ANALYSIS = AnalysisText(
    "programme", "Programmets risker",
    "Risker som kan hindra programmet från att nå sina effekter. Gås igenom på varje styrgrupp.",
    occasion=Occasion.PROJECT, on=-128, held_on=-128, owner="sponsor",
    writers=((-128, "interim"), (-119, "manager")), risks=_RISKS, actions=_ACTIONS,
    states=(
        (-124, AnalysisState.CONSULTATION, "interim"), (-118, AnalysisState.ADOPTED, "sponsor"),
        (-100, AnalysisState.FOLLOW_UP, "manager"),
    ),
    affects=("KSF", "IT", "UBF", "SOC"), affected="De som leder, inför och förvaltar digitala tjänster.",
    participants=(
        ("interim", Capacity.LEADER), ("technology", Capacity.EXPERT), ("security", Capacity.EXPERT),
        ("education", Capacity.MANAGER), ("safety", Capacity.SAFETY_REPRESENTATIVE),
    ),
    documents=(("Programdirektiv", "KS 2026/87"),),
)

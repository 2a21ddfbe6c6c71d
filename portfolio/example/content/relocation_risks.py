"""The risk analysis of Utbildningsförvaltningen, outside any programme: youth clubs move into the schools.

Its nine (S, K) pairs are those of the real document in the order of its rows; the rest is our own. Several actions lack
somebody, a date or a control, so that the list of what keeps it from being adopted has something to say.
"""
from __future__ import annotations

from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    Capacity,
    ControlEffect,
    Occasion,
    Priority,
    RiskCategory,
    Stance,
)

from .risk_shapes import ActionReport, ActionText, AnalysisText, OtherView, RiskText, Score

BEFORE, TARGET = AssessmentKind.BEFORE, AssessmentKind.TARGET

_RISKS = (
    RiskText(
        "R1", "Ingen väntar på de nya kollegorna", "", on=-62, likelihood=2, impact=3, owner="head",
        cause="att skolorna inte har planerat mottagandet",
        consequence="röriga första veckor där fritidsledarna känner sig i vägen",
        category=RiskCategory.WORK_ENVIRONMENT, stance=Stance.TREAT,
        scores=(Score(-58, 1, 2, "Om dagen hålls på varje skola innan arbetet börjar.", "head", TARGET),),
    ),
    RiskText(
        "R2", "Uppdraget glider iväg",
        "Fritidsledare sätts in som vikarier eller rastvakter och hinner inte med det de är anställda för.", on=-62,
        likelihood=3, impact=3, owner="head",
        cause="att ingen har skrivit ned vad fritidsledarna ska göra i skolan",
        consequence="att de arbetar utanför sitt yrke och att eleverna går miste om en ledd fritid",
        category=RiskCategory.WORK_ENVIRONMENT, stance=Stance.TREAT,
        scores=(
            Score(-60, 4, 3, "Utan uppdragsbeskrivning, så som det är på två av skolorna i dag.", "head", BEFORE),
            Score(-60, 2, 2, "När beskrivningen är antagen och känd.", "head", TARGET),
        ),
    ),
    RiskText(
        "R3", "Yrkets kunskap tas inte till vara", "", on=-62, likelihood=3, impact=2, owner="head",
        cause="att erfarenhet av ungdomar på fri tid saknar plats i skolans planering",
        consequence="en eftermiddag som liknar skoldagen", category=RiskCategory.SERVICE, stance=Stance.TREAT,
    ),
    RiskText(
        "R4", "Svårt att jämföra tjänsterna", "Den som ska välja vet inte vad som skiljer i arbetstid, lön och chef.",
        on=-62, likelihood=2, impact=3, owner="education", category=RiskCategory.WORK_ENVIRONMENT,
    ),
    RiskText(
        "R5", "Arbetslaget blir för litet", "", on=-61, likelihood=2, impact=3, owner="education",
        cause="att två personer per skola inte räcker vid sjukdom", consequence="eftermiddagar som inte går att leda",
        category=RiskCategory.WORK_ENVIRONMENT, stance=Stance.TREAT,
        views=(
            OtherView(
                -40, "Fackklubben för skolans personal", 4, 3,
                "Förra vintern var någon borta varje vecka. Två per skola är ett för litet lag redan på papperet.",
                "Två per skola är fler än i dag, och vikarier går att låna från gårdarna.", "education",
            ),
        ),
    ),
    RiskText(
        "R6", "Erfarna ledare går vidare",
        "Några trivs med blandningen av åldrar och söker sig till grannkommunerna när den försvinner.", on=-61,
        likelihood=2, impact=2, category=RiskCategory.SERVICE,
    ),
    RiskText(
        "R7", "Tyngre pass för dem som stannar", "", on=-61, likelihood=2, impact=3, owner="youth",
        cause="att vakanserna på gårdarna inte fylls i tid",
        consequence="fler kvällar för var och en och färre att dela dem med", category=RiskCategory.WORK_ENVIRONMENT,
        stance=Stance.TREAT,
    ),
    RiskText(
        "R8", "Kvällar i stället för eftermiddagar",
        "Gårdarnas nya öppettider flyttar arbetstiden till kvällar och helger.", on=-61, likelihood=3, impact=2,
        owner="youth", category=RiskCategory.WORK_ENVIRONMENT,
        views=(
            OtherView(
                -40, "Fackklubben för fritidens personal", 3, 3,
                "För den som har små barn är kvällar en betydande försämring.",
                "De flesta har redan kvällar ett par gånger i veckan.", "youth",
                settled=(-28, "Önskemål samlas in före schemat. Poängen står kvar och prövas efter en termin."),
            ),
        ),
    ),
    RiskText(
        "R9", "Fler åldrar på samma plats", "", on=-61, likelihood=2, impact=2, owner="youth",
        cause="att gränsen för vilka som är välkomna vidgas", consequence="att det behövs fler vuxna i lokalen",
        category=RiskCategory.SERVICE, stance=Stance.TREAT,
    ),
)

_ACTIONS = (
    ActionText(
        "Å1", ("R1",), "En gemensam dag på varje skola innan arbetet börjar, med rundvandring och schema", on=-60,
    ),
    ActionText(
        "Å2", ("R2",), "Skriv en uppdragsbeskrivning som rektor och fritidsledare går igenom tillsammans", on=-60,
        units=("UBF",), responsible="head", priority=Priority.HIGH, state=ActionState.DECIDED,
        follow_up="Biläggs annonsen när tjänsterna utlyses.",
        reports=(ActionReport(-26, "Ett utkast finns. Facken har lämnat synpunkter.", ActionState.UNDER_WAY),),
    ),
    ActionText(
        "Å3", ("R3",), "Lägg in fritidsledarna i lagets planering varje vecka", on=-60, units=("UBF",),
        responsible="head", priority=Priority.MEDIUM, due=35, state=ActionState.DECIDED, control_on=95,
    ),
    ActionText(
        "Å4", ("R4",), "Ett blad som ställer tjänsterna bredvid varandra", on=-59, units=("UBF",),
    ),
    ActionText(
        "Å5", ("R5",), "Bemanningen följs i det löpande arbetsmiljöarbetet", on=-59, units=("UBF",),
        responsible="education", priority=Priority.HIGH, due=-14, state=ActionState.DECIDED,
        follow_up="Två anställda per skola är utgångspunkten.",
        reports=(ActionReport(-16, "Står nu på dagordningen för varje arbetsplatsträff.", ActionState.DONE),),
    ),
    ActionText(
        "Å6", ("R6",), "Låt den som vill dela sin tid mellan gård och skola", on=-59, units=("KFF", "UBF"),
        priority=Priority.MEDIUM,
    ),
    ActionText(
        "Å7", ("R7", "R9"), "Anpassa schema och öppettider efter hur många som finns på plats", on=-59,
        units=("KFF",), responsible="youth", priority=Priority.HIGH, due=25, state=ActionState.DECIDED,
        reports=(ActionReport(-11, "Nytt schema prövas på två gårdar.", ActionState.UNDER_WAY),),
    ),
    ActionText(
        "Å8", ("R8",), "Önskemål om arbetstid samlas in innan schemat läggs", on=-58, units=("KFF",),
        responsible="youth", due=-3, state=ActionState.DECIDED,
    ),
    ActionText(
        "Å9", ("R6",), "Samtal med var och en om vad som skulle få dem att stanna", on=-40, units=("KFF",),
        responsible="youth", priority=Priority.MEDIUM, due=-20, state=ActionState.DECIDED,
        follow_up="Sammanfattas utan namn.", control_on=-5,
        reports=(
            ActionReport(-22, "Alla nio samtal är hållna.", ActionState.DONE),
            ActionReport(-5, "Sju av nio vill stanna om delad tjänst blir möjlig.", effect=ControlEffect.YES),
        ),
    ),
)

ANALYSIS = AnalysisText(
    "relocation", "Flytt av ungdomsverksamhet till skolorna",
    "Bedömning inför att eftermiddagarna för mellanstadiet flyttar från fritidsgårdarna till skolorna. Gjord "
    "tillsammans med skyddsombuden i båda förvaltningarna.",
    occasion=Occasion.CHANGE, on=-63, held_on=-62, owner="education", writers=((-63, "education"),), risks=_RISKS,
    actions=_ACTIONS, states=((-45, AnalysisState.CONSULTATION, "education"),), unit="UBF",
    affects=("GRU", "UNG"), affected="Nio fritidsledare, fritidspedagogerna på skolorna och elever i mellanstadiet.",
    participants=(
        ("education", Capacity.LEADER), ("head", Capacity.MANAGER), ("youth", Capacity.MANAGER),
        ("safety", Capacity.SAFETY_REPRESENTATIVE), ("safety-youth", Capacity.SAFETY_REPRESENTATIVE),
    ),
    documents=(("Förslag till flytt av eftermiddagarna", "UBF 2026/114"), ("Planritningar för skolornas lokaler", "")),
)

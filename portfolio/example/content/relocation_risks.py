"""The risk analysis of Utbildningsförvaltningen, outside any programme: youth clubs move into the schools.

Its nine (S, K) pairs are those of the real document in the order of its rows; the rest is our own. Several actions lack
somebody, a date or a control, so that the list of what keeps it from being adopted has something to say.
"""
from __future__ import annotations

from portfolio.risks.kinds import ActionState, AnalysisState, Capacity, ControlEffect, Occasion, Priority

from .shapes import ActionReport, ActionText, AnalysisText, RiskText

_RISKS = (
    RiskText(
        "R1", "Ingen väntar på de nya kollegorna",
        "Skolorna har inte planerat mottagandet. De första veckorna blir röriga och fritidsledarna känner sig i "
        "vägen.",
        on=-62, likelihood=2, impact=3, owner="head",
    ),
    RiskText(
        "R2", "Uppdraget glider iväg",
        "Fritidsledare sätts in som vikarier eller rastvakter och hinner inte med det de är anställda för.", on=-62,
        likelihood=3, impact=3, owner="head",
    ),
    RiskText(
        "R3", "Yrkets kunskap tas inte till vara",
        "Erfarenhet av ungdomar på fri tid får ingen plats i skolans planering.", on=-62, likelihood=3, impact=2,
        owner="head",
    ),
    RiskText(
        "R4", "Svårt att jämföra tjänsterna", "Den som ska välja vet inte vad som skiljer i arbetstid, lön och chef.",
        on=-62, likelihood=2, impact=3, owner="education",
    ),
    RiskText(
        "R5", "Arbetslaget blir för litet",
        "Med två personer per skola räcker en sjukdag för att eftermiddagen ska bli ohanterlig.", on=-61,
        likelihood=2, impact=3, owner="education",
    ),
    RiskText(
        "R6", "Erfarna ledare går vidare",
        "Några trivs med blandningen av åldrar och söker sig till grannkommunerna när den försvinner.", on=-61,
        likelihood=2, impact=2,
    ),
    RiskText(
        "R7", "Tyngre pass för dem som stannar",
        "Innan vakanserna är fyllda får de som är kvar på gårdarna fler kvällar och färre att dela dem med.", on=-61,
        likelihood=2, impact=3, owner="youth",
    ),
    RiskText(
        "R8", "Kvällar i stället för eftermiddagar",
        "Gårdarnas nya öppettider flyttar arbetstiden till kvällar och helger.", on=-61, likelihood=3, impact=2,
        owner="youth",
    ),
    RiskText(
        "R9", "Fler åldrar på samma plats",
        "När gränsen för vilka som är välkomna vidgas behövs fler vuxna i lokalen.", on=-61, likelihood=2, impact=2,
        owner="youth",
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

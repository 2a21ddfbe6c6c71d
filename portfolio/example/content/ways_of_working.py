"""Framtidens arbetssätt: the second programme, smaller and younger."""
from __future__ import annotations

from portfolio.activities.models import ActivityState, Judgement, RunBy
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Role

from .programme_shapes import ProgrammeText
from .shapes import (
    ActivityText,
    EffectText,
    LinkText,
    MeasureText,
    Reading,
    RoleText,
    Statement,
    Update,
    WorkstreamText,
)

_UNDER_WAY = ActivityState.UNDER_WAY

_STATEMENTS = (
    Statement(
        "P1", NodeKind.PROBLEM, "Möten äter upp dagen",
        "Chefer sitter i möten två dagar av fem, ofta utan att veta varför de är kallade.",
        "Kalenderstudie på tre enheter", -108,
    ),
    Statement(
        "P2", NodeKind.PROBLEM, "Kunskap stannar hos den som har den",
        "Rutiner ligger i personliga mappar och försvinner när någon byter tjänst.", "Intressentgruppen", -108,
    ),
    Statement(
        "P3", NodeKind.PROBLEM, "Kontoren är byggda för ett annat arbete",
        "Hälften av skrivborden står tomma medan mötesrummen alltid är upptagna.", "Räkning under två veckor", -107,
    ),
    Statement(
        "K1", NodeKind.CONSEQUENCE, "Tiden för ledarskap krymper", "Medarbetarna får vänta på sin chef.",
        "Medarbetarenkäten", -106,
    ),
    Statement(
        "K2", NodeKind.CONSEQUENCE, "Nya får börja om från början",
        "Introduktionen tar månader och beror på vem man råkar fråga.", "Avslutssamtal", -106,
    ),
    Statement(
        "K3", NodeKind.CONSEQUENCE, "Lokaler kostar mer än de ger", "Vi hyr ytor som används tre timmar om dagen.",
        "Lokalbokslutet", -106,
    ),
)

_EFFECTS = (
    EffectText(
        "E1", "Möten som leder till beslut", "Varje möte har ett syfte, rätt personer och ett slut.", owner="hr",
        unit="HR", on=-100, source="Styrgruppens inriktning",
        measures=(
            MeasureText(
                "Mötestid per chef och vecka", "timmar", baseline="17", baseline_on=-100, target="11", target_on=150,
                on=-99,
                readings=(
                    Reading(-65, "16.5"), Reading(-31, "14.5", "Pilotgrupperna har kortat till 25 minuter."),
                ),
            ),
        ),
    ),
    EffectText(
        "E2", "Kunskap går att hitta", "Den som är ny hittar rutinen utan att fråga.", owner="communication",
        unit="KOM", on=-100, source="Styrgruppens inriktning",
        measures=(
            MeasureText(
                "Rutiner som är samlade på ett ställe", "%", baseline="15", baseline_on=-98, target="80",
                target_on=200, on=-98, readings=(Reading(-30, "34"),),
            ),
        ),
    ),
    EffectText(
        "E3", "Rätt lokal för rätt arbete", "Ytor delas efter behov och inte efter titel.", owner="building",
        unit="SHB", on=-99, source="Styrgruppens inriktning",
    ),
)

_WORKSTREAMS = (
    WorkstreamText(
        "W1", "Möten och vanor", "Små försök i grupper som själva vill.", lead="ways", unit="HR", effects=("E1",),
        on=-96,
    ),
    WorkstreamText(
        "W2", "Delad kunskap", "Flytta det som är gemensamt till en gemensam plats.", lead="communication",
        unit="KOM", effects=("E2",), on=-96,
    ),
    WorkstreamText(
        "W3", "Plats att arbeta", "Pröva nya planlösningar innan något rivs.", lead="building", unit="SHB",
        effects=("E3",), on=-95,
    ),
)

_ACTIVITIES = (
    ActivityText(
        "A1", "Nya mötesvanor i tre grupper", "Kortare möten, tydliga beslut, en mötesfri förmiddag i veckan.",
        responsible="ways", unit="HR", starts=-90, ends=30, on=-93, workstreams=("W1",),
        updates=(
            Update(-87, _UNDER_WAY, Judgement.ON_PLAN, "Tre grupper är igång."),
            Update(-31, _UNDER_WAY, Judgement.ON_PLAN, "Två grupper vill göra vanorna permanenta."),
        ),
    ),
    ActivityText(
        "A2", "Riktlinje för arbete på distans", "Vad som gäller, för vem och vem som bestämmer.", responsible="hr",
        unit="HR", starts=-92, ends=-45, on=-93, workstreams=("W1",),
        updates=(
            Update(-80, _UNDER_WAY, Judgement.ON_PLAN, "Utkast till facklig samverkan."),
            Update(-43, ActivityState.DONE, Judgement.ON_PLAN, "Beslutad av kommundirektören."),
        ),
    ),
    ActivityText(
        "A3", "En plats för rutiner", "Rutiner flyttas ut ur personliga mappar, en enhet i taget.",
        responsible="communication", unit="KOM", starts=-70, ends=85, on=-72, workstreams=("W2",), effects=("E2",),
        updates=(
            Update(-60, _UNDER_WAY, Judgement.ON_PLAN, "Kontaktcenter först ut."),
            Update(-19, _UNDER_WAY, Judgement.DEVIATION, "Arkivet behöver säga vad som får gallras. Väntar på svar."),
        ),
    ),
    ActivityText(
        "A4", "Pröva två kontorsplan", "Rum för samtal, rum för tystnad och färre fasta platser.",
        responsible="building", unit="SHB", starts=-60, ends=50, on=-64, workstreams=("W3",), run_by=RunBy.LINE,
        updates=(
            Update(-56, _UNDER_WAY, Judgement.ON_PLAN, "Planritning klar för ett av planen."),
            Update(
                -23, ActivityState.PAUSED, Judgement.DEVIATION, "Pausad till dess att ventilationen är kontrollerad.",
            ),
        ),
    ),
    ActivityText(
        "A5", "Introduktion för nya chefer", "Fyra träffar under det första året.", responsible="hr", unit="HR",
        starts=25, ends=140, on=-55, workstreams=("W1", "W2"),
    ),
    ActivityText(
        "A6", "Fråga medarbetarna om arbetssätten", "Tio frågor till alla enheter som deltar.", responsible="care",
        unit="SOC", starts=-40, ends=-8, on=-42, workstreams=("W1",),
        updates=(Update(-35, _UNDER_WAY, Judgement.ON_PLAN, "Frågorna är prövade på en grupp."),),
    ),
)

_LINKS = (
    LinkText(
        "P1", "K1", LinkKind.LEADS_TO, rationale="Timmarna tas från samtalen med medarbetarna.", on=-102,
        evidence="Kalenderstudien", strength=4,
    ),
    LinkText(
        "P2", "K2", LinkKind.LEADS_TO, rationale="Det som inte är skrivet måste läras om.", on=-102,
        evidence="Avslutssamtal", strength=3,
    ),
    LinkText(
        "P3", "K3", LinkKind.LEADS_TO, rationale="Ytan är dimensionerad för fasta platser.", on=-102,
        evidence="Lokalbokslutet", strength=3,
    ),
    LinkText(
        "E1", "K1", LinkKind.COUNTERS, rationale="Kortare möten ger tid tillbaka.", on=-97, evidence="Pilotgrupperna",
        strength=3,
    ),
    LinkText(
        "E2", "K2", LinkKind.COUNTERS, rationale="Det som går att hitta behöver ingen fråga om.", on=-97, strength=3,
    ),
    LinkText("E3", "K3", LinkKind.COUNTERS, rationale="Delade ytor räcker till fler.", on=-97, strength=3),
    LinkText("E1", "M1", LinkKind.CONTRIBUTES_TO, rationale="Tid är det alla saknar.", on=-96),
    LinkText("E2", "M1", LinkKind.CONTRIBUTES_TO, rationale="Gemensam kunskap gör oss mindre sårbara.", on=-96),
    LinkText("E3", "M1", LinkKind.CONTRIBUTES_TO, rationale="Platsen ska stödja arbetet.", on=-96),
    LinkText("A5", "A2", LinkKind.DEPENDS_ON, rationale="Riktlinjen är en del av introduktionen.", on=-54),
    LinkText(
        "E2", "E4", LinkKind.CONTRIBUTES_TO, rationale="Den som hittar en tjänst börjar inte bygga en egen.", on=-70,
        evidence="Samtal mellan programledarna", strength=2, into="DIG",
    ),
    LinkText(
        "A3", "E4", LinkKind.CONTRIBUTES_TO, rationale="Rutinerna visar vilka tjänster som redan finns.", on=-70,
        evidence="Samtal mellan programledarna", into="DIG",
    ),
)

PROGRAMME = ProgrammeText(
    "FRA", "Framtidens arbetssätt",
    "Medarbetare i Ekmarka har tid för det viktiga, hittar det de behöver och väljer plats efter uppgift.",
    "Arbetssätt: hur vi möts, delar kunskap och använder våra lokaler. Programmet ändrar vanor före verktyg.",
    "Kommundirektörens beslut om program för arbetssätt", on=-120, starts=-112, ends=420, writers=((-120, "ways"),),
    roles=(
        RoleText("director", Role.COMMISSIONER, "Beställare", -120),
        RoleText("hr", Role.PROGRAMME_SPONSOR, "Programsponsor", -120),
        RoleText("ways", Role.PROGRAMME_MANAGER, "Programledare", -120),
        RoleText("communication", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -120),
        RoleText("building", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -120),
        RoleText("it", Role.STEERING_MEMBER, "Ledamot i styrgruppen", -120),
        RoleText("communication", Role.WORKSTREAM_LEAD, "Arbetsströmsledare Delad kunskap", -96),
        RoleText("care", Role.OWNER, "Aktivitetsansvarig", -42),
        RoleText("safety-youth", Role.READER, "Skyddsombud", -110),
    ),
    groups=("ways-steering", "stakeholders"), statements=_STATEMENTS, effects=_EFFECTS, workstreams=_WORKSTREAMS,
    activities=_ACTIVITIES, links=_LINKS,
)

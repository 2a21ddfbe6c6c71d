"""Digital förmåga: what leads to what, what counters what, and why anybody thinks so.

Left open on purpose, so that the map has gaps to show: P4 leads to nothing, nothing counters K6, nobody drives,
measures or owns E7, E3 has no baseline, W7 has no activity, A18 reaches no effect, A19 has no owner, and A17 is run by
a line that nobody who answers for it belongs to. P3, P7 and P8 are a vicious circle, and E3 hangs on one person.
"""
from __future__ import annotations

from portfolio.graph.kinds import LinkKind

from .shapes import LinkText

_WORKSHOP = "Analysgruppens andra arbetsmöte"
_GUESS = "Antagande, prövas vid nästa mätning"

_CAUSES = (
    LinkText(
        "P1", "K2", LinkKind.LEADS_TO, rationale="Den som väntar i sju veckor på svar slutar fråga.", on=-166,
        evidence="Medarbetarenkäten", strength=3,
    ),
    LinkText(
        "P1", "K3", LinkKind.LEADS_TO, rationale="Klassningar görs i mån av tid, och tiden tar slut.", on=-166,
        evidence="Händelserapporter", strength=4, confirmed_by="security",
    ),
    LinkText(
        "P2", "K1", LinkKind.LEADS_TO,
        rationale="Fem tidsbokningar betyder fem avtal, fem utbildningar och fem förvaltare.", on=-166,
        evidence="Avtalsregistret", strength=4, confirmed_by="economy",
    ),
    LinkText(
        "P2", "K5", LinkKind.LEADS_TO, rationale="När alla bygger sitt blir det inget över till det gemensamma.",
        on=-165, evidence=_WORKSHOP, strength=3,
    ),
    LinkText(
        "P3", "K4", LinkKind.LEADS_TO, rationale="Utan gemensam riktning går det inte att säga nej.", on=-165,
        evidence=_WORKSHOP, strength=3,
    ),
    LinkText(
        "P3", "K5", LinkKind.LEADS_TO, rationale="Byggstenar lönar sig först när flera går åt samma håll.", on=-165,
        evidence=_GUESS, strength=2,
    ),
    LinkText(
        "P5", "K1", LinkKind.LEADS_TO, rationale="System utan ägare sägs aldrig upp.", on=-164,
        evidence="Avtalsregistret", strength=4, confirmed_by="technology",
    ),
    LinkText(
        "P5", "K3", LinkKind.LEADS_TO, rationale="Ingen ägare, ingen som klassar.", on=-164,
        evidence="Systemförteckningen", strength=3,
    ),
    LinkText(
        "P5", "K2", LinkKind.LEADS_TO, rationale="Frågor om systemet hamnar hos ingen.", on=-164, evidence=_GUESS,
        strength=1, until=-96, why_not="Höll inte: de som saknar ägare hör inte av sig oftare än andra.",
    ),
    LinkText(
        "P6", "K6", LinkKind.LEADS_TO, rationale="Det vi köper går sällan att ansluta utan ombyggnad.", on=-163,
        evidence="Stickprov i 30 inköpsärenden", strength=3,
    ),
    LinkText(
        "P7", "K7", LinkKind.LEADS_TO, rationale="Den som har en egen utvecklare hörs bäst.", on=-163,
        evidence="Samtal med enhetschefer", strength=3,
    ),
    LinkText(
        "P7", "K4", LinkKind.LEADS_TO, rationale="Det som är lätt att starta går före det som är viktigt.", on=-163,
        evidence=_WORKSHOP, strength=2,
    ),
    LinkText(
        "P8", "P3", LinkKind.LEADS_TO, rationale="Beslut som inte följs upp pekar inte ut någon riktning.", on=-162,
        evidence=_WORKSHOP, strength=2,
    ),
    LinkText(
        "P8", "K8", LinkKind.LEADS_TO, rationale="Ingen frågar efter nyttan när projektet väl är stängt.", on=-162,
        evidence="Återrapportering under två år", strength=4, confirmed_by="controller",
    ),
    LinkText(
        "P3", "P7", LinkKind.LEADS_TO, rationale="Utan utpekad väg finns inget att väga mot.", on=-161,
        evidence=_WORKSHOP, strength=3,
    ),
    LinkText(
        "P7", "P8", LinkKind.LEADS_TO, rationale="Med allt på listan hinner ingen fråga hur det gick.", on=-161,
        evidence="Samtal med enhetschefer", strength=3,
    ),
    LinkText(
        "P6", "K8", LinkKind.LEADS_TO, rationale="Inköp utan mottagare blir stående.", on=-40,
        evidence="Uppföljning av åtta inköp", strength=2,
    ),
    LinkText(
        "K1", "K9", LinkKind.LEADS_TO, rationale="Kostnaden för det gamla tränger ut det nya.", on=-161,
        evidence="Budgetuppföljning", strength=4,
    ),
    LinkText("K4", "K9", LinkKind.LEADS_TO, rationale="Varje felval tar plats för ett bättre.", on=-161, strength=3),
    LinkText(
        "K8", "K9", LinkKind.LEADS_TO, rationale="Utan hemtagen nytta finns inget att återinvestera.", on=-161,
        strength=3,
    ),
    LinkText(
        "F1", "P8", LinkKind.AGGRAVATES, rationale="Vanan att inte följa upp sitter i.", on=-158,
        evidence="Samtal med enhetschefer", strength=3,
    ),
    LinkText(
        "F2", "P1", LinkKind.AGGRAVATES, rationale="Vi kan inte rekrytera oss ur bristen.", on=-158,
        evidence="Statistik från HR", strength=4,
    ),
    LinkText(
        "F3", "K1", LinkKind.AGGRAVATES, rationale="Det som är för dyrt går ändå inte att lämna.", on=-156,
        evidence="Avtalsregistret", strength=3,
    ),
)

_ANSWERS = (
    LinkText(
        "E1", "K4", LinkKind.COUNTERS, rationale="Den som prövar sida vid sida väljer bättre.", on=-146,
        evidence=_WORKSHOP, strength=3,
    ),
    LinkText(
        "E1", "K7", LinkKind.COUNTERS, rationale="Kriterierna väger behov, inte röststyrka.", on=-146,
        evidence=_GUESS, strength=2,
    ),
    LinkText(
        "E2", "K1", LinkKind.COUNTERS, rationale="En ägare kan säga upp.", on=-146, evidence="Systemförteckningen",
        strength=4, confirmed_by="it",
    ),
    LinkText(
        "E3", "K8", LinkKind.COUNTERS, rationale="Kontrollpunkten frågar efter mottagaren innan köpet.", on=-145,
        evidence=_WORKSHOP, strength=3,
    ),
    LinkText(
        "E3", "K1", LinkKind.COUNTERS, rationale="Dubbla köp fångas vid första kontrollpunkten.", on=-30,
        evidence="Uppföljning av åtta inköp", strength=3, confirmed_by="buyer",
    ),
    LinkText(
        "E4", "K5", LinkKind.COUNTERS, rationale="Plattformen bär med sig inloggning och underskrift.", on=-145,
        strength=4,
    ),
    LinkText(
        "E4", "K2", LinkKind.COUNTERS, rationale="En inloggning i stället för fem.", on=-145, evidence=_GUESS,
        strength=2,
    ),
    LinkText(
        "E5", "K3", LinkKind.COUNTERS, rationale="Klassat före drift i stället för efter händelsen.", on=-145,
        strength=4, confirmed_by="security",
    ),
    LinkText(
        "E6", "K2", LinkKind.COUNTERS, rationale="Hjälp i tid gör nästa försök lättare.", on=-144,
        evidence="Medarbetarenkäten", strength=3,
    ),
    LinkText(
        "E7", "K8", LinkKind.COUNTERS, rationale="Någon svarar för nyttan efter projektets slut.", on=-144,
        strength=4,
    ),
    LinkText(
        "E7", "K9", LinkKind.COUNTERS, rationale="Hemtagen nytta ger utrymme att utveckla.", on=-144, evidence=_GUESS,
        strength=3,
    ),
    LinkText(
        "E1", "M1", LinkKind.CONTRIBUTES_TO, rationale="Gemensamma val är det målbilden kallar målinriktat.", on=-143,
        strength=4,
    ),
    LinkText(
        "E2", "M1", LinkKind.CONTRIBUTES_TO, rationale="Rimlig kostnad förutsätter ordning på systemen.", on=-143,
        strength=3,
    ),
    LinkText(
        "E3", "M1", LinkKind.CONTRIBUTES_TO, rationale="Samma väg in gör förbättringar lika överallt.", on=-143,
        strength=3,
    ),
    LinkText(
        "E4", "M1", LinkKind.CONTRIBUTES_TO, rationale="Det gemensamma är grunden för att alla ska komma med.",
        on=-143, strength=3,
    ),
    LinkText("E5", "M1", LinkKind.CONTRIBUTES_TO, rationale="Utan skydd vågar ingen förändra.", on=-142, strength=4),
    LinkText("E6", "M1", LinkKind.CONTRIBUTES_TO, rationale="Förmågan sitter hos människor.", on=-142, strength=4),
    LinkText(
        "E7", "M1", LinkKind.CONTRIBUTES_TO, rationale="Nytta är måttet på om målbilden nås.", on=-142, strength=4,
    ),
    LinkText(
        "E2", "E5", LinkKind.CONTRIBUTES_TO, rationale="Ägaren är den som ska klassa.", on=-12,
        evidence="Erfarenhet från skolans system", strength=3, confirmed_by="security",
    ),
)

_ORDER = (
    LinkText(
        "A10", "A9", LinkKind.DEPENDS_ON, rationale="Inga tjänster flyttas innan plattformen är godkänd.", on=-100,
    ),
    LinkText("A17", "A2", LinkKind.DEPENDS_ON, rationale="Utan katalog vet vi inte vilka som ska utbildas.", on=-56),
    LinkText(
        "A8", "A2", LinkKind.DEPENDS_ON, rationale="Katalogen visar vilka system som är dubbla.", on=-90, until=-44,
        why_not="De tre systemen är redan utpekade; avvecklingen behöver inte vänta.",
    ),
    LinkText(
        "A19", "A2", LinkKind.DEPENDS_ON, rationale="Det som inte står i katalogen är det vi letar efter.", on=-26,
    ),
    LinkText("A4", "A5", LinkKind.DEPENDS_ON, rationale="Piloten prövar kontrollpunkterna i verkliga köp.", on=-105),
)

LINKS = (*_CAUSES, *_ANSWERS, *_ORDER)

"""Digital förmåga: the activities, and what has been reported on them."""
from __future__ import annotations

from portfolio.activities.models import ActivityState, Judgement, RunBy

from .shapes import ActivityText, Update

_UNDER_WAY = ActivityState.UNDER_WAY
_DONE = ActivityState.DONE
_ON_PLAN = Judgement.ON_PLAN
_DEVIATION = Judgement.DEVIATION

ACTIVITIES = (
    ActivityText(
        "A1", "Portföljråd varje månad",
        "Ett kort möte där nya initiativ prövas mot kriterierna och listan hålls aktuell.", responsible="portfolio",
        unit="UTV", starts=-140, ends=160, on=-141, workstreams=("W1",),
        updates=(
            Update(
                -138, _UNDER_WAY, _ON_PLAN, "Första rådet är hållet. Sju initiativ prövades, två skickades tillbaka.",
            ),
            Update(-104, _UNDER_WAY, _ON_PLAN, "Underlagen kommer i tid från fyra förvaltningar av fem."),
            Update(-71, _UNDER_WAY, _DEVIATION, "Rådet ställdes in, för få kunde komma. Nytt datum är satt."),
            Update(-41, _UNDER_WAY, _ON_PLAN, "Åter i takt. Kultur och fritid är med från och med nu."),
            Update(-9, _UNDER_WAY, _ON_PLAN, "Elva initiativ i listan. Tre väntar på besked om pengar."),
        ),
    ),
    ActivityText(
        "A2", "Systemkatalog med ägare",
        "En förteckning över alla system med ägare, kostnad, avtal och nästa beslut.", responsible="systems",
        unit="IT", starts=-130, ends=-21, on=-140, workstreams=("W2",),
        updates=(
            Update(-128, _UNDER_WAY, _ON_PLAN, "Strukturen är klar och prövad på skolans system."),
            Update(-82, _UNDER_WAY, _ON_PLAN, "Socialförvaltningen har gått igenom alla sina 48 system."),
            Update(-45, _UNDER_WAY, _DEVIATION, "Två listor saknas. Påminnelse skickad till förvaltningscheferna."),
            Update(-24, _UNDER_WAY, _DEVIATION, "Tre förvaltningar klara, två kvar."),
        ),
    ),
    ActivityText(
        "A3", "Mall för livscykelplan",
        "Två sidor som går att fylla i på en förmiddag: nuläge, risker, kostnad och när nästa beslut behövs.",
        responsible="systems", unit="IT", starts=-60, ends=24, on=-139, workstreams=("W2",),
        updates=(
            Update(-55, _UNDER_WAY, _ON_PLAN, "Utkast prövat av tre systemägare. Kostnadsdelen behöver bli enklare."),
            Update(-18, _UNDER_WAY, _ON_PLAN, "Andra utkastet ute på synpunkter till månadsskiftet."),
        ),
    ),
    ActivityText(
        "A4", "Pilot: gemensam inköpsväg", "Fem inköp följs från behov till avtal för att se var tiden går åt.",
        responsible="buyer", unit="EKO", starts=-110, ends=30, on=-138, workstreams=("W3",),
        updates=(
            Update(-108, _UNDER_WAY, _ON_PLAN, "Två inköp med, tre till är lovade."),
            Update(-74, _UNDER_WAY, _DEVIATION, "Ett inköp drog sig ur. Ersättare söks."),
            Update(
                -28, ActivityState.PAUSED, _DEVIATION,
                "Pausad tills inköpsstoppet är hävt. Nytt besked väntas av ekonomichefen.", 75,
            ),
        ),
    ),
    ActivityText(
        "A5", "Kontrollpunkter före köp",
        "Fyra frågor som ska vara besvarade innan ett avtal skrivs, och vem som säger ja.", responsible="buyer",
        unit="EKO", starts=-135, ends=-35, on=-138, workstreams=("W3",),
        updates=(
            Update(-133, _UNDER_WAY, _ON_PLAN, "Frågorna är skrivna tillsammans med säkerhet och juridik."),
            Update(-90, _UNDER_WAY, _ON_PLAN, "Prövade på tio gamla ärenden. Sex hade stannat vid punkt två."),
            Update(-32, _DONE, _ON_PLAN, "Beslutade av kommundirektören och införda i inköpssystemet."),
        ),
    ),
    ActivityText(
        "A6", "Kriterier för prioritering", "En sida med sex kriterier och hur de vägs.", responsible="portfolio",
        unit="UTV", starts=-135, ends=-80, on=-137, workstreams=("W1",), effects=("E1",),
        updates=(
            Update(-120, _UNDER_WAY, _ON_PLAN, "Åtta förslag blev sex kriterier efter ett möte med cheferna."),
            Update(-78, _DONE, _ON_PLAN, "Antagna av styrgruppen. Används från nästa portföljråd."),
        ),
    ),
    ActivityText(
        "A7", "Årshjul för portföljen",
        "När på året behov samlas in, vägs, beslutas och följs upp, i takt med budgeten.", responsible="controller",
        unit="EKO", starts=20, ends=110, on=-136, workstreams=("W1",),
    ),
    ActivityText(
        "A8", "Avveckla tre dubbla system",
        "Omsorgens tre äldsta planeringssystem stängs och uppgifterna flyttas eller gallras.", responsible="care",
        unit="SOC", starts=-120, ends=-10, on=-136, workstreams=("W2",), run_by=RunBy.LINE,
        updates=(
            Update(-117, _UNDER_WAY, _ON_PLAN, "Arkivet har sagt vad som ska bevaras."),
            Update(-66, _UNDER_WAY, _ON_PLAN, "Första systemet stängt. Ingen har hört av sig."),
            Update(-36, _UNDER_WAY, _DEVIATION, "Andra systemet visade sig mata lönesystemet. Reds ut med HR."),
            Update(
                -13, _UNDER_WAY, Judgement.CRITICAL,
                "Kopplingen till lönen går inte att bryta utan extra pengar.", 60,
            ),
        ),
    ),
    ActivityText(
        "A9", "Ny plattform för e-tjänster",
        "Upphandlad plattform sätts upp med inloggning, underskrift och ärendeöversikt.", responsible="contact",
        unit="KC", starts=-125, ends=30, on=-135, workstreams=("W4",),
        updates=(
            Update(-122, _UNDER_WAY, _ON_PLAN, "Leverantören är på plats. Miljöerna beställda av driftpartnern."),
            Update(-68, _UNDER_WAY, _ON_PLAN, "Inloggningen fungerar i test, även för ombud."),
            Update(-34, _UNDER_WAY, _ON_PLAN, "Första tolv tjänsterna i drift hos samhällsbyggnad."),
            Update(
                -12, _UNDER_WAY, _DEVIATION, "Underskriften väntar på ett besked om certifikat, två veckors glapp.",
                89,
            ),
        ),
    ),
    ActivityText(
        "A10", "Flytta tjugo e-tjänster", "De mest använda tjänsterna byggs om på plattformen och de gamla stängs.",
        responsible="contact", unit="KC", starts=-6, ends=130, on=-134, workstreams=("W4",),
    ),
    ActivityText(
        "A11", "Anslut till nationell ombudstjänst", "Låt den som hjälper en anhörig logga in i egen rätt.",
        responsible="architect", unit="IT", starts=-100, ends=40, on=-133, workstreams=("W4",),
        updates=(
            Update(-97, _UNDER_WAY, _ON_PLAN, "Förstudien är igång."),
            Update(
                -50, ActivityState.CANCELLED, None,
                "Avbryts: kraven på behörighetsregister går ännu inte att möta. Tas upp igen när katalogen är klar.",
            ),
        ),
    ),
    ActivityText(
        "A12", "Delad arbetsyta för samarbete",
        "En plats för dokument och möten över förvaltningsgränser. Drivs av Framtidens arbetssätt.",
        responsible="ways", unit="HR", starts=-90, ends=60, on=-118, workstreams=("W6",), run_by=RunBy.OTHER_PROGRAMME,
        run_by_programme="FRA",
        updates=(
            Update(-86, _UNDER_WAY, _ON_PLAN, "Fyra grupper har flyttat in."),
            Update(
                -22, _UNDER_WAY, _ON_PLAN,
                "Tjugo grupper. Frågor om känsliga uppgifter samlas till säkerhetssamordnaren.",
            ),
        ),
    ),
    ActivityText(
        "A13", "Klassa de femtio viktigaste systemen",
        "Ett möte per system med ägaren, arkivet och säkerhetssamordnaren.", responsible="security", unit="IT",
        starts=-118, ends=45, on=-117, workstreams=("W5",), effects=("E5",),
        updates=(
            Update(-110, _UNDER_WAY, _ON_PLAN, "Fjorton klara. Mötena tar kortare tid än väntat."),
            Update(-75, _UNDER_WAY, _ON_PLAN, "Tjugotvå klara."),
            Update(-42, _UNDER_WAY, _DEVIATION, "Omsorgens system drar ut på tiden, där saknas ägare."),
            Update(-13, _UNDER_WAY, _ON_PLAN, "Trettiofyra klara. I fas igen tack vare skolan."),
        ),
    ),
    ActivityText(
        "A14", "Rutin för behörigheter", "Vem som beställer, vem som godkänner och vad som händer när någon slutar.",
        responsible="security", unit="IT", starts=-114, ends=-40, on=-116, workstreams=("W5",),
        updates=(
            Update(-100, _UNDER_WAY, _ON_PLAN, "Rutinen prövas på två enheter."),
            Update(-38, _DONE, _ON_PLAN, "Införd. Avslut av anställning stänger nu konton samma dag."),
        ),
    ),
    ActivityText(
        "A15", "Öva på ett driftstopp", "En halv dag då verksamheten arbetar utan sina tre viktigaste system.",
        responsible="manager", unit="UTV", starts=-30, ends=5, on=-97, workstreams=("W5",),
        updates=(
            Update(-27, _UNDER_WAY, _ON_PLAN, "Scenariot är skrivet med driftpartnern."),
            Update(-10, _UNDER_WAY, _ON_PLAN, "Tre enheter deltar. Skyddsombuden är informerade."),
        ),
    ),
    ActivityText(
        "A16", "Stödteam för digital utveckling",
        "Tre personer på deltid som kommer till arbetsplatsen och hjälper till i sex veckor.", responsible="hr",
        unit="HR", starts=-95, ends=100, on=-96, workstreams=("W6",), effects=("E6",),
        updates=(
            Update(-88, _UNDER_WAY, _ON_PLAN, "Två av tre är utsedda."),
            Update(
                -29, _UNDER_WAY, _ON_PLAN, "Första uppdraget är avslutat. Biblioteket vill fortsätta på egen hand.",
            ),
        ),
    ),
    ActivityText(
        "A17", "Utbildning för systemägare",
        "Ett pass om vad ägarskapet innebär och ett om mallen, i mindre grupper.", responsible="systems", unit="IT",
        starts=10, ends=55, on=-57, workstreams=("W2", "W6"), run_by=RunBy.LINE,
    ),
    ActivityText(
        "A18", "Nyttokalkyl som alla kan fylla i",
        "Ett enkelt kalkylblad för före och efter. Hör ännu inte till någon arbetsström.", responsible="controller",
        unit="EKO", starts=-20, ends=70, on=-56,
        updates=(Update(-17, _UNDER_WAY, _ON_PLAN, "Första versionen prövas på två initiativ i portföljrådet."),),
    ),
    ActivityText(
        "A19", "Kartlägg system utanför förteckningen",
        "Gå igenom fakturor och kontokort för att hitta tjänster som ingen har anmält.", responsible=None, unit="IT",
        starts=15, ends=80, on=-55, workstreams=("W2",),
    ),
    ActivityText(
        "A20", "Underlag till nästa års budget",
        "Vad programmet behöver nästa år, vad som kan vänta och vad som då inte blir av.", responsible="manager",
        unit="UTV", starts=-50, ends=-6, on=-52, workstreams=("W1",),
        updates=(
            Update(-47, _UNDER_WAY, _ON_PLAN, "Behoven samlas in till och med nästa portföljråd."),
            Update(-15, _UNDER_WAY, _DEVIATION, "Två förvaltningar lämnar sina siffror en vecka sent.", -2),
        ),
    ),
    ActivityText(
        "A21", "Frågestund om inköp",
        "En timme varannan vecka där den som ska köpa kan fråga innan avtalet skrivs.", responsible="buyer",
        unit="EKO", starts=-15, ends=120, on=-19, workstreams=("W3",),
        updates=(Update(-13, _UNDER_WAY, _ON_PLAN, "Nio kom den första gången, med fyra inköp på väg."),),
    ),
)

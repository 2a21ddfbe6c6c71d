"""Digital förmåga: what was seen, what is wanted, and the workstreams that are to bring it about."""
from __future__ import annotations

from portfolio.effectmap.models import BenefitKind, ConsequenceLevel
from portfolio.graph.kinds import NodeKind

from .shapes import EffectText, MeasureText, Reading, Revision, Statement, WorkstreamText

_WORKSHOP = "Analysgruppens första arbetsmöte"
_INTERVIEWS = "Samtal med 24 enhetschefer"
_REGISTER = "Genomgång av systemförteckningen"
_COUNCIL = "Portföljrådets beslutslista"

PROBLEMS = (
    Statement(
        "P1", NodeKind.PROBLEM, "Specialisterna räcker inte till",
        "Arkitektur, juridik och informationssäkerhet delas av alla förvaltningar men bemannas av fyra personer. En"
        " fråga väntar i snitt sju veckor på svar.",
        _INTERVIEWS, -178,
    ),
    Statement(
        "P2", NodeKind.PROBLEM, "Samma behov löses på flera håll",
        "Tidsbokning finns i fem utföranden och blanketter i tre. Ingen äger frågan om vad som bör vara gemensamt.",
        _REGISTER, -178,
    ),
    Statement(
        "P3", NodeKind.PROBLEM, "Ingen pekar ut vart vi ska",
        "Varje förvaltning har en egen plan. Planerna är rimliga var för sig men drar åt olika håll.", _WORKSHOP,
        -178,
    ),
    Statement(
        "P4", NodeKind.PROBLEM, "Vi väntar oss olika saker av varandra",
        "Verksamheten räknar med att IT driver på, IT räknar med en färdig beställning. Båda blir besvikna.",
        _INTERVIEWS, -177,
    ),
    Statement(
        "P5", NodeKind.PROBLEM, "System står utan ägare",
        "Av 214 system i förteckningen saknar 63 en utpekad ägare, och bara vart femte har en plan för sin "
        "livslängd.",
        _REGISTER, -177,
    ),
    Statement(
        "P6", NodeKind.PROBLEM, "Teknik köps utan kontrollpunkter",
        "Nya tjänster når avtal innan någon har prövat säkerhet, tillgänglighet eller vad de ska anslutas till.",
        "Stickprov i 30 inköpsärenden", -176,
    ),
    Statement(
        "P7", NodeKind.PROBLEM, "Allt är lika viktigt",
        "När två initiativ behöver samma personer vinner det som ropar högst. Det finns inga kriterier att luta sig"
        " mot.",
        _WORKSHOP, -176,
    ),
    Statement(
        "P8", NodeKind.PROBLEM, "Beslut följs inte till slutet",
        "Uppdrag rapporteras som klara när de har startat. Vad som hände sedan är det ingen som frågar om.",
        "Jämförelse av två års återrapportering", -176,
    ),
)

CONSEQUENCES = (
    Statement(
        "K1", NodeKind.CONSEQUENCE, "Systemfloran blir dyr",
        "Licenser, drift och utbildning betalas flera gånger för i stort sett samma sak.",
        "Ekonomienhetens sammanställning av licenser", -175,
    ),
    Statement(
        "K2", NodeKind.CONSEQUENCE, "Medarbetare tröttnar",
        "Dubbla inloggningar och långa väntetider gör att nya förslag möts med en suck.",
        "Medarbetarenkäten, fritextsvar", -175,
    ),
    Statement(
        "K3", NodeKind.CONSEQUENCE, "Brister i skyddet upptäcks för sent",
        "Klassning och loggar gås igenom först när något redan har hänt.", "Tre händelserapporter från året", -175,
    ),
    Statement(
        "K4", NodeKind.CONSEQUENCE, "Satsningar hamnar fel",
        "Pengar går till det som är lätt att starta, inte till det som gör störst skillnad för invånarna.", _WORKSHOP,
        -174,
    ),
    Statement(
        "K5", NodeKind.CONSEQUENCE, "Byggstenar fattas när de behövs",
        "Varje projekt får bygga egen inloggning, egen underskrift och egna kopplingar innan det egentliga arbetet "
        "börjar.",
        "Slutrapporter från fem projekt", -174,
    ),
    Statement(
        "K6", NodeKind.CONSEQUENCE, "Nationella tjänster går oss förbi",
        "Anslutningar kräver ordning på uppgifter och roller som vi inte har. Andra kommuner hinner före.",
        _INTERVIEWS, -174,
    ),
    Statement(
        "K7", NodeKind.CONSEQUENCE, "De med störst behov får minst",
        "Små verksamheter utan egna utvecklare får vänta, trots att de ofta har mest att vinna.", _INTERVIEWS, -173,
    ),
    Statement(
        "K8", NodeKind.CONSEQUENCE, "Nyttan uteblir",
        "Tekniken är på plats men arbetet går till som förut, och ingen räknar hem det som utlovades.",
        "Jämförelse av två års återrapportering", -173,
    ),
    Statement(
        "K9", NodeKind.CONSEQUENCE, "Kommunen hinner inte med sin egen utveckling",
        "Lagt samman minskar utrymmet att förbättra: allt mer tid och pengar går åt till att hålla det gamla igång.",
        "Analysgruppens sammanvägning", -172, ConsequenceLevel.OVERALL,
    ),
)

CIRCUMSTANCES = (
    Statement(
        "F1", NodeKind.CIRCUMSTANCE, "Två tidigare försök har runnit ut i sanden",
        "Många minns hur det gick senast och väntar för att se om det är allvar den här gången.", _INTERVIEWS, -160,
    ),
    Statement(
        "F2", NodeKind.CIRCUMSTANCE, "Grannkommunerna söker samma kompetens",
        "Tre annonser efter en informationssäkerhetssamordnare gav sammanlagt fyra sökande.",
        "HR-enhetens statistik över rekrytering", -160,
    ),
    Statement(
        "F3", NodeKind.CIRCUMSTANCE, "Långa avtal binder oss",
        "Elva av de dyraste systemen går inte att säga upp inom två år.", "Avtalsregistret", -158,
    ),
    Statement(
        "F4", NodeKind.CIRCUMSTANCE, "Chefsbyten i två förvaltningar",
        "Nya chefer behöver tid innan de kan ta ställning.", _WORKSHOP, -158,
    ),
)

EFFECTS = (
    EffectText(
        "E1", "Beslut fattas efter en gemensam plan",
        "Nya initiativ prövas på samma sätt, i samma rum och mot samma kriterier, oavsett varifrån de kommer.",
        owner="portfolio", unit="UTV", on=-152, source="Beslutad målbild", recipient="Förvaltningarnas ledningsgrupper",
        benefit_kind=BenefitKind.QUALITY,
        measures=(
            MeasureText(
                "Initiativ som prövats i portföljrådet", "%", baseline="20", baseline_on=-150, target="90",
                target_on=180, on=-148, every_months=1,
                readings=(
                    Reading(-120, "28", "Två förvaltningar är med.", _COUNCIL), Reading(-85, "41", source=_COUNCIL),
                    Reading(-60, "55", source=_COUNCIL),
                    Reading(-36, "61", "Kultur och fritid har kommit med.", _COUNCIL),
                ),
            ),
        ),
    ),
    EffectText(
        "E2", "Varje system har ägare och livscykelplan",
        "För varje system går det att svara på vem som bestämmer, vad det kostar och när det ska bytas ut.",
        owner="it", unit="IT", on=-152, source="Beslutad målbild", recipient="Systemägare och chefer i verksamheten",
        benefit_kind=BenefitKind.FINANCIAL,
        measures=(
            MeasureText(
                "System med utpekad ägare", "%", baseline="71", baseline_on=-150, target="100", target_on=120,
                on=-148, every_months=2,
                readings=(
                    Reading(-115, "73", source=_REGISTER),
                    Reading(-80, "77", "Socialförvaltningens lista är klar.", _REGISTER),
                    Reading(-46, "80", source=_REGISTER), Reading(-16, "83", "Två förvaltningar återstår.", _REGISTER),
                ),
            ),
            MeasureText(
                "System med livscykelplan", "%", baseline="19", baseline_on=-150, target="75", target_on=300, on=-140,
                readings=(
                    Reading(-80, "20", source=_REGISTER), Reading(-16, "23", "Mallen är ännu under arbete.", _REGISTER),
                ),
            ),
        ),
    ),
    EffectText(
        "E3", "Ny teknik införs på ett sätt",
        "Från behov till avveckling följer alla samma väg, med några få kontrollpunkter som går fort att passera.",
        owner="buyer", unit="EKO", on=-151, source="Beslutad målbild", recipient="Beställare av ny teknik",
        measures=(
            MeasureText(
                "Inköp som passerat kontrollpunkterna", "%", baseline=None, baseline_on=None, target="95",
                target_on=240, on=-100, readings=(Reading(-30, "38", "Mätt i åtta inköp."), Reading(-8, "46")),
            ),
        ),
    ),
    EffectText(
        "E4", "Gemensamma tjänster används av alla",
        "Det som är lika i flera verksamheter finns en gång, är lätt att hitta och fungerar för den som behöver "
        "stöd.",
        owner="architect", unit="IT", on=-151, source="Beslutad målbild", recipient="Invånare och handläggare",
        benefit_kind=BenefitKind.REDISTRIBUTION,
        measures=(
            MeasureText(
                "Förvaltningar på den gemensamma plattformen", "antal", baseline="2", baseline_on=-150, target="6",
                target_on=210, on=-148, every_months=1,
                readings=(
                    Reading(-90, "2"), Reading(-40, "3", "Samhällsbyggnad har flyttat tolv tjänster."),
                ),
            ),
        ),
    ),
    EffectText(
        "E5", "Information skyddas lika väl överallt",
        "Skyddet följer informationens värde, inte vilken förvaltning som råkar hantera den.", owner="security",
        unit="IT", on=-150, source="Beslutad målbild", recipient="Alla vars uppgifter kommunen har hand om",
        benefit_kind=BenefitKind.QUALITY,
        measures=(
            MeasureText(
                "Klassade system bland de femtio viktigaste", "antal", baseline="9", baseline_on=-148, target="50",
                target_on=60, on=-146,
                readings=(
                    Reading(-110, "14"), Reading(-75, "22"), Reading(-42, "29"),
                    Reading(-13, "34", "Skolans system är klara."),
                ),
            ),
            MeasureText(
                "Medarbetare som gått grundkursen i säkerhet", "%", baseline="32", baseline_on=-140, target="80",
                target_on=30, on=-140, every_months=3,
                readings=(
                    Reading(-100, "51", source="Kursportalen"),
                    Reading(-58, "70", "Kursen går nu att ta i flera pass.", "Kursportalen"),
                    Reading(-20, "82", source="Kursportalen"),
                ),
            ),
        ),
    ),
    EffectText(
        "E6", "Hjälpen kommer snabbare",
        "Den som vill utveckla sin verksamhet får stöd inom två veckor, också utan egen utvecklare.", owner="hr",
        unit="HR", on=-150, source="Intressentgruppens önskemål", recipient="Enhetschefer och deras medarbetare",
        benefit_kind=BenefitKind.QUALITY,
        measures=(
            MeasureText(
                "Väntetid på specialist", "dagar", baseline="49", baseline_on=-148, target="14", target_on=200,
                on=-146, every_months=1,
                readings=(
                    Reading(-95, "51", "Två specialister var borta samtidigt.", "Ärendesystemet"),
                    Reading(-72, "44", source="Ärendesystemet"), Reading(-41, "37", source="Ärendesystemet"),
                ),
            ),
        ),
    ),
    EffectText(
        "E7", "Nyttan räknas hem",
        "Varje större satsning har någon som svarar för att utlovad nytta syns i verksamheten, också efter "
        "projektets slut.",
        owner=None, unit=None, on=-149, source="Ekonomichefens inspel",
    ),
)

WORKSTREAMS = (
    WorkstreamText(
        "W1", "Styrning och prioritering",
        "Gör valen synliga: ett råd, en lista och kriterier som håller när det blåser.", lead="portfolio", unit="UTV",
        effects=("E1",), on=-145,
    ),
    WorkstreamText(
        "W2", "Grundläggande teknik", "Ordning på systemen vi har, så att vi vågar ta bort och ansluta.",
        lead="technology", unit="IT", effects=("E2",), on=-145,
    ),
    WorkstreamText(
        "W3", "Från behov till införande", "En väg in för ny teknik, med få men tydliga kontrollpunkter.",
        lead="buyer", unit="EKO", effects=("E3",), on=-144,
    ),
    WorkstreamText(
        "W4", "Gemensamma tjänster", "En plattform för e-tjänster och de byggstenar som alla behöver.",
        lead="contact", unit="KC", effects=("E4",), on=-144,
    ),
    WorkstreamText(
        "W5", "Säkerhet och information", "Klassa, skydda och öva, i den ordningen.", lead="security", unit="IT",
        effects=("E5",), on=-143,
    ),
    WorkstreamText(
        "W6", "Kompetens och stöd", "Ett litet lag som kommer ut i verksamheten och lär ut medan arbetet görs.",
        lead=None, unit="HR", effects=("E6",), on=-143,
    ),
    WorkstreamText(
        "W7", "Kommunikation och förändring",
        "Berätta vad som händer, varför, och vad det betyder för den enskilda arbetsplatsen.", lead="communication",
        unit="KOM", effects=("E6",), on=-98,
    ),
)

REVISIONS = (
    Revision(
        "P5", -88,
        "Efter omräkning: av 209 system i förteckningen saknar 41 en utpekad ägare, och bara vart femte har en plan "
        "för sin livslängd.",
    ),
    Revision("E4", -66, person="systems"),
    Revision("F4", -61, archived="Båda cheferna är på plats och med i arbetet."),
    Revision("A9", -57, ends=75),
    Revision("W6", -52, person="hr"),
    Revision(
        "K6", -48,
        "Anslutningar kräver ordning på uppgifter och roller som vi inte har. Sedan försöket med ombud avbröts finns "
        "inget som möter det här.",
    ),
)

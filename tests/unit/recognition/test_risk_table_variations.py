"""The same few risks, worded and laid out in many ways: each must come out right, or be flagged."""

from __future__ import annotations

import pytest

from portfolio.documents.recognition import Row, RowKind, recognise

MISSING = ("responsible-missing",)
NONE: tuple[str, ...] = ()

Expected = tuple[str, int | None, int | None, list[str], tuple[str, ...]]


def risks(text: str) -> list[Row]:
    return [row for row in recognise(text) if row.kind is RowKind.RISK]


def summary(row: Row) -> tuple[object, ...]:
    values = row.values
    doubts = tuple(doubt.value for doubt in row.doubts)
    return values["description"], values["likelihood"], values["impact"], values["responsible_units"], doubts


TWO_CLEAR: list[Expected] = [
    ("Driftstopp vid flytten", 2, 4, ["ITA"], NONE),
    ("Utbildningen hinns inte med", 3, 2, ["HRA"], NONE),
]

VARIATIONS: dict[str, tuple[str, list[Expected]]] = {
    "tabs": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "pipes without outer ones": (
        "Risk | S | K | Åtgärd | Ansvarig\n"
        "Driftstopp vid flytten | 2 | 4 | Provflytta en kväll | ITA\n"
        "Utbildningen hinns inte med | 3 | 2 | Lägg in fler tillfällen | HRA\n",
        TWO_CLEAR,
    ),
    "Markdown table": (
        "| Risk | Sannolikhet | Konsekvens | Åtgärd | Ansvarig |\n"
        "|------|:-----------:|:----------:|--------|----------|\n"
        "| Driftstopp vid flytten | 2 | 4 | Provflytta en kväll | ITA |\n"
        "| Utbildningen hinns inte med | 3 | 2 | Lägg in fler tillfällen | HRA |\n",
        TWO_CLEAR,
    ),
    "several spaces": (
        "Risk                         S   K   Åtgärd                  Ansvarig\n"
        "Driftstopp vid flytten       2   4   Provflytta en kväll     ITA\n"
        "Utbildningen hinns inte med  3   2   Lägg in fler tillfällen HRA\n".replace(" HRA", "  HRA"),
        TWO_CLEAR,
    ),
    "several spaces with an empty cell": (
        "Risk                         S   K   Åtgärd                   Ansvarig\n"
        "Driftstopp vid flytten       2   4                            ITA\n"
        "Utbildningen hinns inte med  3   2   Lägg in fler tillfällen  HRA\n",
        TWO_CLEAR,
    ),
    "semicolons with quoted cells": (
        "Riskbeskrivning;Sannolikhet;Konsekvens;Åtgärder;Ansvarig\n"
        'Driftstopp vid flytten;2;4;"Provflytta; en kväll";ITA\n'
        "Utbildningen hinns inte med;3;2;Lägg in fler tillfällen;HRA\n",
        TWO_CLEAR,
    ),
    "commas": (
        "Risk description,Likelihood,Impact,Action,Owner\n"
        "Driftstopp vid flytten,2,4,Provflytta en kväll,ITA\n"
        '"Utbildningen hinns inte med",3,2,"Lägg in fler, helst två",HRA\n',
        TWO_CLEAR,
    ),
    "impact before likelihood": (
        "Risk\tK\tS\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t4\t2\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t2\t3\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "scores last": (
        "Händelse\tÅtgärd\tAnsvarig\tSannolikhet (1-4)\tKonsekvens (1–4)\n"
        "Driftstopp vid flytten\tProvflytta en kväll\tITA\t2\t4\n"
        "Utbildningen hinns inte med\tLägg in fler tillfällen\tHRA\t3\t2\n",
        TWO_CLEAR,
    ),
    "English headers": (
        "Risk description\tLikelihood\tImpact\tMitigation\tResponsible unit\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "numbered rows": (
        "Nr\tRisk\tS\tK\tÅtgärd\tAnsvarig\n"
        "1\tDriftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "2\tUtbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "a number column the header forgot": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n1\tDriftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n",
        [("Driftstopp vid flytten", 2, 4, ["ITA"], ("columns-slipped",))],
    ),
    "Windows line ends and no-break spaces": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\r\n"
        "Driftstopp\u00a0vid flytten\t2\u00a0\t\u00a04\tProvflytta en kväll\tITA\r\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\r\n",
        TWO_CLEAR,
    ),
    "bold cells": (
        "| **Risk** | **S** | **K** | **Åtgärd** | **Ansvarig** |\n|--|--|--|--|--|\n"
        "| **Driftstopp vid flytten** | 2 | 4 | Provflytta | ITA |\n"
        "| Utbildningen hinns inte med** | 3 | 2 | Fler tillfällen | HRA |\n",
        TWO_CLEAR,
    ),
    "header repeated on a new page": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "2 (3)\n"
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "header on two rows": (
        "Risk\tBedömning\t\tÅtgärd\tAnsvarig\n"
        "\tS\tK\t\t\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "scale on the header's second row": (
        "Risk\tSannolikhet\tKonsekvens\tÅtgärd\tAnsvarig\n"
        "\t(1-4)\t(1-4)\t\t\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "group header above the header": (
        "Inventera\t\t\tHandla\t\n"
        "Beskrivning av risk\tS\tK\tÅtgärder\tVem\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "title wrapped before its row": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp\nvid flytten\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns\t\t\t\t\ninte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "title wrapped after its row": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp\t2\t4\tProvflytta\tITA\n"
        "vid flytten\t\t\t\t\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "header with fewer cells than its rows": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\t\t\t\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\t\t\n",
        TWO_CLEAR,
    ),
    "words for scores": (
        "Risk\tSannolikhet\tKonsekvens\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\tMindre sannolik\tAllvarlig\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\tsannolik\tmåttlig\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "English words for scores": (
        "Risk\tLikelihood\tImpact\tActions\tOwner\n"
        "Driftstopp vid flytten\tless likely\tsevere\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\tLikely\tModerate\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "figures with their words": (
        "Risk\tSannolikhet\tKonsekvens\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2 - mindre sannolik\t4 (allvarlig)\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3 sannolik\t2, måttlig\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "words of a scale nobody confirmed": (
        "Risk\tSannolikhet\tKonsekvens\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\tmöjlig\tkännbar\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", None, None, ["ITA"], ("score-unclear",))],
    ),
    "a column of consequences in prose beside the score": (
        "Risk\tKonsekvens\tSannolikhet\tKonsekvens\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\tInga ärenden kan öppnas\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\tFler frågor till stödet\t3\t2\tFler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "consequence in prose, severity as the score": (
        "Risk\tKonsekvens\tSannolikhet\tAllvarlighetsgrad\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\tInga ärenden kan öppnas\t2\t4\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\tFler frågor till stödet\t3\t2\tFler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "risk value beside the scores": (
        "Beskrivning\tS\tK\tRisk\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2\t4\t8\tProvflytta en kväll\tITA\n"
        "Utbildningen hinns inte med\t3\t2\t6\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "risk value that contradicts the scores": (
        "Beskrivning\tS\tK\tRiskvärde\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\t2\t4\t9\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", None, None, ["ITA"], ("score-unclear",))],
    ),
    "only a risk value": (
        "Risk\tRiskvärde\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\t8\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", None, None, ["ITA"], ("score-missing", "score-unclear"))],
    ),
    "only a class": (
        "Risk\tRiskklass\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\tC\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", None, None, ["ITA"], ("score-missing",))],
    ),
    "scale of five": (
        "Risk\tSannolikhet (1-5)\tKonsekvens (1-5)\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\t2\t4\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", None, None, ["ITA"], ("score-unclear",))],
    ),
    "misread letters in the header": (
        "Beskrivnlng\tSannolikhct\tKonsekvens\tAtgärder\tAnsvig ITA\nDriftstopp vid flytten\t2\t4\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", 2, 4, ["ITA"], NONE)],
    ),
    "scores before and after": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\tS efter åtgärd\tK efter åtgärd\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\t1\t4\n",
        [("Driftstopp vid flytten", 2, 4, ["ITA"], NONE)],
    ),
    "text column without a name of its own": (
        "Moment\tS\tK\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\t2\t4\tProvflytta\tITA\n",
        [("Driftstopp vid flytten", 2, 4, ["ITA"], NONE)],
    ),
    "blank lines between the rows": (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta en kväll\tITA\n\n"
        "Utbildningen hinns inte med\t3\t2\tLägg in fler tillfällen\tHRA\n",
        TWO_CLEAR,
    ),
    "cards": (
        "Risk: Driftstopp vid flytten\nSannolikhet: 2\nKonsekvens: 4\nÅtgärd: Provflytta en kväll\nAnsvarig: ITA\n\n"
        "Risk: Utbildningen hinns inte med\nSannolikhet: 3\nKonsekvens: 2\nÅtgärd: Fler\n tillfällen\nAnsvarig: HRA\n",
        TWO_CLEAR,
    ),
    "list with the scores in the text": (
        "## Risker\n\n"
        "- Driftstopp vid flytten (S=2, K=4). Åtgärd: Provflytta en kväll. Ansvarig: ITA\n"
        "- Utbildningen hinns inte med (S 3, K 2), åtgärd: fler tillfällen; ansvarig: HRA\n",
        TWO_CLEAR,
    ),
    "list without scores": (
        "Identifierade risker\n\n- Driftstopp vid flytten\n",
        [("Driftstopp vid flytten", None, None, [], ("score-missing", *MISSING))],
    ),
}


@pytest.mark.parametrize(("text", "expected"), VARIATIONS.values(), ids=VARIATIONS.keys())
def test_a_risk_comes_out_right_or_flagged_however_it_is_laid_out(text: str, expected: list[Expected]) -> None:
    assert [summary(row) for row in risks(text)] == expected
    assert len(recognise(text)) == len(expected), "something else was recognised beside the risks"


def test_every_value_of_the_contract_is_read_from_its_own_column() -> None:
    text = (
        "Risk\tS\tK\tFärg\tÅtgärd\tAnsvarig\tPrio\tKlart när?\tUppföljning\tKontrolldatum\n"
        "Driftstopp vid flytten\t2\t4\tC\tProvflytta\tITA/ HRA\tHög\t1 mars 2024\tProvet gick bra\t2024-04-15\n"
    )
    (row,) = risks(text)
    assert dict(row.values) == {
        "description": "Driftstopp vid flytten",
        "likelihood": 2,
        "impact": 4,
        "responsible_units": ["ITA", "HRA"],
        "responsible_person": None,
        "action": "Provflytta",
        "priority": "Hög",
        "due": "2024-03-01",
        "follow_up": "Provet gick bra",
        "control_date": "2024-04-15",
    }
    assert row.doubts == ()
    assert (row.line, row.last_line) == (2, 2)


def test_a_wrapped_row_tells_both_its_lines_and_keeps_its_own_text() -> None:
    text, _ = VARIATIONS["title wrapped before its row"]
    first, second = risks(text)
    assert (first.line, first.last_line, first.raw) == (2, 3, "Driftstopp\nvid flytten\t2\t4\tProvflytta en kväll\tITA")
    assert (second.line, second.last_line) == (4, 5)


def test_a_second_action_on_a_row_of_its_own_stays_with_its_risk() -> None:
    text = "Risk\tS\tK\tÅtgärd\tAnsvarig\nDriftstopp vid flytten\t2\t4\tProvflytta\tITA\n\t\t\tUtbilda jouren\tHRA\n"
    (row,) = risks(text)
    assert row.values["action"] == "Provflytta; Utbilda jouren"
    assert row.values["responsible_units"] == ["ITA", "HRA"]


def test_a_row_without_a_risk_is_unreadable_and_a_stray_line_too() -> None:
    text = (
        "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
        "Driftstopp vid flytten\t2\t4\tProvflytta\tITA\n"
        "Anteckning i marginalen\n"
        "Nya rutiner saknas\t1\t1\tSkriv dem\tITA\n"
        "\n"
        "\t3\t3\t\t\n"
    )
    assert [row.kind.value for row in recognise(text)] == ["risk", "unreadable", "risk", "unreadable"]


@pytest.mark.parametrize(
    "text",
    [
        "Namn\tFunktion\tPunkt\nKim\tSekreterare\t3\n",
        "Nettokostnad\tUtfall\tBudget\tAvvikelse\nSkolan\t-3\t-2\t1\n",
        "aktivitet/ månad\tapril\tmaj\tjuni\nSkriva artikel\t\tgreen\t\n",
        "Område\tUppnått\tMax\nStyrning\t3\t4\n",
        "Aktivitet\tAnsvarig\tKlart\nFlytta servern\tITA\t2024-03-01\n",
        "Uppdrag\tStatus\tKommentar\nE-tjänster\tKlart\tFortsätter\n",
        "Upphandling | Start | Slut\nMöbler | 2 | 3\n",
    ],
    ids=["attendees", "budget", "plan by month", "points", "activities", "assignments", "procurement"],
)
def test_a_table_of_something_else_is_no_risk_table(text: str) -> None:
    assert recognise(text) == ()

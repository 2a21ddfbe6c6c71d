"""Published 4 × 4 schemes to start a scale from (DOMAIN B4).

Each publishes zones on the product S × K; they are written into the 16 cells, because that is where a municipality
sets them, and where it may raise (1, 4) and (4, 1).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.risks.service.scales import DEFAULT_SOURCE


@dataclass(frozen=True)
class Preset:
    """A published scheme. classes: four texts for S = 1 … 4, each the letters of K = 1 … 4; source: where it stands."""

    key: str
    name: str
    source: str
    classes: tuple[str, ...]


def _by_product(ends: Sequence[int]) -> tuple[str, ...]:
    """The classes where A ends at the first product, B at the second and C at the third."""

    def letter(product: int) -> str:
        return "ABCD"[sum(product > end for end in ends)]

    return tuple("".join(letter(likelihood * impact) for impact in range(1, 5)) for likelihood in range(1, 5))


PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            "msb", "MSB 4 × 4",
            "MSB 4 × 4: 1–2, 3–6, 8–12, 16. https://github.com/carlgleisner/infosec-wiki,"
            " src/pages/utforma/riskhantering.md",
            _by_product((2, 6, 12)),
        ),
        Preset("form-1", "S × K 1–3, 4–6, 7–9, 10–16", DEFAULT_SOURCE, _by_product((3, 6, 9))),
        Preset("form-2", "S × K 1–2, 3–7, 8–9, 10–16", "Öppen svensk programkod: 1–2, 3–7, 8–9, ≥ 10",
               _by_product((2, 7, 9))),
    )
}

"""Colours and letters of pictures, light and dark, as the pages' style sheet has them."""

from dataclasses import dataclass
from typing import Any

_FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a picture."""

    name: str
    paper: str
    ink: str
    faint: str
    line: str
    land: str
    accent: str
    shade: tuple[str, str]  # from few to many
    kinds: tuple[str, ...]  # visit, meeting, call, conference, signing


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink="#1d1b18",
    faint="#5f5a52",
    line="#dcd6ca",
    land="#ebe7de",
    accent="#7a2e1d",
    shade=("#f3dccb", "#b0593f"),
    kinds=("#7a2e1d", "#2f5d8c", "#5b7f3a", "#8a6414", "#6b4a86"),
)
DARK = Theme(
    name="dark",
    paper="#201e1b",
    ink="#ebe6dc",
    faint="#aba396",
    line="#3a372f",
    land="#34312b",
    accent="#e79b83",
    shade=("#5a3a2d", "#e79b83"),
    kinds=("#e79b83", "#8fb8e6", "#a9cc86", "#e0bb63", "#c4a5e0"),
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def shaded(theme: Theme, most: int) -> dict[str, Any]:
    """The colour of a cell by its engagements, the darker the more up to `most`; one colour where all have as many."""
    if most <= 1:  # a scale between two ends that are one has no colour to give
        return {"value": theme.shade[1]}
    scale = {"domain": [1, most], "range": list(theme.shade)}
    return {"field": "engagements", "type": "quantitative", "scale": scale, "legend": None}


def config_of(theme: Theme) -> dict[str, Any]:
    """What a Vega-Lite specification says about its looks."""
    text = {"labelColor": theme.faint, "titleColor": theme.faint, "labelFont": _FONT, "titleFont": _FONT}
    return {
        "background": theme.paper,
        "font": _FONT,
        "view": {"stroke": None},
        "axis": text
        | {"domainColor": theme.line, "tickColor": theme.line, "gridColor": theme.line, "titleFontWeight": 400},
        "legend": text | {"titleFontWeight": 400, "orient": "top"},
        "text": {"color": theme.ink, "font": _FONT},
        "title": {"color": theme.ink, "font": _FONT, "anchor": "start"},
    }

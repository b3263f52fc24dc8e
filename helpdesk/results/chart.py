"""Charts as server-side SVG: no script and no style attribute, mirrored for right-to-left, a table beside."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

_WIDTH, _HEIGHT = 860, 240
_SIDE, _END, _TOP, _FOOT = 46, 16, 16, 34
_LABELS = 8  # at most


def line_svg(points: Sequence[tuple[str, float | None]], *, is_rtl: bool, title: str, description: str) -> Markup:
    """Draw shares (0..1) over time, oldest first; None is a gap, bridged by a dotted line."""
    spots = [
        (_x(index, len(points), is_rtl), _y(share)) for index, (_, share) in enumerate(points) if share is not None
    ]
    parts = [_head(title, description), *_grid(is_rtl), *_runs(points, is_rtl)]
    parts += [f'<circle class="pt" cx="{x}" cy="{y}" r="3.5"/>' for x, y in spots]
    parts += _dates([label for label, _ in points], is_rtl)
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers of ours and escaped texts


def meter_svg(ratings: Sequence[int], *, is_rtl: bool) -> Markup:
    """Draw how often each rating 1..5 was given as a five-part bar in reading direction."""
    total, width, place, parts = sum(ratings), 128.0, 0.0, []
    for rating, count in enumerate(ratings, 1):
        share = round(width * count / total, 2)
        x = round(width - place - share if is_rtl else place, 2)
        parts.append(f'<rect class="d{rating}" x="{x}" y="0" width="{share}" height="8"/>')
        place += share
    frame = '<svg class="meter" viewBox="0 0 128 8" preserveAspectRatio="none" aria-hidden="true">'
    return Markup(frame + "".join(parts) + "</svg>")  # noqa: S704 - numbers of ours


def _head(title: str, description: str) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="ct cd" direction="ltr">'
        f'<title id="ct">{escape(title)}</title><desc id="cd">{escape(description)}</desc>'
    )


def _x(index: int, count: int, is_rtl: bool) -> float:
    share = index / (count - 1) if count > 1 else 0.5
    start, width = (_END if is_rtl else _SIDE), _WIDTH - _SIDE - _END
    return round(start + width * (1 - share if is_rtl else share), 1)


def _y(share: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _FOOT) * (1 - share), 1)


def _grid(is_rtl: bool) -> list[str]:
    start, end = (_END, _WIDTH - _SIDE) if is_rtl else (_SIDE, _WIDTH - _END)
    text, anchor = (end + 8, "start") if is_rtl else (start - 8, "end")
    parts = []
    for percent in (0, 25, 50, 75, 100):
        y = _y(percent / 100)
        parts.append(f'<line class="grid" x1="{start}" x2="{end}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{text}" y="{y + 4}" text-anchor="{anchor}">{percent}%</text>')
    return parts


def _runs(points: Sequence[tuple[str, float | None]], is_rtl: bool) -> list[str]:
    runs: list[list[tuple[float, float]]] = [[]]
    for index, (_, share) in enumerate(points):
        if share is None:
            runs.append([])
        else:
            runs[-1].append((_x(index, len(points), is_rtl), _y(share)))
    drawn = [run for run in runs if run]
    parts = []
    for run in drawn:
        path = "M" + " L".join(f"{x} {y}" for x, y in run)
        parts.append(f'<path class="area" d="{path} L{run[-1][0]} {_y(0)} L{run[0][0]} {_y(0)} Z"/>')
        parts.append(f'<path class="line" d="{path}"/>')
    for before, after in pairwise(drawn):
        (x1, y1), (x2, y2) = before[-1], after[0]
        parts.append(f'<line class="gap" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>')
    return parts


def _dates(labels: Sequence[str], is_rtl: bool) -> list[str]:
    every = max(1, -(-len(labels) // _LABELS))
    direction = "rtl" if is_rtl else "ltr"
    return [
        f'<text x="{_x(index, len(labels), is_rtl)}" y="{_HEIGHT - 10}" text-anchor="middle" '
        f'direction="{direction}">{escape(label)}</text>'
        for index, label in enumerate(labels)
        if index % every == 0
    ]

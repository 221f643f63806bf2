"""Charts of what was measured, as SVG that can be read on a phone.

Standard library only. The same numbers give the same bytes. A capture uses it so:

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
    import draw

    draw.lines(out / "memory.svg", "Resident memory of worker 3", "minutes", "MB", {"worker 3": [(0, 80), (1, 84)]})
"""

import math
import os
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

PathLike = str | os.PathLike[str]
Point = tuple[float, float]

WIDTH = 900
SANS = "'DejaVu Sans', Verdana, sans-serif"
MONO = "'DejaVu Sans Mono', Menlo, monospace"
INK = "#1b1b1b"
QUIET = "#555555"
GRID = "#dddddd"

# Okabe and Ito's colours, which people with any kind of colour blindness can tell apart. Their yellow is too pale here.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a6558b", "#8a6d00", "#2a8fc4", "#1b1b1b")
# Colour is never the only difference.
DASHES = ("", "12 5", "3 4", "14 4 3 4", "7 3", "2 6", "20 6")
# Pale enough for black words, dark enough to be seen on white: orange, sky, green, pink, yellow, grey.
FILLS = ("#f5b942", "#8fcbf0", "#7fd1b5", "#e3a8cb", "#f2e56b", "#c4c4c4")


def lines(
    path: PathLike,
    title: str,
    x_label: str,
    y_label: str,
    series: Mapping[str, Sequence[Point]],
    marks: Iterable[tuple[float, str]] = (),
) -> None:
    """Writes one line a series, named at its end; marks are moments on the x axis with a word to each."""
    drawn = {name: _thin(sorted(points)) for name, points in series.items() if points}
    everything = [point for points in drawn.values() for point in points]
    if not everything:
        raise ValueError(f"{title}: there is nothing to draw")
    marks = sorted(marks)
    xs = [x for x, _ in everything] + [x for x, _ in marks]
    ys = [y for _, y in everything]
    x_ticks = _ticks(min(xs), max(xs), 7)
    y_ticks = _ticks(min(0.0, min(ys)), max(ys), 6)
    named = len(drawn) > 1
    left = 40 + max(_width(text, 17) for text in _numbers(y_ticks))
    right = 20 + (min(250.0, max(_width(name, 17, bold=True) for name in drawn) + 12) if named else 22)
    page = _Page(title, 500)
    top = page.top + 26 + 24 * _mark_rows(marks, xs, left, WIDTH - right)
    plot = _Plot(left, top, WIDTH - right, 500 - 68, (min(xs), max(xs)), (y_ticks[0], y_ticks[-1]))

    heading = " · ".join(filter(None, [y_label, "" if named else next(iter(drawn))]))
    page.text(plot.left - 4, top - 12, heading, 16, colour=QUIET, anchor="start", bold=True)
    for value, label in zip(y_ticks, _numbers(y_ticks), strict=True):
        page.line(plot.left, plot.y(value), plot.right, plot.y(value), INK if value == 0 else GRID, 1)
        page.text(plot.left - 9, plot.y(value) + 6, label, 17, anchor="end")
    _x_axis(page, plot, x_ticks, x_label)
    _marks(page, plot, marks)
    for index, points in enumerate(drawn.values()):
        path_of = " ".join(f"{_n(plot.x(x))},{_n(plot.y(y))}" for x, y in points)
        dash = DASHES[index % len(DASHES)]
        page.add(
            f'<polyline points="{path_of}" fill="none" stroke="{_colour(index)}" stroke-width="3.5"'
            f' stroke-linejoin="round"{f" stroke-dasharray={quoteattr(dash)}" if dash else ""}/>'
        )
        if len(points) <= 24:
            for x, y in points:
                page.add(f'<circle cx="{_n(plot.x(x))}" cy="{_n(plot.y(y))}" r="4.5" fill="{_colour(index)}"/>')
    if named:
        ends = [plot.y(points[-1][1]) + 6 for points in drawn.values()]
        for index, (name, y) in enumerate(zip(drawn, _apart(ends, 21, top + 6, plot.bottom + 6), strict=True)):
            label = _clip(name, right - 12, 17, bold=True)
            page.text(plot.right + 10, y, label, 17, colour=_colour(index), anchor="start", bold=True)
    page.write(path)


def flame(path: PathLike, title: str, stacks: Mapping[tuple[str, ...], float]) -> None:
    """Writes a flame graph: a box a function, as wide as its share of the samples, on top of its caller.

    A key is a stack, outermost call first: {("main", "handle", "parse"): samples}.
    """
    stacks = {stack: count for stack, count in stacks.items() if stack and count > 0}
    total = sum(stacks.values())
    if total == 0:
        raise ValueError(f"{title}: there are no samples")
    stacks, hidden = _shorten(stacks, 16)
    levels: list[list[tuple[float, float, str]]] = []
    _stack_boxes(stacks, 0, 0.0, levels)
    row = 33
    bottom_text = 30
    page = _Page(title, 0)
    height = page.top + 12 + row * (len(levels) + 1) + bottom_text + 14
    page.height = height
    floor = height - bottom_text - 14
    left, span = 16.0, WIDTH - 32.0
    everything = f"all {_count(total)} samples" + (f", {hidden} shared frames below" if hidden else "")
    _box(page, left, floor - row, span, row, "#e4e4e4", everything, mono=True)
    for depth, boxes in enumerate(levels):
        for start, count, name in boxes:
            width = count / total * span
            if width < 1.5:
                continue
            x, y = left + start / total * span, floor - row * (depth + 2)
            _box(page, x, y, width, row, _warm(name), f"{name} {_share(count, total)}", mono=True, short=name)
    legend = "wider: more samples · above: called by the one below"
    page.text(left, height - 14, legend, 15, colour=QUIET, anchor="start")
    page.write(path)


def timeline(
    path: PathLike,
    title: str,
    spans: Sequence[tuple[str, float, float, str]],
    unit: str,
) -> None:
    """Writes a row a task or thread, with a bar for each span: (row, start, end, kind).

    Rows stand in the order in which they first come. The unit names the axis, like "seconds".
    """
    if not spans:
        raise ValueError(f"{title}: there is nothing to draw")
    rows = list(dict.fromkeys(row for row, *_ in spans))
    kinds = list(dict.fromkeys(kind for *_, kind in spans))
    low = min(start for _, start, _, _ in spans)
    high = max(end for _, _, end, _ in spans)
    left = 26 + min(260.0, max(_width(row, 17, bold=True) for row in rows))
    row_height = 46 if len(rows) <= 9 else 34 if len(rows) <= 16 else 27
    page = _Page(title, 0)
    key_rows = _key(page, kinds, page.top + 8, draw=False)
    top = page.top + 14 + 30 * key_rows
    page.height = top + row_height * len(rows) + 72
    plot = _Plot(left, top, WIDTH - 30, top + row_height * len(rows), (low, high), (0, 1))
    _patterns(page, kinds)
    _key(page, kinds, page.top + 8, draw=True)
    for index, row in enumerate(rows):
        y = top + index * row_height
        if index % 2 == 0:
            page.rect(plot.left, y, plot.right - plot.left, row_height, "#f4f4f4")
        label = _clip(row, left - 22, 17, bold=True)
        page.text(left - 10, y + row_height / 2 + 6, label, 17, anchor="end", bold=True)
    _x_axis(page, plot, _ticks(low, high, 7), unit)
    for row, start, end, kind in spans:
        y = top + rows.index(row) * row_height
        x = plot.x(start)
        width = max(plot.x(end) - x, 2.5)
        number = kinds.index(kind)
        page.add(
            f'<rect x="{_n(x)}" y="{_n(y + 5)}" width="{_n(width)}" height="{row_height - 10}"'
            f' fill="url(#kind{number})" stroke="{INK}" stroke-width="1"/>'
        )
        size = 16 if row_height > 30 else 14
        if _width(kind, size) + 12 <= width:
            words = _width(kind, size) + 8
            page.rect(x + 4, y + row_height / 2 - size * 0.62, words, size * 1.24, FILLS[number % len(FILLS)])
            page.text(x + 8, y + row_height / 2 + size * 0.36, kind, size, anchor="start")
    page.write(path)


def bars(path: PathLike, title: str, values: Sequence[tuple[str, float]], unit: str) -> None:
    """Writes a bar a value, from 0, with the number at its end."""
    if not values:
        raise ValueError(f"{title}: there is nothing to draw")
    size = 18 if len(values) <= 12 else 15
    row_height = 50 if len(values) <= 8 else 38 if len(values) <= 12 else 27
    numbers = [f"{_figure(value)} {unit}".strip() for _, value in values]
    left = 24 + min(360.0, max(_width(label, size) for label, _ in values))
    right = 26 + max(_width(number, size, bold=True) for number in numbers)
    page = _Page(title, 0)
    top = page.top + 14
    page.height = top + row_height * len(values) + 22
    low, high = min(0.0, min(v for _, v in values)), max(0.0, max(v for _, v in values))
    plot = _Plot(left, top, WIDTH - right, page.height - 22, (low, high if high > low else low + 1), (0, 1))
    for index, ((label, value), number) in enumerate(zip(values, numbers, strict=True)):
        y = top + index * row_height
        start, end = sorted((plot.x(0), plot.x(value)))
        page.rect(start, y + 6, max(end - start, 1.5), row_height - 12, COLOURS[0])
        page.text(left - 10, y + row_height / 2 + 6, _clip(label, left - 14, size), size, anchor="end")
        page.text(end + 8, y + row_height / 2 + 6, number, size, anchor="start", bold=True)
    page.line(plot.x(0), top, plot.x(0), plot.bottom, INK, 2)
    page.write(path)


# The page and the scales


class _Page:
    def __init__(self, title: str, height: float) -> None:
        self.height = height
        self.parts: list[str] = []
        rows = _wrap(title, WIDTH - 40, 23)
        for index, row in enumerate(rows):
            self.text(20, 38 + 28 * index, row, 23, anchor="start", bold=True)
        self.top = 48 + 28 * (len(rows) - 1)

    def add(self, part: str) -> None:
        self.parts.append(part)

    def rect(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        self.add(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float, dash: str = "") -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.add(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
            f' stroke="{colour}" stroke-width="{_n(width)}"{dashed}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        *,
        anchor: str,
        colour: str = INK,
        bold: bool = False,
        mono: bool = False,
    ) -> None:
        family = f' font-family="{MONO}"' if mono else ""
        weight = ' font-weight="bold"' if bold else ""
        self.add(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
            f"{weight}{family}>{escape(_printable(words))}</text>"
        )

    def write(self, path: PathLike) -> None:
        height = math.ceil(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
            f' viewBox="0 0 {WIDTH} {height}" font-family="{SANS}">'
        )
        sheet = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join([head, sheet, *self.parts, "</svg>", ""]))


class _Plot:
    def __init__(self, left: float, top: float, right: float, bottom: float, xs: Point, ys: Point) -> None:
        self.left, self.top, self.right, self.bottom = left, top, right, bottom
        self.x_low, self.x_span = xs[0], (xs[1] - xs[0]) or 1.0
        self.y_low, self.y_span = ys[0], (ys[1] - ys[0]) or 1.0

    def x(self, value: float) -> float:
        return self.left + (value - self.x_low) / self.x_span * (self.right - self.left)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.y_low) / self.y_span * (self.bottom - self.top)


def _ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers from at or below the lowest to at or above the highest."""
    if high <= low:
        high = low + 1
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def _numbers(ticks: Sequence[float]) -> list[str]:
    step = ticks[1] - ticks[0]
    places = next((n for n in range(10) if abs(round(step, n) - step) < step * 1e-6), 9)
    return [f"{value:,.{places if value else 0}f}".replace(",", "\u2009").replace("-", "\u2212") for value in ticks]


def _figure(value: float) -> str:
    """A number with as many places as can be meant: 0.0042, 3.14, 27.2, 1 250."""
    if float(value).is_integer():
        text = f"{value:,.0f}"
    else:
        places = max(0, 2 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{min(places, 9)}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\u2009").replace("-", "\u2212")


def _count(value: float) -> str:
    return _figure(round(value, 3))


def _share(part: float, total: float) -> str:
    share = part / total * 100
    return f"{share:.0f} %" if share >= 9.5 else f"{share:.1f} %"


def _x_axis(page: _Page, plot: _Plot, ticks: Sequence[float], label: str) -> None:
    page.line(plot.left, plot.bottom, plot.right, plot.bottom, INK, 1.5)
    for value, words in zip(ticks, _numbers(ticks), strict=True):
        x = plot.x(value)
        if x < plot.left - 1 or x > plot.right + 1:
            continue
        page.line(x, plot.bottom, x, plot.bottom + 6, INK, 1.5)
        page.text(x, plot.bottom + 25, words, 17, anchor="middle")
    page.text((plot.left + plot.right) / 2, plot.bottom + 51, label, 16, colour=QUIET, anchor="middle", bold=True)


def _mark_places(
    marks: Sequence[tuple[float, str]], xs: Sequence[float], left: float, right: float
) -> list[tuple[float, int, str]]:
    """Where each mark's words begin and in which row above the plot, so that none lies on another."""
    low, span = min(xs), (max(xs) - min(xs)) or 1.0
    starts: list[float] = []
    places = []
    # From the right, so that a mark's line, which goes up to its words, passes no words of another.
    for x, words in reversed(marks):
        width = _width(words, 16) + 14
        start = min(left + (x - low) / span * (right - left) - 6, WIDTH - 12 - width)
        row = next((index for index, other in enumerate(starts) if start + width <= other), len(starts))
        starts[row : row + 1] = [start]
        places.append((start, row, words))
    return places[::-1]


def _mark_rows(marks: Sequence[tuple[float, str]], xs: Sequence[float], left: float, right: float) -> int:
    return 1 + max((row for _, row, _ in _mark_places(marks, xs, left, right)), default=-1)


def _marks(page: _Page, plot: _Plot, marks: Sequence[tuple[float, str]]) -> None:
    xs = [plot.x_low, plot.x_low + plot.x_span]
    places = _mark_places(marks, xs, plot.left, plot.right)
    for (x, _), (start, row, words) in zip(marks, places, strict=True):
        y = plot.top - 36 - 24 * row
        page.line(plot.x(x), y + 5, plot.x(x), plot.bottom, QUIET, 2, "2 5")
        page.text(start, y, words, 16, anchor="start")


def _thin(points: Sequence[Point], most: int = 600) -> list[Point]:
    """No more points than can be seen, with the lowest and the highest of each stretch: no peak is lost."""
    if len(points) <= most:
        return list(points)
    size = math.ceil(len(points) / (most / 2))
    kept = [points[0]]
    for start in range(0, len(points), size):
        stretch = points[start : start + size]
        kept += sorted({min(stretch, key=lambda p: p[1]), max(stretch, key=lambda p: p[1])})
    return [*kept, points[-1]]


def _apart(places: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """The same places, moved as little as keeps them so far from each other."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    limit = top
    for index in order:
        moved[index] = limit = max(moved[index], limit)
        limit += gap
    limit = bottom
    for index in reversed(order):
        moved[index] = limit = min(moved[index], limit)
        limit -= gap
    return moved


# Boxes


def _shorten(stacks: Mapping[tuple[str, ...], float], most: int) -> tuple[dict[tuple[str, ...], float], int]:
    """Leaves out what every deep stack has in common at its foot, and then what is above the limit."""
    hidden = 0
    cut = dict(stacks)
    while max(map(len, cut)) > most and len({stack[0] for stack in cut}) == 1 and min(map(len, cut)) > 1:
        cut = {stack[1:]: count for stack, count in cut.items()}
        hidden += 1
    short: dict[tuple[str, ...], float] = {}
    for stack, count in cut.items():
        short[stack[:most]] = short.get(stack[:most], 0) + count
    return short, hidden


def _stack_boxes(
    stacks: Mapping[tuple[str, ...], float], depth: int, start: float, levels: list[list[tuple[float, float, str]]]
) -> None:
    groups: dict[str, dict[tuple[str, ...], float]] = {}
    for stack, count in stacks.items():
        if len(stack) > depth:
            groups.setdefault(stack[depth], {})[stack] = count
    if groups and len(levels) <= depth:
        levels.append([])
    for name, group in sorted(groups.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])):
        count = sum(group.values())
        levels[depth].append((start, count, name))
        _stack_boxes(group, depth + 1, start, levels)
        start += count


def _box(
    page: _Page,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    words: str,
    *,
    mono: bool,
    short: str | None = None,
) -> None:
    page.add(
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"'
        ' stroke="#ffffff" stroke-width="1.5"/>'
    )
    size = 16
    room = width - 10
    fitting = words if _width(words, size, mono=mono) <= room else _clip(short or words, room, size, mono=mono)
    if fitting:
        page.text(x + 5, y + height / 2 + 6, fitting, size, anchor="start", mono=mono)


def _warm(name: str) -> str:
    """The colour of a function, the same wherever it stands."""
    tones = ("#f9c784", "#f5b06b", "#f7d488", "#f2a37c", "#fadd9c", "#f6bd9b")
    return tones[zlib.crc32(name.encode()) % len(tones)]


def _patterns(page: _Page, kinds: Sequence[str]) -> None:
    """A fill a kind: a colour and a hatching, because some people see one and not the other."""
    hatches = (
        "",
        '<path d="M0 10L10 0" stroke="#1b1b1b" stroke-width="1.6"/>',
        '<circle cx="3" cy="3" r="1.5" fill="#1b1b1b"/>',
        '<path d="M0 5H10" stroke="#1b1b1b" stroke-width="1.4"/>',
        '<path d="M0 0L10 10" stroke="#1b1b1b" stroke-width="1.6"/>',
        '<path d="M5 0V10M0 5H10" stroke="#1b1b1b" stroke-width="1"/>',
    )
    page.add("<defs>")
    for index, _ in enumerate(kinds):
        page.add(
            f'<pattern id="kind{index}" width="10" height="10" patternUnits="userSpaceOnUse">'
            f'<rect width="10" height="10" fill="{FILLS[index % len(FILLS)]}"/>'
            f"{hatches[index % len(hatches)]}</pattern>"
        )
    page.add("</defs>")


def _key(page: _Page, kinds: Sequence[str], y: float, *, draw: bool) -> int:
    """What each fill means, in as many rows as it needs."""
    x, rows = 20.0, 1
    for index, kind in enumerate(kinds):
        width = 34 + _width(kind, 16) + 22
        if x + width > WIDTH - 10 and x > 20:
            x, rows = 20.0, rows + 1
        if draw:
            top = y + 30 * (rows - 1)
            page.add(
                f'<rect x="{_n(x)}" y="{_n(top)}" width="26" height="18"'
                f' fill="url(#kind{index})" stroke="{INK}" stroke-width="1"/>'
            )
            page.text(x + 34, top + 15, kind, 16, anchor="start")
        x += width
    return rows


# Words


def _width(words: str, size: int, *, bold: bool = False, mono: bool = False) -> float:
    """About how wide DejaVu draws it; a little more rather than less."""
    if mono:
        return len(words) * 0.602 * size
    total = 0.0
    for letter in words:
        if letter in "iljI.,:;|!'()[] \u2009":
            total += 0.38
        elif letter in "ftr-/\"":
            total += 0.45
        elif letter in "mwMW@%":
            total += 0.95
        elif letter.isupper():
            total += 0.73
        else:
            total += 0.63
    return total * size * (1.12 if bold else 1.0)


def _clip(words: str, room: float, size: int, *, bold: bool = False, mono: bool = False) -> str:
    if _width(words, size, bold=bold, mono=mono) <= room:
        return words
    for length in range(len(words) - 1, 2, -1):
        clipped = words[:length] + "\u2026"
        if _width(clipped, size, bold=bold, mono=mono) <= room:
            return clipped
    return ""


def _wrap(words: str, room: float, size: int) -> list[str]:
    rows = [""]
    for word in words.split():
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and _width(longer, size, bold=True) > room:
            rows.append(word)
        else:
            rows[-1] = longer
    return rows


def _printable(words: str) -> str:
    """XML takes no control characters, not even as entities."""
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in words)


def _colour(index: int) -> str:
    return COLOURS[index % len(COLOURS)]


def _n(value: float) -> str:
    """Hundredths of a pixel are enough, and the same everywhere."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

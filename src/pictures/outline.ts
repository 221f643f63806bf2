/** The closed curves of one letter. */
export type Outline = readonly Contour[];
type Contour = readonly Point[];

/** A point on the curve, or one that bends it (quadratic). */
interface Point {
  x: number;
  y: number;
  isOn: boolean;
}

const ON_CURVE = 1;
const X_SHORT = 2;
const Y_SHORT = 4;
const REPEATS = 8;
const X_SAME = 16;
const Y_SAME = 32;

/** The outline of an entry of `glyf`; `part` gives the outlines of which a composite one is made. */
export function outlineOf(entry: Buffer, part: (index: number) => Outline): Outline {
  if (entry.length === 0) return [];
  const contours = entry.readInt16BE(0);
  return contours < 0 ? readComposite(entry, part) : readSimple(entry, contours);
}

function readSimple(entry: Buffer, contours: number): Outline {
  const ends = Array.from({ length: contours }, (_, index) => entry.readUInt16BE(10 + 2 * index));
  const count = (ends.at(-1) ?? -1) + 1;
  let at = 10 + 2 * contours;
  at += 2 + entry.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = entry.readUInt8(at++);
    flags.push(flag);
    if ((flag & REPEATS) !== 0) for (let times = entry.readUInt8(at++); times > 0; times--) flags.push(flag);
  }
  const readAxis = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) value += (flag & same) === 0 ? -entry.readUInt8(at++) : entry.readUInt8(at++);
      else if ((flag & same) === 0) {
        value += entry.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = readAxis(X_SHORT, X_SAME);
  const ys = readAxis(Y_SHORT, Y_SAME);
  const points = flags.map((flag, index) => ({
    x: xs[index] ?? 0,
    y: ys[index] ?? 0,
    isOn: (flag & ON_CURVE) !== 0,
  }));
  return ends.map((end, index) => points.slice((ends[index - 1] ?? -1) + 1, end + 1));
}

const WORDS = 1;
const OFFSETS = 2;
const SCALE = 8;
const MORE = 32;
const TWO_SCALES = 64;
const MATRIX = 128;

function readComposite(entry: Buffer, part: (index: number) => Outline): Outline {
  const outline: Contour[] = [];
  let flags = MORE;
  for (let at = 10; (flags & MORE) !== 0; ) {
    flags = entry.readUInt16BE(at);
    const member = part(entry.readUInt16BE(at + 2));
    const isWide = (flags & WORDS) !== 0;
    // Points that are matched to each other instead of moved are not used by the fonts that we have.
    const isMoved = (flags & OFFSETS) !== 0;
    const dx = !isMoved ? 0 : isWide ? entry.readInt16BE(at + 4) : entry.readInt8(at + 4);
    const dy = !isMoved ? 0 : isWide ? entry.readInt16BE(at + 6) : entry.readInt8(at + 5);
    at += isWide ? 8 : 6;
    const fraction = (offset: number) => entry.readInt16BE(at + offset) / 0x4000;
    let [a, b, c, d] = [1, 0, 0, 1];
    if ((flags & SCALE) !== 0) {
      [a, d] = [fraction(0), fraction(0)];
      at += 2;
    } else if ((flags & TWO_SCALES) !== 0) {
      [a, d] = [fraction(0), fraction(2)];
      at += 4;
    } else if ((flags & MATRIX) !== 0) {
      [a, b, c, d] = [fraction(0), fraction(2), fraction(4), fraction(6)];
      at += 8;
    }
    const moved = ({ x, y, isOn }: Point) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, isOn });
    outline.push(...member.map((contour) => contour.map(moved)));
  }
  return outline;
}

/** An SVG path. Between two points that bend, the one halfway lies on the curve. */
export function pathOf(outline: Outline): string {
  return outline.map(contourPath).join('');
}

function contourPath(contour: Contour): string {
  const onCurve = contour.findIndex(({ isOn }) => isOn);
  const [one, other] = [contour[0], contour.at(-1)];
  if (one === undefined || other === undefined) return '';
  const start = contour[onCurve] ?? halfway(one, other);
  const following = [...contour.slice(onCurve + 1), ...contour.slice(0, Math.max(onCurve, 0)), start];
  const steps = [`M${write(start)}`];
  let bend: Point | undefined;
  for (const point of following) {
    if (bend !== undefined) steps.push(`Q${write(bend)} ${write(point.isOn ? point : halfway(bend, point))}`);
    else if (point.isOn) steps.push(`L${write(point)}`);
    bend = point.isOn ? undefined : point;
  }
  return `${steps.join('')}Z`;
}

function halfway(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, isOn: true };
}

function write({ x, y }: Point): string {
  return `${Math.round(10 * x) / 10} ${Math.round(10 * y) / 10}`;
}

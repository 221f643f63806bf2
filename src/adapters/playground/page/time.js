/** How far the playground's clock stands from the browser's. */
let offset = 0;

export function setNow(iso) {
  offset = Date.parse(iso) - Date.now();
}

export function now() {
  return new Date(Date.now() + offset);
}

/** The page is in English; how its days and hours are written is the reader's own way, where theirs is English too. */
const locale = navigator.languages.find((one) => /^en\b/.test(one)) ?? 'en-GB';
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const formats = {
  date: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  clockDay: { weekday: 'short', day: 'numeric', month: 'short' },
};
const formatters = Object.fromEntries(
  Object.entries(formats).map(([style, options]) => [style, new Intl.DateTimeFormat(locale, options)]),
);
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
const units = [
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A moment in the reader's own zone. `relative` is seen from the playground's now. */
export function format(date, style) {
  if (style !== 'relative') return formatters[style].format(date);
  const distance = date - now();
  // "in 47 hours" says more than "in 2 days" only to a machine, "in 13 days" more than "in 2 weeks" to everybody.
  const unit = units.find(([name, length]) => Math.abs(distance) >= length * (name === 'week' ? 2 : 1));
  if (unit === undefined) return relative.format(0, 'minute').replace('this minute', 'now');
  return relative.format(Math.round(distance / unit[1]), unit[0]);
}

/** Puts the reader's zone into every time mark below this element. */
export function localise(root) {
  for (const mark of root.querySelectorAll('time[data-style]')) {
    const date = new Date(mark.dateTime);
    mark.textContent = format(date, mark.dataset.style);
    mark.title = `${formatters.full.format(date)} (${zone})`;
  }
}

/** `in 3 hours` must not stand still. */
export function localiseRelative() {
  for (const mark of document.querySelectorAll('time[data-style="relative"]')) {
    mark.textContent = format(new Date(mark.dateTime), 'relative');
  }
}

import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { isReadable, type Readable, readAuthored } from '../../../src/authoring/scenarios/authored.ts';
import type { Data, Sources } from '../../curriculum/builder.ts';
import { scenarioData, scenarioSources } from '../../features/scenarios/fixture.ts';

export const SLUG = 'stuck-pool';
const root = join(import.meta.dirname, '../../..');

/** Two baskets share one list. */
export const BROKEN = 'def basket(item, items=[]):\n    items.append(item)\n    return items\n';
export const HEALED =
  'def basket(item, items=None):\n    items = [] if items is None else items\n    items.append(item)\n    return items\n';
const COPIED = BROKEN.replace('return items', 'return list(items)');
const FROZEN = BROKEN.replace('items=[]', 'items=()');
const CLEARED = BROKEN.replace('    items.append', '    items.clear()\n    items.append');

const CHECK = `import json
import sys

sys.path.insert(0, sys.argv[1])


def judge():
    try:
        from shop.basket import basket

        first, second = basket("tea"), basket("milk")
    except Exception as error:
        return "exception", repr(error)
    if second != ["milk"]:
        return "wrong-value", f"the second basket is {second}"
    if first != ["tea"]:
        return "lost-work", f"the first basket is {first} later"
    return None, "one thing in each of two baskets"


symptom, saw = judge()
print("two baskets were filled")
print(json.dumps({"verdict": "broken" if symptom else "healthy", "symptom": symptom, "forced": [True], "saw": saw}))
sys.exit(1 if symptom else 0)
`;

const CAPTURE = `import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "shared"))
import draw

program, out = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(program))
from shop.basket import basket

basket("tea")
texts = {
    "log": f"baskets: {basket('milk')}\\nthe last line",
    "memory": "rss\\nflat at 81 MB",
    "threads": "Thread 1 (most recent call first):",
    "parent": "the lock is held by 18",
    "profile": "0 function calls",
    "strace": "futex(0x1, FUTEX_WAIT)",
    "restart": "it hangs again",
}
for name, text in texts.items():
    (out / f"{name}.txt").write_text(text + "\\n", encoding="utf-8")
draw.lines(out / "memory.svg", "Memory", "minutes", "MB", {"worker": [(0, 80), (10, 81)]})
`;

/** The files of a scenario without a fault, whose check and capture really run; Python 3.11 and later, on all kinds. */
export function wholeScenario(): { data: Data; sources: Sources } {
  const data = scenarioData();
  const wrong = (id: string, symptom: string) => ({
    id,
    title: `Try ${id}`,
    right: false,
    fails_with: symptom,
    outcome: 'It did not help.',
    why: 'It is beside the point.',
  });
  data.requires = [];
  data.symptom = 'wrong-value';
  data.fixes = [
    wrong('copied', 'wrong-value'),
    { id: 'healed', title: 'Try healed', right: true, outcome: 'It helped.' },
    wrong('frozen', 'exception'),
    wrong('cleared', 'lost-work'),
  ];
  const folder = `scenarios/${SLUG}`;
  const fixture = Object.entries(scenarioSources(SLUG, data)).filter(([file]) => !file.includes('/fixes/'));
  const sources: Sources = {
    ...Object.fromEntries(fixture),
    [`${folder}/check.py`]: CHECK,
    [`${folder}/capture.py`]: CAPTURE,
    [`${folder}/program/shop/__init__.py`]: '',
    [`${folder}/program/shop/basket.py`]: BROKEN,
    [`${folder}/fixes/copied/shop/basket.py`]: COPIED,
    [`${folder}/fixes/healed/shop/basket.py`]: HEALED,
    [`${folder}/fixes/frozen/shop/basket.py`]: FROZEN,
    [`${folder}/fixes/cleared/shop/basket.py`]: CLEARED,
  };
  return { data, sources };
}

export type BreakIt = (data: Data, sources: Sources) => void;
export const file = (path: string) => `scenarios/${SLUG}/${path}`;

/** Writes a curriculum that holds this scenario only, after it was broken. Whoever asks for it removes the folder. */
export function writeCurriculum(breakIt: BreakIt = () => {}): string {
  const { data, sources } = wholeScenario();
  breakIt(data, sources);
  const folder = mkdtempSync(join(tmpdir(), 'pythia-scenario-'));
  for (const [path, text] of Object.entries(sources)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), typeof text === 'string' ? text : stringify(text));
  }
  mkdirSync(join(folder, 'scenarios/shared'));
  copyFileSync(join(root, 'curriculum/scenarios/shared/draw.py'), join(folder, 'scenarios/shared/draw.py'));
  return folder;
}

/** The scenario as the tools read it, after it was broken. */
export function brokenScenario(breakIt: BreakIt = () => {}): Readable {
  const folder = writeCurriculum(breakIt);
  try {
    const [authored] = readAuthored(folder);
    if (authored === undefined || !isReadable(authored)) throw new Error(JSON.stringify(authored?.faults));
    return authored;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

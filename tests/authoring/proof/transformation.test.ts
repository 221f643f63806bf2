import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { readCodeBlocks } from '../../../src/curriculum/code-blocks.ts';
import { findNative } from '../../../src/python/native.ts';
import { findEmbedded } from '../../../src/python/pyodide.ts';

const MATERIAL =
  'curriculum/sessions/03-reading-and-shaping-bytecode/materials/a-transformation-that-keeps-its-tables.md';

/** What the text builds: decode, encode and probed, without its own trials. */
const built = readCodeBlocks(readFileSync(MATERIAL, 'utf8'))
  .blocks.map(({ code }) => code)
  .filter((code) => /^def (decode|encode|probed)\(/m.test(code))
  .join('\n');

/** Every code object of some modules, decoded and encoded, must be what it was. */
const identity = `
import importlib.util, types
NAMES = """abc argparse ast asyncio.base_events asyncio.queues asyncio.streams asyncio.tasks bisect calendar collections
contextlib copy csv dataclasses datetime decimal difflib dis email.message enum fractions functools heapq
inspect json.decoder json.encoder logging pickle random re._parser socketserver statistics string tarfile textwrap
tokenize traceback types typing unittest.mock zipfile""".split()

def walk(code):
    yield code
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            yield from walk(const)

seen = 0
for name in NAMES:
    spec = importlib.util.find_spec(name)
    top = spec.loader.get_code(name) if spec and hasattr(spec.loader, "get_code") else None
    for code in walk(top) if top else ():
        again = encode(code, *decode(code))
        seen += 1
        assert again.co_code == code.co_code, code
        assert again.co_exceptiontable == code.co_exceptiontable, code
        assert list(again.co_positions()) == list(code.co_positions()), code
        assert list(again.co_lines()) == list(code.co_lines()), code
assert seen > 2000, seen
print("same")
`;

/** Functions full of jumps and tables behave with probes as they do without, and the probes log the lines that were traced. */
const behaviour = `
import asyncio, contextlib, sys, types

def deep(code, log):
    consts = tuple(deep(c, log) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return probed(code.replace(co_consts=consts), log)

SOURCE = '''
def loops(n):
    out = []
    for i in range(n):
        if i % 3 == 0:
            continue
        while i:
            i -= 1
            if i == 2:
                break
        else:
            out.append("else")
        out.append(i)
    return out

def handlers(values):
    seen = []
    for value in values:
        try:
            try:
                seen.append(10 // value)
            except TypeError as err:
                seen.append(type(err).__name__)
                raise ValueError("again") from err
            finally:
                seen.append("finally")
        except (ZeroDivisionError, ValueError) as err:
            seen.append(str(err))
    return seen

def groups():
    try:
        raise ExceptionGroup("all", [ValueError(1), KeyError(2), OSError(3)])
    except* ValueError as found:
        one = found.exceptions
    except* (KeyError, OSError) as found:
        rest = found.exceptions
    return len(one), len(rest)

def inner(n):
    got = yield n
    return got

def generators():
    def outer():
        first = yield from inner(1)
        try:
            yield first
        finally:
            log.append("closed")
    log = []
    it = outer()
    out = [next(it), it.send("sent")]
    it.close()
    return out, log

def matches(thing):
    match thing:
        case {"a": [x, *rest]} if x:
            return x, rest
        case [1, 2] | (3, 4):
            return "pair"
        case _:
            return None

async def ticks(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i

@contextlib.asynccontextmanager
async def opened(log):
    log.append("open")
    try:
        yield log
    finally:
        log.append("close")

async def work():
    log = []
    async with opened(log):
        async for tick in ticks(3):
            log.append(tick)
        log.append([n async for n in ticks(2) if n])
    try:
        async with asyncio.timeout(0.001):
            await asyncio.sleep(10)
    except TimeoutError:
        log.append("late")
    return log

def long(n):
''' + "".join(f"    if n == {k}: n += {k}\\n    x{k} = n\\n" for k in range(300)) + '''
    return n + x299

def everything():
    out = [loops(7), handlers([1, 0, "x", 5]), groups(), generators(), long(5), long(299)]
    out += [matches(x) for x in ({"a": [1, 2, 3]}, [1, 2], (3, 4), 0)]
    out.append(asyncio.run(work()))
    out.append(sorted(range(5), key=lambda n: -n if n % 2 else n))
    return repr(out)
'''
code = compile(SOURCE, "<subject>", "exec")
plain, lines = {"asyncio": asyncio, "contextlib": contextlib}, []
traced = set()

def trace(frame, event, arg):
    if frame.f_code.co_filename != "<subject>":
        return None
    if event == "line":
        traced.add(frame.f_lineno)
    return trace

exec(code, plain)
sys.settrace(trace)
expected = plain["everything"]()
sys.settrace(None)
changed = {"asyncio": asyncio, "contextlib": contextlib}
exec(deep(code, lines), changed)
lines.clear()
assert changed["everything"]() == expected, (changed["everything"](), expected)
missed = traced - set(lines)
assert not missed, missed
print("same")
`;

const engines = [...(await findNative([])), ...findEmbedded()];
afterAll(() => Promise.all(engines.map((engine) => engine.stop())));

it.each(engines.map((engine) => [engine.name, engine] as const))(
  'gives back every code object and changes nothing but its log, on %s',
  async (_, engine) => {
    for (const trial of [identity, behaviour]) {
      expect(await engine.run({ main: `${built}\n${trial}`, files: {} }, 0)).toEqual({
        outcome: 'ended',
        stdout: 'same\n',
      });
    }
  },
  120_000,
);

/** Modules of our own page as one script: `main.js` and `api.js` are names of files, `read` gives what stands in them. */
export function bundle(entry: string, read: (file: string) => string): string {
  const done = new Map<string, string>();
  const underway = new Set<string>();

  function include(file: string): void {
    if (done.has(file)) return;
    if (underway.has(file)) throw new Error(`${file} imports itself, over others`);
    underway.add(file);
    const source = read(file);
    for (const [, , from = ''] of source.matchAll(IMPORT)) include(from);
    done.set(file, wrap(file, source));
  }

  include(entry);
  const script = [...done.values()].join('\n');
  if (/<\/script|<!--/i.test(script)) throw new Error('the page has a script that would end its own element');
  return script;
}

/** The two forms that the page's modules are written in; anything else is refused when the bundle is made. */
const IMPORT = /^import \{([^}]*)\} from '\.\/([\w-]+\.js)';$/gm;

const EXPORT = /^export ((?:async )?function|const) (\w+)/gm;

/** A module as a function that is called once: its names stay its own. */
function wrap(file: string, source: string): string {
  const names = [...source.matchAll(EXPORT)].map(([, , name]) => name);
  const body = source
    .replace(IMPORT, (_, taken: string, from: string) => {
      const list = taken.trim().replace(/,$/, '').replaceAll(' as ', ': ');
      return `const { ${list} } = ${nameOf(from)};`;
    })
    .replace(EXPORT, '$1 $2');
  const left = /^(?:import|export)\b.*$/m.exec(body);
  if (left !== null) throw new Error(`${file} has a line that the bundle does not read: ${left[0]}`);
  return `const ${nameOf(file)} = (() => {\n${body}\nreturn { ${names.join(', ')} };\n})();`;
}

function nameOf(file: string): string {
  return `module_${file.replace(/\.js$/, '').replaceAll('-', '_')}`;
}

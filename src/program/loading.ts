import { readFileSync } from 'node:fs';
import { enableCompileCache, registerHooks } from 'node:module';

/** Makes loading the program quick: to be called before anything else is imported. `directory` keeps compiled code. */
export function prepareLoading(directory: string): void {
  // Where the directory can't be written, nothing is kept.
  enableCompileCache(directory);
  shortcutDrizzle();
}

/**
 * Node reads a package's package.json anew for each of its modules, and drizzle-orm's has 180 KB: half a second and a
 * hundred megabytes for what its list of exports says in a line. Its version 1 has a short one, and then this may go.
 */
function shortcutDrizzle(): void {
  const name = 'drizzle-orm';
  const base = new URL('.', import.meta.resolve(name)).href;
  const { exports } = JSON.parse(readFileSync(new URL('package.json', base), 'utf8')) as {
    exports: Record<string, { import?: { default?: string } }>;
  };
  registerHooks({
    resolve(specifier, context, next) {
      const file = specifier.startsWith(name)
        ? exports[`.${specifier.slice(name.length)}`]?.import?.default
        : undefined;
      const isInside = specifier.startsWith('.') && context.parentURL?.startsWith(base) === true;
      if (file === undefined && !isInside) return next(specifier, context);
      const url = file === undefined ? new URL(specifier, context.parentURL) : new URL(file, base);
      return { url: url.href, format: 'module', shortCircuit: true };
    },
  });
}

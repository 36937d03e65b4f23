/** Renders the JSON Schema of the configuration file. Like render-tables.ts, it writes nothing, and bundles core's source to read it. */
import { resolve } from 'node:path';
import { build } from 'esbuild';

const SOURCE = resolve(import.meta.dirname, '../packages/core/src/config/config-schema.ts');
const WIDTH = 120;

/** Renders JSON as the formatter does, with arrays of primitive values on one line. */
function render(value: unknown, indent = ''): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
    if (!value.some((item) => typeof item === 'object') && inner.length + line.length <= WIDTH) return line;
    return `[\n${value.map((item) => inner + render(item, inner)).join(',\n')}\n${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${render(item, inner)}`);
  return `{\n${members.join(',\n')}\n${indent}}`;
}

/** Returns the text of packages/core/schema/lmux.config.schema.json. */
export async function renderConfigSchema(): Promise<string> {
  // Bundled, because no entry point exports it, and Node does not resolve a .js import to the .ts file.
  const { outputFiles } = await build({
    entryPoints: [SOURCE],
    bundle: true,
    platform: 'neutral',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  const module = (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as {
    configSchema(): unknown;
  };
  return `${render(module.configSchema())}\n`;
}

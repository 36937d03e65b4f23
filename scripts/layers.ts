import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { IForbiddenRuleType } from 'dependency-cruiser';
import type { ImportRules, Layers } from './import-rules.ts';

/** The line for files directly in src. */
const ROOT = '.';

const below = (folder: string, parent: string): boolean => folder.startsWith(`${parent}/`);

/** Returns a pattern for the files of one line: those of its folder, except folders with their own line. */
function filesOf(name: string, layer: string, layers: Layers): string {
  const src = `^packages/${name}/src/`;
  if (layer === ROOT) return `${src}[^/]+$`;
  const nested = Object.keys(layers)
    .filter((other) => below(other, layer))
    .map((other) => `${other.slice(layer.length + 1)}/`);
  return `${src}${layer}/${nested.length > 0 ? `(?!${nested.join('|')})` : ''}`;
}

/** Returns the lines that a name in a value refers to: the line with that name, or all lines below it. */
function linesOf(named: string, layers: Layers): string[] {
  if (named === ROOT || Object.hasOwn(layers, named)) return [named];
  return Object.keys(layers).filter((layer) => below(layer, named));
}

/** Returns one rule for each line of each table. */
export function layerRules(rules: ImportRules, tests: readonly string[]): IForbiddenRuleType[] {
  return Object.entries(rules.layers).flatMap(([name, layers]) =>
    Object.entries(layers).map(([layer, others]): IForbiddenRuleType => {
      const allowed = [layer, ...others.flatMap((named) => linesOf(named, layers))];
      return {
        name: `layer-${name}/${layer}`,
        comment: `${name}/${layer} may import only ${[layer, ...others].join(', ')}`,
        severity: 'error',
        from: { path: filesOf(name, layer, layers), pathNot: [...tests] },
        to: { path: `^packages/${name}/src/`, pathNot: allowed.map((other) => filesOf(name, other, layers)) },
      };
    }),
  );
}

/** Returns the folders below `src` that contain source files, as relative paths. Folders that contain only tests are omitted. */
function foldersWithFiles(src: string, isSource: (file: string) => boolean, folder = ''): string[] {
  const entries = readdirSync(join(src, folder), { withFileTypes: true });
  const here = folder !== '' && entries.some((entry) => entry.isFile() && isSource(entry.name));
  return [
    ...(here ? [folder] : []),
    ...entries
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => foldersWithFiles(src, isSource, folder === '' ? name : `${folder}/${name}`)),
  ];
}

/** Returns the mistakes in the table of one package: folders without a line, lines without a folder, and unknown names. */
export function tableFaults(
  src: string,
  { testLayers }: ImportRules,
  layers: Layers,
  isSource: (file: string) => boolean,
): string[] {
  const folders = foldersWithFiles(src, isSource).filter(
    (folder) => !testLayers.some((layer) => folder === layer || below(folder, layer)),
  );
  const lines = Object.keys(layers).filter((layer) => layer !== ROOT);
  return [
    ...folders.filter((folder) => !lines.includes(folder)).map((folder) => `folder "${folder}" has no line`),
    ...lines.filter((line) => !folders.includes(line)).map((line) => `line "${line}" has no folder with files`),
    ...Object.entries(layers).flatMap(([layer, others]) =>
      others
        .filter((named) => linesOf(named, layers).length === 0)
        .map((named) => `line "${layer}" names "${named}", which is not a layer`),
    ),
  ];
}

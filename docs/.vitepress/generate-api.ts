/**
 * Writes the API reference of every entry point of the published packages into docs/api, as Markdown.
 *
 * The reference is made from the source, so that the packages need not be built.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Application, Converter, ReferenceType, TSConfigReader } from 'typedoc';
import type { MarkdownApplication } from 'typedoc-plugin-markdown';
import type ts from 'typescript';
import { repositoryUrl } from '../../scripts/repository-url.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Returns the entry points of the published packages with their source files, such as `@lmux/core/testing`. */
function entryPoints(): Map<string, string> {
  const config = JSON.parse(readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8')) as {
    compilerOptions: { paths: Record<string, [string]> };
  };
  const named = Object.entries(config.compilerOptions.paths).map(([name, [path]]) => [join(ROOT, path), name] as const);
  return new Map(named.filter(([, name]) => name.startsWith('@lmux/') && name !== '@lmux/test-support'));
}

const names = entryPoints();
const repository = repositoryUrl();
const app = (await Application.bootstrapWithPlugins(
  {
    name: 'API reference',
    entryPoints: [...names.keys()],
    tsconfig: join(ROOT, 'tsconfig.json'),
    plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme'],
    readme: 'none',
    githubPages: false,
    excludeInternal: true,
    excludePrivate: true,
    disableGit: true,
    sort: ['kind', 'instance-first', 'required-first', 'alphabetical-ignoring-documents'],
    disableSources: repository === undefined,
    ...(repository !== undefined && { sourceLinkTemplate: `${repository}/blob/main/{path}#L{line}` }),
    validation: { notExported: false, invalidLink: true, notDocumented: false },
    treatWarningsAsErrors: true,
  },
  [new TSConfigReader()],
)) as MarkdownApplication;
for (const [key, value] of Object.entries({
  out: join(ROOT, 'docs/api'),
  docsRoot: join(ROOT, 'docs'),
  router: 'member',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'list',
  // A signature in a code block could not have links to its types.
  useCodeBlocks: false,
  expandObjects: true,
})) {
  app.options.setValue(key, value);
}
// TypeDoc names a module after its file. Readers know it by what they import.
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
  for (const module of context.project.children ?? []) {
    const file = context.getSymbolFromReflection(module)?.declarations?.[0]?.getSourceFile().fileName;
    module.name = names.get(file ?? '') ?? module.name;
  }
});
// TypeDoc omits the type arguments of a result that comes from a type parameter, such as those of `chat` of `LmClient`.
app.converter.on(Converter.EVENT_CREATE_SIGNATURE, (context, reflection, _declaration, signature) => {
  if (!(reflection.type instanceof ReferenceType) || signature === undefined) return;
  const type = signature.getReturnType() as ts.TypeReference;
  const args = type.aliasSymbol === undefined ? type.typeArguments : undefined;
  if (reflection.type.typeArguments?.length || !args?.length) return;
  reflection.type.typeArguments = args.map((arg) => context.converter.convertType(context, arg));
});
const project = await app.convert();
if (project === undefined || app.logger.hasErrors()) process.exit(1);
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);

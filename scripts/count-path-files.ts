/**
 * Counts the source files that a call passes through, by V8's precise coverage. Two paths are measured: one `text-delta` of a chat in
 * OpenAI's format, from the network read to the consumer of the stream, and a `chatStream` call up to the response headers. Fewer
 * files are easier to follow for a reader. Prints the files, and exits with 1 if there are more than `--max-delta` or `--max-call`.
 */
import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = resolve(import.meta.dirname, '..');
const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.base.json'), 'utf8')) as {
  compilerOptions: { paths: Record<string, [string]> };
};

/** Loads the source instead of the build output, so that source files are counted. */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const path = compilerOptions.paths[specifier]?.[0];
    if (path !== undefined) return nextResolve(pathToFileURL(join(ROOT, path)).href, context);
    const isSource = context.parentURL?.includes('/packages/') === true && specifier.startsWith('.');
    return nextResolve(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});

const session = new Session();
session.connect();

/** Calls `run` and returns the files of packages whose functions were called meanwhile. */
async function filesOf(run: () => Promise<unknown>): Promise<string[]> {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await session.post('Profiler.takePreciseCoverage');
  await run();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  const files = result
    .filter(({ url, functions }) => {
      const called = functions.some(
        // A range that begins at 0 is the module itself, which may have been loaded meanwhile.
        ({ ranges: [range] }) => range !== undefined && range.startOffset > 0 && range.count > 0,
      );
      return url.startsWith('file:') && called;
    })
    .map(({ url }) => fileURLToPath(url))
    .filter((path) => path.startsWith(join(ROOT, 'packages/')))
    .map((path) => path.slice(ROOT.length + 1));
  return [...new Set(files)].toSorted();
}

const chunk = (delta: object): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`;

const { createClient } = await import('@lmux/core');
const { openai } = await import('@lmux/provider-openai');
await session.post('Profiler.enable');

const responses: ServerResponse[] = [];
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  responses.push(response);
  server.emit('answered');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const client = createClient({
  plugins: [openai],
  config: { provider: 'openai', baseUrl: `http://127.0.0.1:${port}/v1`, model: 'm' },
});

/** Waits until pending callbacks of this process have run. */
const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 100));
const open = async () => {
  const stream = client.chatStream({ messages: [{ role: 'user', content: 'Hello' }] });
  const events = stream[Symbol.asyncIterator]();
  const first = events.next();
  await once(server, 'answered');
  await settled();
  return { stream, events, first };
};

// The first request loads modules, so it is not measured.
const warm = await open();
responses.shift()?.end('data: [DONE]\n\n');
await warm.first.catch(() => {});
let streamed = warm;
const callFiles = await filesOf(async () => {
  streamed = await open();
});
const [response] = responses;
if (response === undefined) throw new Error('The server received no request.');
for (const text of ['One', ' two', ' three']) response.write(chunk({ content: text }));
const { events, first } = streamed;
for (let event = await first; ; event = await events.next()) {
  if (event.done === true || (event.value.type === 'text-delta' && event.value.text === ' three')) break;
}
const deltaFiles = await filesOf(async () => {
  response.write(chunk({ content: ' four' }));
  const { value } = await events.next();
  if (value?.type !== 'text-delta' || value.text !== ' four')
    throw new Error('The client must emit the event that the server sent; received a different one.');
  await settled();
});
response.end('data: [DONE]\n\n');
await streamed.stream.close?.();
await client.close();
server.close();
session.disconnect();

const { values } = parseArgs({ options: { 'max-delta': { type: 'string' }, 'max-call': { type: 'string' } } });
const report = (what: string, files: readonly string[], max: string | undefined): void => {
  console.log(`${what}: ${files.length} files${max === undefined ? '' : ` (maximum ${max})`}`);
  for (const file of files) console.log(`  ${file}`);
  if (max !== undefined && files.length > Number(max)) process.exitCode = 1;
};
report('a text-delta from the network read to the consumer', deltaFiles, values['max-delta']);
report('a chatStream call up to the response headers', callFiles, values['max-call']);

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isLmError } from '@lmux/core';
import { readStreamEvents } from '@lmux/core/web';
import { startEmulator, type Emulator } from '@lmux/emulator';
import { checkChatServer, SLOW } from '../check-chat-server.ts';
import type { CheckResult, Host } from '../host.ts';
import { installProject } from '../install-project.ts';
import { runProgram } from '../run-program.ts';
import { runChecks } from '../run-checks.ts';
import { startServer } from '../start-server.ts';

const QUESTION = 'Why is the sky blue?';
/** The emulator repeats it, which takes seconds. */
const LONG = `${QUESTION} `.repeat(100);

/** Returns the events of the controller's `@Sse()` method. */
const ask = (url: string, question: string) => readStreamEvents(fetch(`${url}/ask?q=${encodeURIComponent(question)}`));

async function completeStream(url: string): Promise<void> {
  let last: unknown;
  for await (const event of ask(url, QUESTION)) last = event.type === 'finish' ? event.response.text : event.type;
  if (!String(last).includes(QUESTION)) throw new Error(`The last event must be "finish"; received ${String(last)}.`);
}

async function streamLeftEarly(url: string, emulator: Emulator): Promise<void> {
  for await (const event of ask(url, LONG)) if (event.type === 'text-delta') break;
  const outcome = await emulator.requests.at(-1)?.ended;
  if (outcome !== 'client-disconnected') throw new Error(`The model must be stopped; received ${outcome}.`);
}

async function refusedRequest(url: string): Promise<void> {
  const error: unknown = await ask(url, '')
    .next()
    .catch((caught: unknown) => caught);
  if (!isLmError(error, 'empty_prompt')) throw new Error(`The error must be sent; received ${String(error)}.`);
}

/** The part of an `EventSource` that the check uses. */
interface EventReader {
  addEventListener(type: string, listener: (event: { data?: string; message?: string }) => void): void;
  close(): void;
}

interface EventSources {
  readonly EventSource: new (url: string) => EventReader;
}

/** Returns the types of the events that an `EventSource` receives until `finish`, or the code of the error at the end. */
function eventSourceTypes({ EventSource }: EventSources, url: string): Promise<string[]> {
  const source = new EventSource(url);
  const types: string[] = [];
  return new Promise<string[]>((resolve, reject) => {
    source.addEventListener('message', ({ data = '' }) => {
      const { type } = JSON.parse(data) as { type: string };
      types.push(type);
      if (type === 'finish') resolve(types);
    });
    source.addEventListener('error', ({ data, message }) => {
      if (data === undefined) return reject(new Error(message));
      const { error } = JSON.parse(data) as { error: { code: string } };
      resolve([...types, error.code]);
    });
  }).finally(() => source.close());
}

async function eventSource(url: string, undici: EventSources): Promise<void> {
  const complete = await eventSourceTypes(undici, `${url}/ask?q=Hello`);
  if (!complete.includes('text-delta')) throw new Error(`The text must arrive; received ${complete.join()}.`);
  const refused = await eventSourceTypes(undici, `${url}/ask?q=`);
  if (refused.join() !== 'empty_prompt') throw new Error(`The error must arrive; received ${refused.join()}.`);
}

/** The client of lmux ends its streams when the application shuts down. Otherwise, the application would wait for them. */
async function shutdown(url: string, stop: () => Promise<void>): Promise<void> {
  const events = ask(url, LONG);
  await events.next();
  const stopped = stop();
  const error: unknown = await (async () => {
    for await (const event of events) if (event.type === 'finish') return event.type;
    return 'end';
  })().catch((caught: unknown) => caught);
  if (!isLmError(error, 'closed')) throw new Error(`The stream must end with "closed"; received ${String(error)}.`);
  await stopped;
}

async function checkServer(folder: string): Promise<CheckResult[]> {
  await using emulator = await startEmulator(SLOW);
  await using server = await startServer({
    command: process.execPath,
    args: ['dist/main'],
    folder,
    env: { LM_BASE_URL: emulator.url, PORT: '0' },
    ready: /Listening at (\S+)/,
  });
  const url = server.found;
  // The version that `@lmux/core` installs. Node has an `EventSource` only behind a flag.
  const undici = createRequire(join(folder, 'package.json'))('undici') as EventSources;
  return [
    ...(await checkChatServer('a handler', url, emulator)),
    ...(await runChecks('@Sse()', {
      'a chat': () => completeStream(url),
      'a stream left early': () => streamLeftEarly(url, emulator),
      'an error': () => refusedRequest(url),
      'an EventSource': () => eventSource(url, undici),
      'a shutdown': () => shutdown(url, async () => server[Symbol.asyncDispose]()),
    })),
  ];
}

export const host: Host = {
  name: 'nestjs',
  async run(application) {
    const folder = await installProject(application, 'nestjs');
    const modules = join(folder, 'node_modules');
    const built = await runProgram(process.execPath, [join(modules, '@nestjs/cli/bin/nest.js'), 'build'], folder);
    if (!built.succeeded) return [{ title: 'build', error: `${built.stdout}${built.stderr}` }];
    // The flag is that of the generated package.json, since NestJS is ESM only.
    const jest = ['--experimental-vm-modules', join(modules, 'jest/bin/jest.js')];
    const { succeeded, stdout, stderr } = await runProgram(process.execPath, jest, folder);
    return [
      { title: 'build' },
      { title: 'Jest', ...(!succeeded && { error: `${stdout}${stderr}` }) },
      ...(await checkServer(folder)),
    ];
  },
};

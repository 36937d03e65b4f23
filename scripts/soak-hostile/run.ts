// Runs the floods of hostile servers against clients, each flood in a process of its own, and checks what the client made of them:
// `npm run soak -- --hostile [--only <part of a name>] [--root <checkout>]`. The process fails if a flood has another outcome than allowed,
// takes more memory or time than allowed, sends too many requests, leaves a socket open, or keeps the client's process from ending.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { CaseResult, ClientMessage, ClientTask } from './client.ts';
import type { Flood, FloodCase } from './flood.ts';
import { FLOODS } from './floods.ts';
import { startFloodServer } from './server.ts';

const { values } = parseArgs({
  options: {
    hostile: { type: 'boolean' },
    only: { type: 'string', default: '' },
    root: { type: 'string' },
  },
});

/** The beginning of the violation of a process that grew too much. */
const TOO_LARGE = 'the process must grow by at most';

/** Time in ms without any message after which a client is ended and has failed. Only a client that hangs takes so long, on any machine. */
const SILENCE_MS = 180_000;
/** Time in ms for the last sockets to close, and for the process to end by itself. */
const END_MS = 60_000;
/** A case may take this many times the CPU time of its reference, and this many ms more. */
const CPU_RATIO = 10;
const CPU_SLACK_MS = 300;
/** Ceiling of the CPU time in one turn of the event loop, in ms, unless the flood has its own. */
const MAX_BLOCKED_MS = 1000;

const CLIENT = fileURLToPath(new URL('client.ts', import.meta.url));

interface Summary {
  readonly worst: CaseResult & { readonly key: string };
  readonly growthMB: number | undefined;
  readonly cases: number;
  readonly violations: readonly string[];
}

async function runFlood(flood: Flood, transport: ClientTask['transport']): Promise<Summary> {
  const server = await startFloodServer(flood);
  const task: ClientTask = {
    flood: flood.name,
    transport,
    url: server.url,
    proxyUrl: server.proxyUrl,
    root: values.root,
  };
  const child = fork(CLIENT, [JSON.stringify(task)], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.on('data', (text) => (errors += String(text)));
  const exited = once(child, 'exit');
  const violations: string[] = [];
  let current = 'start';
  let growthMB: number | undefined;
  let cases = 0;
  let worst = { key: '', outcome: '', blockedMs: 0, cpuMs: 0, referenceMs: undefined as number | undefined };
  const ended = new Promise<boolean>((resolve) => {
    const expire = (): void => resolve(false);
    let timer = setTimeout(expire, SILENCE_MS);
    child.once('exit', expire);
    child.on('message', (message: ClientMessage) => {
      clearTimeout(timer);
      timer = setTimeout(expire, SILENCE_MS);
      if (message.kind === 'case') current = message.key;
      if (message.kind === 'settled') {
        void checkSockets(server.sockets).then((found) => {
          violations.push(...found);
          child.send('close');
        });
      }
      if (message.kind === 'done') {
        ({ growthMB } = message);
        clearTimeout(timer);
        resolve(true);
      }
      if (message.kind !== 'result') return;
      cases += 1;
      if (message.blockedMs >= worst.blockedMs) worst = message;
      violations.push(...check(flood, message, server.requests(message.key)));
    });
    void exited.then(() => clearTimeout(timer));
  });
  if (!(await ended)) {
    violations.push(
      `${label(current)}: no result within ${SILENCE_MS} ms, or the process ended. ${errors.slice(0, 300)}`,
    );
    child.kill('SIGKILL');
  } else {
    const { maxGrowthMB = 400 } = flood;
    if (growthMB !== undefined && growthMB > maxGrowthMB) {
      violations.push(`${TOO_LARGE} ${maxGrowthMB} MB; it grew by ${growthMB} MB`);
    }
    child.disconnect();
    const alone = await Promise.race([exited.then(() => true), delay(END_MS, false, { ref: false })]);
    if (!alone) {
      violations.push(`the process does not end by itself`);
      child.kill('SIGKILL');
    }
  }
  await exited;
  await server.close();
  return { worst, growthMB, cases, violations };
}

/** Checks one case. */
function check(
  flood: Flood,
  { key, outcome, blockedMs, cpuMs, referenceMs }: CaseResult & { key: string },
  requests: number,
): string[] {
  const found: FloodCase | undefined = flood.cases[key.split('\n')[1] ?? ''];
  const { outcome: allowed = [], maxRequests = Infinity } = found ?? {};
  const { maxBlockedMs = MAX_BLOCKED_MS } = flood;
  const failed = /^[a-z_]+$/.test(outcome) && outcome !== 'ok';
  const problems = [
    !allowed.includes(outcome) &&
      !(failed && allowed.includes('error')) &&
      `the outcome must be ${allowed.join(' or ')}; it is ${outcome}`,
    requests > maxRequests && `there must be at most ${maxRequests} requests; there were ${requests}`,
    blockedMs > maxBlockedMs &&
      `a turn of the event loop must take at most ${maxBlockedMs} ms of CPU time; it took ${blockedMs} ms`,
    referenceMs !== undefined &&
      cpuMs > referenceMs * CPU_RATIO + CPU_SLACK_MS &&
      `the CPU time must be in proportion to a success (${referenceMs} ms); it is ${cpuMs} ms`,
  ];
  return problems.flatMap((problem) => (problem === false ? [] : `${label(key)}: ${problem}`));
}

/** Checks that no socket remains of calls that have ended, before their client is closed. The server never keeps a connection alive. */
async function checkSockets(sockets: () => number): Promise<string[]> {
  for (let waited = 0; sockets() > 0 && waited < END_MS; waited += 50) await delay(50);
  return sockets() === 0 ? [] : [`${sockets()} sockets are open after all calls have ended`];
}

function label(key: string): string {
  return key.split('\n').slice(0, 2).join(', ');
}

/**
 * Runs a flood. Runs it again if the process grew too much and nothing else was wrong, because its size also depends on when the engine collects
 * garbage. What keeps its input exceeds the ceiling again.
 */
async function runTwiceIfLarge(...args: Parameters<typeof runFlood>): ReturnType<typeof runFlood> {
  const result = await runFlood(...args);
  const { violations } = result;
  return violations.length === 1 && violations[0]?.startsWith(TOO_LARGE) === true ? runFlood(...args) : result;
}

const started = performance.now();
let failed = 0;
let count = 0;
let peakMB = 0;
for (const flood of FLOODS.filter(({ name }) => name.includes(values.only))) {
  for (const transport of flood.transports ?? (['undici', 'fetch'] as const)) {
    const begun = performance.now();
    const { worst, growthMB, cases, violations } = await runTwiceIfLarge(flood, transport);
    count += 1;
    if (violations.length > 0) failed += 1;
    peakMB = Math.max(peakMB, growthMB ?? 0);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const measured = `${cases} cases, ${growthMB ?? '?'} MB, blocked ${worst.blockedMs} ms (${label(worst.key)}), ${seconds} s`;
    process.stdout.write(`${violations.length === 0 ? 'ok  ' : 'FAIL'} ${flood.name} (${transport}): ${measured}\n`);
    for (const violation of violations.slice(0, 12)) process.stdout.write(`       ${violation}\n`);
    if (violations.length > 12) process.stdout.write(`       and ${violations.length - 12} more\n`);
  }
}
const total = Math.round((performance.now() - started) / 1000);
process.stdout.write(`${count} floods, ${failed} failed, peak ${peakMB} MB, ${total} s\n`);
// No process.exit(), because this process must end by itself too.
process.exitCode = failed === 0 && count > 0 ? 0 : 1;

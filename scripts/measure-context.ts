/**
 * Measures counting and fitting on a real server, which the environment selects (`LM_BASE_URL`, `LM_MODEL`, ...):
 *
 * - `npm run context -- estimates` compares estimates with the counts of a llama-server.
 * - `npm run context -- overflow` sends prompts with `contextOverflow: 'error'` to Ollama, half of which are longer than the context.
 * - `npm run context -- trim` sends growing chats with `contextOverflow: 'trim'`. Use a server with a small context.
 *
 * `--chats` sets the number of chats (default 200). The process fails if a result misses its target. test/live/context.live.test.ts runs small
 * samples.
 */
import { parseArgs } from 'node:util';
import { configFromEnv, createClient, UndiciTransport, type LmClient } from '@lmux/core';
import { llamacpp } from '@lmux/provider-llamacpp';
import { ollama } from '@lmux/provider-ollama';
import { measureEstimates } from './measure-context/estimates.ts';
import { measureOverflow } from './measure-context/overflow.ts';
import { measureTrim, recordMessages } from './measure-context/trim.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { chats: { type: 'string', default: '200' }, context: { type: 'string', default: '512' } },
});
const chats = Number(values.chats);
const model = process.env['LM_MODEL'] ?? 'smollm2-135m-instruct';
const isOllama = process.env['LM_PROVIDER'] === 'ollama';
// A kept-alive connection may have been closed by the server.
const { transport, sent } = recordMessages(new UndiciTransport());
await using client: LmClient = createClient({
  plugins: [llamacpp, ollama],
  config: { ...configFromEnv(), provider: isOllama ? 'ollama' : 'llamacpp' },
  transport,
});

/** Prints a result, and fails the process if it misses its target. */
function report(result: object, isMet: boolean): void {
  console.log(
    JSON.stringify(result, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value)),
  );
  if (isMet) return;
  console.error('The result misses its target.');
  process.exitCode = 1;
}

switch (positionals[0]) {
  case 'estimates': {
    for (const result of await measureEstimates({ exact: client, model, rounds: Math.ceil(chats / 20), prompts: 20 })) {
      const isOneKind = !result.what.startsWith('mixed');
      report(result, isOneKind ? Math.abs(result.sumError) <= 0.05 && result.medianError <= 0.05 : result.held >= 0.95);
    }
    break;
  }
  case 'overflow': {
    const contextLengths = [128, 192, 256];
    const prompts = Math.ceil(chats / contextLengths.length);
    for (const result of await measureOverflow({ client, model, contextLengths, prompts })) {
      report(result, result.silentCuts === 0 && result.falseErrors === 0);
    }
    break;
  }
  case 'trim': {
    const described = isOllama ? undefined : (await client.models.describe(model)).contextLength;
    const contextLength = described ?? Number(values.context);
    const fields = isOllama ? { contextLength } : undefined;
    const result = await measureTrim({ client, sent, model, contextLength, chats, fields });
    const { overflowErrors, splitPairs, wasteful, medianUse } = result;
    report(result, overflowErrors + splitPairs + wasteful === 0 && medianUse >= 0.85);
    break;
  }
  default:
    throw new Error('Pass what to measure: estimates, overflow or trim.');
}
await transport.close();

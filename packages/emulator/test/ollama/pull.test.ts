import { describe, expect, test } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Emulator } from '../../src/index.js';
import { check } from '../support/check-schema.js';
import { manualClock } from '../support/manual-clock.js';
import { post, postJson } from '../support/post.js';
import { postLines } from './post-lines.js';
import { PULL_LINE } from './schemas.js';

const MODELS = [
  { id: 'plain' },
  { id: 'new', sizeBytes: 1000, download: { ms: 1000 } },
  { id: 'missing', download: { failsAt: 0 } },
  { id: 'broken', sizeBytes: 1000, download: { ms: 1000, failsAt: 0.5, reason: 'disk full' } },
];

async function site() {
  const clock = manualClock();
  const emulator = await startEmulator({ as: 'ollama', models: MODELS, nowMs: clock.nowMs });
  return { emulator, clock, [Symbol.asyncDispose]: () => emulator.close() };
}

interface PullLine {
  readonly status?: string;
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
  readonly error?: string;
}

/** Pulls a model and yields the lines of the stream. */
async function* pullLines(emulator: Emulator, model: string, signal?: AbortSignal): AsyncGenerator<PullLine> {
  const response = await post(emulator, '/api/pull', { model }, signal === undefined ? {} : { signal });
  let text = '';
  for await (const piece of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += piece;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = JSON.parse(text.slice(0, end)) as PullLine;
      check(PULL_LINE, line);
      text = text.slice(end + 1);
      yield line;
    }
  }
}

describe('POST /api/pull', () => {
  test('downloads one layer after the other, then adds the model', async () => {
    await using at = await site();
    const seen: PullLine[] = [];
    for await (const line of pullLines(at.emulator, 'new')) {
      seen.push(line);
      at.clock.advance(150);
    }
    const layers = seen.filter(({ digest }) => digest !== undefined);
    expect(seen.map(({ status }) => status).slice(layers.length + 1)).toEqual([
      'verifying sha256 digest',
      'writing manifest',
      'success',
    ]);
    // Each layer is complete before the next starts.
    const digests = layers.map(({ digest }) => digest).filter((digest, index, all) => digest !== all[index - 1]);
    expect(digests).toHaveLength(3);
    const last = digests.map((digest) => layers.findLast((line) => line.digest === digest));
    expect(last).toMatchObject([
      { total: 900, completed: 900 },
      { total: 80, completed: 80 },
      { total: 20, completed: 20 },
    ]);
    expect(at.emulator.models.map(({ id }) => id)).toContain('new');
    const again = await postLines<PullLine>(at.emulator, '/api/pull', { model: 'new:latest' });
    expect(again.at(-1)).toEqual({ status: 'success' });
  });

  test('is canceled by a disconnect and resumed by the next pull', async () => {
    await using at = await site();
    const controller = new AbortController();
    await expect(async () => {
      for await (const { digest } of pullLines(at.emulator, 'new', controller.signal)) {
        if (digest === undefined) at.clock.advance(300);
        else controller.abort();
      }
    }).rejects.toThrow('abort');
    await at.emulator.clientDisconnected(1);
    at.clock.advance(1e6);
    expect(at.emulator.models.map(({ id }) => id)).not.toContain('new');
    const firsts: PullLine[] = [];
    for await (const line of pullLines(at.emulator, 'new')) {
      if (line.digest !== undefined && firsts.push(line) === 1) at.clock.advance(1000);
    }
    expect(firsts[0]).toMatchObject({ total: 900, completed: 300 });
  });

  test('reports an error with status 200 in a stream, and with 500 otherwise', async () => {
    await using at = await site();
    expect(await postLines(at.emulator, '/api/pull', { model: 'missing' })).toEqual([
      { status: 'pulling manifest' },
      { error: 'pull model manifest: file does not exist' },
    ]);
    const whole = await postJson(at.emulator, '/api/pull', { model: 'missing', stream: false }, 500);
    expect(whole).toEqual({ error: 'pull model manifest: file does not exist' });
    expect(await postJson(at.emulator, '/api/pull', { model: 'a b' }, 400)).toEqual({ error: 'invalid model name' });
    const seen: PullLine[] = [];
    for await (const line of pullLines(at.emulator, 'broken')) {
      seen.push(line);
      at.clock.advance(400);
    }
    expect(seen.at(-1)).toEqual({ error: 'disk full' });
  });

  test('replaces an installed model by its newer version, and changes the digest', async () => {
    const versions = [
      { id: 'plain', toolUse: false },
      { id: 'plain', toolUse: true, download: { ms: 0 } },
    ];
    await using emulator = await startEmulator({ as: 'ollama', models: versions });
    const state = async () => {
      const tags = (await (await fetch(`${emulator.url}/api/tags`)).json()) as { models: { digest: string }[] };
      const { capabilities } = await postJson<{ capabilities: string[] }>(emulator, '/api/show', { model: 'plain' });
      return { digests: tags.models.map(({ digest }) => digest), capabilities };
    };
    await postJson(emulator, '/api/generate', { model: 'plain' });
    const before = await state();
    expect(before).toMatchObject({ digests: [expect.any(String)], capabilities: ['completion'] });
    expect((await postLines(emulator, '/api/pull', { model: 'plain' })).at(-1)).toEqual({ status: 'success' });
    const after = await state();
    expect(after).toMatchObject({ digests: [expect.any(String)], capabilities: ['completion', 'tools'] });
    expect(after.digests).not.toEqual(before.digests);
    expect(emulator.loadedInstances).toEqual([]);
    await postLines(emulator, '/api/pull', { model: 'plain' });
    expect(await state()).toEqual(after);
  });
});

import type { EmbeddingRequest } from '../../../contract/embedding.js';
import { ensure, shown } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import { conformanceValues } from '../conformance-values.js';
import { settle } from '../harness/event-loop.js';
import type { Harness } from '../harness/harness.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const { model, inputs } = conformanceValues;
const EXTRA = { conformance_extra: 'a field of its own' };

function embed(plan: RoutePlan, harness: Harness, more: Partial<EmbeddingRequest> = {}) {
  return harness.client.embed({ model, input: [...inputs], ...more }, plan.callOptions());
}

function hasTexts(body: string, texts: readonly string[]): boolean {
  return texts.every((text) => body.includes(JSON.stringify(text)));
}

/** Creates the cases of embedding requests with fields other than the texts. */
export function* embeddingCases(plan: RoutePlan): Generator<Case> {
  const response = plan.responseOf('embedding');
  if (response === undefined) return;
  yield plan.case('embedding: sends extra', fakeResponseOf(response), async (harness) => {
    await settle(embed(plan, harness, { extra: EXTRA }), 'The call');
    const body = harness.sent.at(-1)?.json as Partial<typeof EXTRA> | undefined;
    ensure(
      body?.conformance_extra === EXTRA.conformance_extra,
      `The method embed() must merge "extra" into the request body; it was called with ${shown(EXTRA)}, but sent ${shown(body)}. Merge it last.`,
    );
  });

  yield plan.case(
    'embedding: fails when the vectors do not have the requested dimensions',
    fakeResponseOf(response),
    async (harness) => {
      const { embeddings } = await settle(embed(plan, harness), 'The call');
      const length = embeddings[0]?.length ?? 0;
      await expectFailure(embed(plan, harness, { dimensions: length + 1 }), {
        after: `a request for ${length + 1} dimensions and a response with ${length}`,
        codes: ['unexpected_response'],
        provider: plan.matrix.provider,
      });
      await harness.checkReleased('After a response with the wrong dimensions');
    },
  );

  const more = inputs.map((text) => `${text} again`);
  yield plan.case(
    'embedding: sends an input that exceeds the limits in parts, in order',
    fakeResponseOf(response),
    async (harness) => {
      // The limit cannot be set for a factory that returns a client.
      if (harness.spy.provider === undefined) return;
      const { embeddings } = await settle(embed(plan, harness, { input: [...inputs, ...more] }), 'The call');
      const bodies = harness.sent.map(({ json }) => JSON.stringify(json));
      const parts = [inputs, more].map((texts) => bodies.findIndex((body) => hasTexts(body, texts)));
      ensure(
        bodies.length === 2 && parts.join() === '0,1',
        `The method embed() must send the texts that it receives and no others; the client called it with ${inputs.length} of ${inputs.length * 2} texts, twice. It sent ${bodies.length} requests.`,
      );
      const half = embeddings.length / 2;
      ensure(
        shown(embeddings.slice(0, half)) === shown(embeddings.slice(half)) && half === inputs.length,
        `The method embed() must return one vector for each text; received ${embeddings.length} for ${inputs.length * 2} texts.`,
      );
      await harness.checkReleased('After an input in two parts');
    },
    { limits: { embedInputs: inputs.length } },
  );
}

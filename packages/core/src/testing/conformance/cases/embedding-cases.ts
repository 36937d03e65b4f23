import type { EmbeddingRequest } from '../../../contract/embedding.js';
import { ensure, shown } from '../assert.js';
import type { Bench } from '../bench.js';
import { conformanceWords } from '../conformance-words.js';
import { replyOf, type Case, type RoutePlan } from '../route-plan.js';
import { rejects } from '../traits/rejects.js';
import { settle } from '../turns.js';

const { model, inputs } = conformanceWords;
const EXTRA = { conformance_extra: 'a field of its own' };

function embed(plan: RoutePlan, bench: Bench, more: Partial<EmbeddingRequest> = {}) {
  return bench.client.embed({ model, input: [...inputs], ...more }, plan.callOptions());
}

/** What an embedding asks for besides its texts. */
export function* embeddingCases(plan: RoutePlan): Generator<Case> {
  const answer = plan.answerOf('embedding');
  if (answer === undefined) return;
  yield plan.case(
    'embedding: extra reaches the wire',
    () => replyOf(answer),
    async (bench) => {
      await settle(embed(plan, bench, { extra: EXTRA }), 'The call');
      const body = bench.sent.at(-1)?.json as Partial<typeof EXTRA> | undefined;
      ensure(
        body?.conformance_extra === EXTRA.conformance_extra,
        `embed was given extra: ${shown(EXTRA)}, but sends ${shown(body)}; merge extra into the body, last.`,
      );
    },
  );

  yield plan.case(
    'embedding: fails when the vectors have not the dimensions asked for',
    () => replyOf(answer),
    async (bench) => {
      const { embeddings } = await settle(embed(plan, bench), 'The call');
      const length = embeddings[0]?.length ?? 0;
      await rejects(embed(plan, bench, { dimensions: length + 1 }), {
        after: `a request for ${length + 1} dimensions that was answered with ${length}`,
        codes: ['unexpected_response'],
        provider: plan.matrix.provider,
      });
      await bench.tidy('After vectors of other dimensions');
    },
  );
}

import { playSteps } from '../../../shared/engine/engine-run.js';
import type { EngineRun } from '../../../shared/engine/engine-run.js';
import type { GenerationStep } from '../../../shared/engine/generation.js';
import type { ChatRun } from './chat-run.js';

type Group = 'reasoning' | 'message';

/**
 * Emits reasoning and text, token by token. Tool calls take the same time per token but are reported afterwards, each
 * as a unit.
 */
export async function emitSteps(
  { output, emit }: ChatRun,
  engine: EngineRun,
  steps: readonly GenerationStep[],
): Promise<void> {
  let open: Group | undefined;
  const turnTo = async (group: Group | undefined): Promise<void> => {
    if (group === open) return;
    if (open !== undefined) await emit({ type: `${open}.end` });
    open = group;
    if (group === undefined) return;
    output.begin(group);
    await emit({ type: `${group}.start` });
  };
  await playSteps(engine, steps, async (step) => {
    const group = groupOf(step);
    await turnTo(group);
    if (step.kind === 'tool-call') return;
    output.outputTokens += 1;
    if (step.kind === 'reasoning') output.reasoningTokens += 1;
    if (group === undefined) return;
    output.append(step.text);
    await emit({ type: `${group}.delta`, content: step.text });
  });
  await turnTo(undefined);
}

function groupOf(step: GenerationStep): Group | undefined {
  if (step.kind === 'reasoning') return 'reasoning';
  return step.kind === 'text' ? 'message' : undefined;
}

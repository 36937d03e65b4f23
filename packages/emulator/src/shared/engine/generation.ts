import type { ReplyParts } from './reply.js';
import { tokenize } from './tokenize.js';

/** One step of a streamed reply. It contains at most one token. */
export type GenerationStep =
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly index: number; readonly name: string }
  | { readonly kind: 'tool-arguments'; readonly index: number; readonly text: string };

/** A reply after the limits of the request have been applied. */
export interface Generation {
  readonly steps: readonly GenerationStep[];
  readonly finishReason: 'stop' | 'length' | 'tool_calls';
  readonly completionTokens: number;
  readonly reasoningTokens: number;
}

/** Limits of a reply. */
export interface GenerationLimits {
  /** True if reasoning is sent. */
  readonly reasoning: boolean;
  /** Stop sequences. The text ends before the first one. They have no effect on reasoning and tool calls. */
  readonly stop: readonly string[];
  /** Maximum number of tokens of reasoning, text and tool arguments together. */
  readonly maxTokens: number;
}

/** Splits a reply into tokens, up to the first stop sequence and the token limit. */
export function generate(reply: ReplyParts, limits: GenerationLimits): Generation {
  const all = stepsOf(reply, limits);
  const steps: GenerationStep[] = [];
  let completionTokens = 0;
  let reasoningTokens = 0;
  for (const step of all) {
    // The start of a tool call does not count as a token, so no call is cut between its name and its first argument
    // token.
    if (step.kind !== 'tool-call') {
      if (completionTokens >= limits.maxTokens)
        return { steps, finishReason: 'length', completionTokens, reasoningTokens };
      completionTokens += 1;
      if (step.kind === 'reasoning') reasoningTokens += 1;
    }
    steps.push(step);
  }
  const finishReason = (reply.toolCalls?.length ?? 0) > 0 ? 'tool_calls' : 'stop';
  return { steps, finishReason, completionTokens, reasoningTokens };
}

function stepsOf(reply: ReplyParts, limits: GenerationLimits): GenerationStep[] {
  const reasoning = limits.reasoning ? tokenize(reply.reasoning ?? '') : [];
  const text = tokenize(truncateAtStop(reply.text ?? '', limits.stop));
  return [
    ...reasoning.map((token) => ({ kind: 'reasoning' as const, text: token })),
    ...text.map((token) => ({ kind: 'text' as const, text: token })),
    ...(reply.toolCalls ?? []).flatMap((call, index): GenerationStep[] => {
      const source = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
      const pieces = tokenize(source).map((token) => ({ kind: 'tool-arguments' as const, index, text: token }));
      return [{ kind: 'tool-call', index, name: call.name }, ...pieces];
    }),
  ];
}

function truncateAtStop(text: string, stop: readonly string[]): string {
  const places = stop.map((word) => (word === '' ? -1 : text.indexOf(word))).filter((place) => place >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

/** Joins the texts of one kind of steps or other parts of a reply. */
export function textOf(
  parts: readonly { readonly kind: string; readonly text?: string }[],
  kind: 'text' | 'reasoning',
): string {
  return parts.map((part) => (part.kind === kind ? (part.text ?? '') : '')).join('');
}

/** Joins the arguments of one tool call. */
export function argumentsOf(steps: readonly GenerationStep[], index: number): string {
  return steps.map((step) => (step.kind === 'tool-arguments' && step.index === index ? step.text : '')).join('');
}

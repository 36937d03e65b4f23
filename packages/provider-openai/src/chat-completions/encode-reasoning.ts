import type { Message } from '@lmux/core/provider';
import { isObject, readArray } from '@lmux/core/provider/json';
import { readProviderMetadata, type MetadataSource } from '@lmux/core/provider/streams';
import type { Dialect, ReasoningField } from '../encode/dialect.js';
import { CONTENT_PARTS, REASONING_TEXTS, STATE_FIELDS, TEXT_FIELD, type StateField } from './state-fields.js';

type Reasoning = NonNullable<Extract<Message, { role: 'assistant' }>['reasoning']>;

/** Properties of the server that receives a history. */
export interface HistoryTarget {
  readonly dialect: Dialect;
  /** The source whose state the server reads. If unset, no state is sent. */
  readonly source?: MetadataSource | undefined;
}

/** The reasoning of a message on the wire. */
export interface EncodedReasoning {
  /** Content parts before the text. */
  readonly parts: readonly unknown[];
  /** Fields of the message. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Returns the text of the reasoning of a message. Empty if there is none. */
export function reasoningText(reasoning: Reasoning = ''): string {
  return typeof reasoning === 'string' ? reasoning : reasoning.map(({ text }) => text).join('');
}

/** Returns the fields of a state that belong to a part of the message. */
export function stateFields(state: Readonly<Record<string, unknown>>, of: StateField['of']): [string, unknown][] {
  return Object.entries(state).filter(([key]) => STATE_FIELDS.get(key)?.of === of);
}

/** Returns the states of this source in the parts of the reasoning. */
function statesOf(reasoning: Reasoning, { dialect, source }: HistoryTarget): Readonly<Record<string, unknown>>[] {
  if (typeof reasoning === 'string' || source === undefined || dialect.reasoningState === false) return [];
  return reasoning.map(({ providerMetadata }) => readProviderMetadata(providerMetadata, source)).filter(isObject);
}

function isTextField(value: unknown): value is ReasoningField {
  return REASONING_TEXTS.some((name) => name === value);
}

/** Returns the field for the text, or `undefined` if it is not known. */
function fieldFor(states: readonly Readonly<Record<string, unknown>>[], dialect: Dialect): ReasoningField | undefined {
  const remembered = states.map((state) => state[TEXT_FIELD]).find(isTextField);
  return dialect.reasoningField ?? remembered ?? dialect.defaultReasoningField;
}

/** Returns reasoning as a content part in Mistral's form: https://docs.mistral.ai/capabilities/reasoning */
function thinkingPart(text: string): object {
  return { type: 'thinking', thinking: [{ type: 'text', text }] };
}

/** Encodes the text under the field from which the server reads it. */
function encodeText(text: string, field: ReasoningField | undefined): EncodedReasoning {
  if (field === undefined || field === 'none') return { parts: [], fields: {} };
  return field === 'thinking' ? { parts: [thinkingPart(text)], fields: {} } : { parts: [], fields: { [field]: text } };
}

/**
 * Encodes the reasoning of an earlier message: the state that came from this server, unchanged, and the text under the name that the server
 * reads. State that contains the reasoning itself replaces the text.
 */
export function encodeReasoning(reasoning: Reasoning, target: HistoryTarget): EncodedReasoning {
  const states = statesOf(reasoning, target);
  const field = fieldFor(states, target.dialect);
  const parts = states.flatMap((state) => readArray(state[CONTENT_PARTS]));
  const lists = new Map<string, unknown>();
  for (const [key, value] of states.flatMap((state) => stateFields(state, 'reasoning'))) {
    const earlier = lists.get(key);
    lists.set(key, Array.isArray(earlier) && Array.isArray(value) ? [...earlier, ...value] : value);
  }
  const replacesText = [...lists].some(
    ([key, value]) => STATE_FIELDS.get(key)?.replacesText === true && readArray(value).length > 0,
  );
  const fields = Object.fromEntries(lists);
  const asParts = parts.length > 0 && (target.dialect.reasoningField ?? 'thinking') === 'thinking';
  if (asParts || replacesText) return { parts: asParts ? parts : [], fields };
  const text = reasoningText(reasoning);
  // An empty text goes back only if it came from here: DeepSeek requires the field in a message with tool calls.
  if (text === '' && !states.some((state) => state[TEXT_FIELD] === field)) return { parts: [], fields };
  const encoded = encodeText(text, field);
  return { parts: encoded.parts, fields: { ...encoded.fields, ...fields } };
}

import type { ReasoningField } from '../encode/dialect.js';

/** Key of the reasoning state that stores the name of the field in which the text arrived. It is not sent. */
export const TEXT_FIELD = 'field';

/** The key of the reasoning state under which content parts with reasoning are kept. They are sent as the first content parts. */
export const CONTENT_PARTS = 'content';

/**
 * Fields with reasoning as text, in the order in which they are read: the first one that is not empty counts. Servers that fill several
 * send the same text in each (Chutes, OpenRouter), but only one may go back (aliou/pi-neuralwatt issue 102).
 */
export const REASONING_TEXTS: readonly ReasoningField[] = [
  // DeepSeek, llama.cpp, LM Studio, SGLang
  'reasoning_content',
  // Ollama, vLLM, OpenRouter, Groq
  'reasoning',
  // GitHub Copilot: anomalyco/opencode pull request 8900
  'reasoning_text',
  // GitHub Copilot with OpenAI's models: microsoft/vscode-copilot-chat, openAIEndpoint.ts
  'cot_summary',
];

/** Types of content parts that contain reasoning or its signature. */
export const REASONING_PARTS: ReadonlySet<unknown> = new Set([
  // Mistral: https://docs.mistral.ai/capabilities/reasoning
  'thinking',
  // Databricks, with a signature in each part of the summary: BerriAI/litellm issue 9700
  'reasoning',
  // Anthropic's models behind gateways
  'redacted_thinking',
]);

/** A field of a delta or a message with state that the server expects back. */
export interface StateField {
  /** The part of the message that the state belongs to. */
  readonly of: 'reasoning' | 'message';
  /**
   * The way in which pieces are joined. `blocks`: lists whose items are continued. `object`: objects that are merged. `value`: the last one
   * counts.
   */
  readonly join: 'blocks' | 'object' | 'value';
  /** True if the field contains the reasoning itself. The text is then not sent in addition. */
  readonly replacesText?: true;
  /** The only keys of the object that are sent back. Default: all. */
  readonly keys?: readonly string[];
  /** A key of the inner objects that describes a piece of the text, so that it is not sent back. */
  readonly pieceKey?: string;
}

/** The fields with state, other than those of tool calls. All keys of a tool call that are not OpenAI's are state. */
export const STATE_FIELDS: ReadonlyMap<string, StateField> = new Map<string, StateField>([
  // OpenRouter: https://openrouter.ai/docs/use-cases/reasoning-tokens. MiniMax: MiniMax-AI/MiniMax-M2 issue 95. Also Novita and Vercel.
  ['reasoning_details', { of: 'reasoning', join: 'blocks', replacesText: true }],
  // LiteLLM: https://docs.litellm.ai/docs/reasoning_content, in pieces: BerriAI/litellm issue 29428
  ['thinking_blocks', { of: 'reasoning', join: 'blocks', replacesText: true }],
  // LiteLLM with OpenAI's responses, in the last delta: BerriAI/litellm pull request 24690
  ['reasoning_items', { of: 'reasoning', join: 'blocks' }],
  // GitHub Copilot: anomalyco/opencode pull request 8900
  ['reasoning_opaque', { of: 'reasoning', join: 'value' }],
  // GitHub Copilot with OpenAI's models: microsoft/vscode-copilot-chat, openAIEndpoint.ts
  ['cot_id', { of: 'reasoning', join: 'value' }],
  // Gemini ("google") and Vertex AI ("vertex"): https://ai.google.dev/gemini-api/docs/thought-signatures. Also on the first delta of a text.
  // `thought` marks the deltas with `<thought>` text: https://ai.google.dev/gemini-api/docs/openai#thinking
  ['extra_content', { of: 'message', join: 'object', pieceKey: 'thought' }],
  // A proxy of Gemini: can1357/oh-my-pi issue 10630
  ['thinking_signature', { of: 'message', join: 'value' }],
  // LiteLLM, such as `thought_signatures` of Gemini: https://docs.litellm.ai/blog/gemini_3
  ['provider_specific_fields', { of: 'message', join: 'object' }],
  // OpenAI: https://platform.openai.com/docs/guides/audio. Only the id goes back, since the server keeps the audio.
  ['audio', { of: 'message', join: 'object', keys: ['id'] }],
]);

import type { FinishReason } from '@lmux/core/provider';

type Unified = FinishReason['unified'];

/** Finish reasons by meaning, in lower case. Gemini and Cohere send upper case, also through OpenAI-compatible APIs (Vibe-Trading pull 308). */
const MEANINGS: Readonly<Partial<Record<Unified, readonly string[]>>> = {
  stop: [
    // OpenAI. Gemini: https://ai.google.dev/api/generate-content#FinishReason
    'stop',
    // Together: together-python src/together/types/common.py
    'eos',
    // Text Generation Inference: https://huggingface.github.io/text-generation-inference
    'eos_token',
    'stop_sequence',
    // Anthropic and xAI: anthropic-sdk-python types/stop_reason.py, genkit pull 6259
    'end_turn',
    // Cohere: https://docs.cohere.com/reference/chat
    'complete',
    // Amazon Titan: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
    'finished',
    'stop_criteria_met',
  ],
  length: [
    'length',
    // Anthropic, Gemini, Cohere
    'max_tokens',
    // Mistral: client-python models/chatcompletionchoice.py
    'model_length',
    // Anthropic and Z.ai: genkit pull 6259
    'model_context_window_exceeded',
  ],
  'tool-calls': [
    'tool_calls',
    'function_call',
    // Anthropic
    'tool_use',
    // Cohere
    'tool_call',
  ],
  'content-filter': [
    'content_filter',
    // Bedrock and Titan: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
    'content_filtered',
    'guardrail_intervened',
    // Anthropic
    'refusal',
    // Zhipu (Z.ai): genkit pull 6259, opencode issue 44092
    'sensitive',
    // Cohere
    'error_toxic',
    // Gemini. LiteLLM and Portkey map them to content_filter too: litellm core_helpers.py, Portkey finishReasonMap.ts
    'safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'language',
    'image_safety',
    'image_prohibited_content',
    'image_recitation',
    'model_armor',
  ],
  error: [
    // OpenRouter: https://openrouter.ai/docs/api/reference/errors-and-debugging
    'error',
    // vLLM, SGLang and LMDeploy
    'abort',
    // LMDeploy: lmdeploy/serve/openai/protocol.py
    'parse_error',
    // DeepSeek: https://api-docs.deepseek.com/api/create-chat-completion
    'insufficient_system_resource',
    // Zhipu (Z.ai): genkit pull 6259
    'network_error',
    // llmgateway: https://docs.llmgateway.io
    'upstream_error',
    // Cohere
    'timeout',
    // Gemini: python-genai types.py
    'malformed_function_call',
    'malformed_response',
    'unexpected_tool_call',
    'too_many_tool_calls',
    'missing_thought_signature',
  ],
};

const REASONS: ReadonlyMap<string, Unified> = new Map(
  Object.entries(MEANINGS).flatMap(([unified, raws]) =>
    raws.map((raw): [string, Unified] => [raw, unified as Unified]),
  ),
);

/** Strings that servers send in place of `null`, in lower case and without whitespace around them. */
const ABSENT: ReadonlySet<string> = new Set([
  // Ollama issue 4357, SGLang issue 3912, together-python pull 239, openai-dotnet pull 389
  '',
  // KoboldCpp (AIShell issue 350), Ai00 (ai00_server issue 90), DashScope and Coze (one-api relay/adaptor/ali and coze)
  'null',
  // The null of other languages, converted to a string in the same way.
  'none',
  'undefined',
  'nil',
]);

/** Returns true if a value is a reason. Some servers send a string in place of `null` while they generate. */
export function isFinishReason(raw: unknown): raw is string {
  return typeof raw === 'string' && !ABSENT.has(raw.trim().toLowerCase());
}

/** Decodes the server's finish reason. An unknown value is `unknown`. A string that is not a reason counts as absent. */
export function decodeFinishReason(raw: unknown): FinishReason {
  if (!isFinishReason(raw)) return { unified: 'unknown', raw: undefined };
  return { unified: REASONS.get(raw.trim().toLowerCase()) ?? 'unknown', raw };
}

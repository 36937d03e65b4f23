import type { FinishReason } from '@lmux/core/provider';

type Unified = FinishReason['unified'];

/**
 * Meaning of each finish reason, in lower case. Gemini and Cohere send upper case, also through OpenAI-compatible APIs (HKUDS/Vibe-Trading pull
 * request 308).
 */
const REASONS: Readonly<Record<string, Unified>> = {
  // OpenAI. Gemini: https://ai.google.dev/api/generate-content#FinishReason
  stop: 'stop',
  // Together: togethercomputer/together-python src/together/types/common.py
  eos: 'stop',
  // Text Generation Inference: https://huggingface.github.io/text-generation-inference
  eos_token: 'stop',
  stop_sequence: 'stop',
  // Anthropic and xAI: anthropics/anthropic-sdk-python types/stop_reason.py, genkit-ai/genkit pull request 6259
  end_turn: 'stop',
  // Cohere: https://docs.cohere.com/reference/chat
  complete: 'stop',
  // Amazon Titan: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
  finished: 'stop',
  stop_criteria_met: 'stop',
  length: 'length',
  // Anthropic, Gemini, Cohere
  max_tokens: 'length',
  // Mistral: mistralai/client-python models/chatcompletionchoice.py
  model_length: 'length',
  // Anthropic and Z.ai: genkit-ai/genkit pull request 6259
  model_context_window_exceeded: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  // Anthropic
  tool_use: 'tool-calls',
  // Cohere
  tool_call: 'tool-calls',
  content_filter: 'content-filter',
  // Bedrock and Titan: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
  content_filtered: 'content-filter',
  guardrail_intervened: 'content-filter',
  // Anthropic
  refusal: 'content-filter',
  // Zhipu (Z.ai): genkit-ai/genkit pull request 6259, anomalyco/opencode issue 44092
  sensitive: 'content-filter',
  // Cohere
  error_toxic: 'content-filter',
  // Gemini. LiteLLM and Portkey map them to content_filter too: BerriAI/litellm core_helpers.py, Portkey-AI/gateway finishReasonMap.ts
  safety: 'content-filter',
  recitation: 'content-filter',
  blocklist: 'content-filter',
  prohibited_content: 'content-filter',
  spii: 'content-filter',
  language: 'content-filter',
  image_safety: 'content-filter',
  image_prohibited_content: 'content-filter',
  image_recitation: 'content-filter',
  model_armor: 'content-filter',
  // OpenRouter: https://openrouter.ai/docs/api/reference/errors-and-debugging
  error: 'error',
  // vLLM, SGLang and LMDeploy
  abort: 'error',
  // LMDeploy: InternLM/lmdeploy lmdeploy/serve/openai/protocol.py
  parse_error: 'error',
  // DeepSeek: https://api-docs.deepseek.com/api/create-chat-completion
  insufficient_system_resource: 'error',
  // Zhipu (Z.ai): genkit-ai/genkit pull request 6259
  network_error: 'error',
  // llmgateway: https://docs.llmgateway.io
  upstream_error: 'error',
  // Cohere
  timeout: 'error',
  // Gemini: googleapis/python-genai types.py
  malformed_function_call: 'error',
  malformed_response: 'error',
  unexpected_tool_call: 'error',
  too_many_tool_calls: 'error',
  missing_thought_signature: 'error',
};

/** Strings that servers send in place of `null`, in lower case and without whitespace around them. */
const ABSENT: ReadonlySet<string> = new Set([
  // ollama/ollama issue 4357, sgl-project/sglang issue 3912, togethercomputer/together-python pull request 239, openai/openai-dotnet pull
  // request 389
  '',
  // KoboldCpp (PowerShell/AIShell issue 350), Ai00 (Ai00-X/ai00_server issue 90), DashScope and Coze (songquanpeng/one-api relay/adaptor/ali
  // and coze)
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
  const key = raw.trim().toLowerCase();
  return { unified: Object.hasOwn(REASONS, key) ? (REASONS[key] ?? 'unknown') : 'unknown', raw };
}

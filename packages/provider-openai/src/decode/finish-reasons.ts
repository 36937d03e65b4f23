import type { FinishReason } from '@lmux/core/provider';

/**
 * Meaning of each finish reason, in snake case and lower case. Gateways pass the reasons of other vendors on: Gemini's and Cohere's in upper case
 * (HKUDS/Vibe-Trading pull request 308, QwenLM/qwen-code pull request 9884), others in camel case.
 */
export const FINISH_REASONS: Readonly<Record<string, FinishReason['unified']>> = {
  // OpenAI. Gemini: https://ai.google.dev/api/generate-content#FinishReason
  stop: 'stop',
  // Gateways: earendil-works/pi pull request 2106
  end: 'stop',
  // Together: togethercomputer/together-python src/together/types/common.py
  eos: 'stop',
  // Text Generation Inference: https://huggingface.github.io/text-generation-inference. watsonx.ai:
  // https://ibm.github.io/watsonx-ai-node-sdk/enums/0_1_x.WatsonXAI.TextGenResult.Constants.StopReason.html
  eos_token: 'stop',
  stop_sequence: 'stop',
  // Anthropic and xAI: anthropics/anthropic-sdk-python types/stop_reason.py, genkit-ai/genkit pull request 6259
  end_turn: 'stop',
  // Cohere: https://docs.cohere.com/reference/chat
  complete: 'stop',
  // OpenAI's Responses API and llmgateway: https://docs.llmgateway.io
  completed: 'stop',
  // Amazon Titan: https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-text.html
  finished: 'stop',
  stop_criteria_met: 'stop',
  // Aleph Alpha: AlephAlphaChatModel.java of langchain4j
  end_of_text: 'stop',
  stop_sequence_reached: 'stop',
  // LM Studio's own API: https://lmstudio.ai/docs/developer/rest/endpoints, mozilla-ai/any-llm providers/lmstudio
  eos_found: 'stop',
  stop_string_found: 'stop',
  length: 'length',
  // Anthropic, Gemini, Cohere, watsonx.ai
  max_tokens: 'length',
  // watsonx.ai
  token_limit: 'length',
  // OpenAI's Responses API, in `incomplete_details`
  max_output_tokens: 'length',
  // Aleph Alpha
  maximum_tokens: 'length',
  // Mistral: mistralai/client-python models/chatcompletionchoice.py
  model_length: 'length',
  // Anthropic, Bedrock and Z.ai: genkit-ai/genkit pull request 6259
  model_context_window_exceeded: 'length',
  // xAI, as REASON_MAX_LEN and REASON_MAX_CONTEXT: camel-ai/camel camel/models
  max_len: 'length',
  max_context: 'length',
  // LM Studio's own API
  max_predicted_tokens_reached: 'length',
  context_length_reached: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  // Anthropic
  tool_use: 'tool-calls',
  // Cohere
  tool_call: 'tool-calls',
  content_filter: 'content-filter',
  // Bedrock and Titan: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_MessageStopEvent.html
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
  // Gemini: genkit-ai/genkit pull request 5736
  malicious: 'content-filter',
  // OpenRouter: https://openrouter.ai/docs/api/reference/errors-and-debugging
  error: 'error',
  // vLLM, SGLang and LMDeploy
  abort: 'error',
  // vLLM: vllm-project/vllm vllm/v1/engine/__init__.py, Aleph-Alpha-Research/eval-framework pull request 838
  repetition: 'error',
  // Xiaomi MiMo: LegnaOS/LegnaCode-cli CHANGELOG.md
  repetition_truncation: 'error',
  // LMDeploy: InternLM/lmdeploy lmdeploy/serve/openai/protocol.py
  parse_error: 'error',
  // DeepSeek: https://api-docs.deepseek.com/api/create-chat-completion
  insufficient_system_resource: 'error',
  // Zhipu (Z.ai): genkit-ai/genkit pull request 6259
  network_error: 'error',
  // llmgateway
  upstream_error: 'error',
  gateway_error: 'error',
  canceled: 'error',
  // watsonx.ai: https://ibm.github.io/watsonx-ai-node-sdk/enums/1_7_x.WatsonXAI.TextChatResultChoice.Constants.FinishReason.html
  cancelled: 'error',
  // watsonx.ai, and xAI as REASON_TIME_LIMIT
  time_limit: 'error',
  // Cohere
  timeout: 'error',
  error_limit: 'error',
  user_cancel: 'error',
  // Bedrock
  malformed_model_output: 'error',
  malformed_tool_use: 'error',
  // LM Studio's own API
  user_stopped: 'error',
  model_unloaded: 'error',
  failed: 'error',
  // Gemini: googleapis/python-genai types.py, https://googleapis.github.io/js-genai/release_docs/enums/types.FinishReason.html
  malformed_function_call: 'error',
  malformed_response: 'error',
  unexpected_tool_call: 'error',
  too_many_tool_calls: 'error',
  missing_thought_signature: 'error',
  no_image: 'error',
  // Gemini's OpenAI-compatible API, as `function_call_filter: MALFORMED_FUNCTION_CALL`: NousResearch/hermes-agent issue 11171
  function_call_filter: 'error',
};

/** Strings that servers send in place of `null`, in lower case and without whitespace around them. */
export const ABSENT_REASONS: ReadonlySet<string> = new Set([
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
  // watsonx.ai, while it generates
  'not_finished',
]);

import { anyOf } from './any-of.js';

/** Codes and types of errors that mean that the input is longer than the context of the model. */
export const CONTEXT_OVERFLOW_CODES = /* @__PURE__ */ anyOf(
  // llama.cpp: tools/server/server-task.cpp.
  'exceed_context_size',
  // OpenAI and Azure: https://platform.openai.com/docs/guides/error-codes. Cerebras and Groq: the same.
  'context_length_exceeded',
  'string_above_max_length',
  // LiteLLM: litellm/exceptions.py. Others.
  'context_?window',
  // GitHub Models: continuedev/continue issue 4478.
  'tokens_limit_reached',
  // GitHub Copilot: anomalyco/opencode issue 2210.
  'max_prompt_tokens_exceeded',
  // Anthropic, status 413: https://docs.claude.com/en/api/errors
  '^request_too_large$',
);

/** Words of the same codes about another field than the input, such as the name of a tool. */
export const OTHER_FIELD_WORDS =
  /invalid '(?!(?:messages|input|prompt)(?:\[\d+\])?(?:\.content(?:\[\d+\])?(?:\.\w*text)?)?')[^']{1,200}': string too long/i;

const COUNT = String.raw`\(?[\d,]*\)?`;

/** Words of messages that mean the same, also within longer messages of gateways. */
export const CONTEXT_OVERFLOW_WORDS = /* @__PURE__ */ anyOf(
  // llama.cpp ("the request exceeds the available context size"), OpenAI ("exceeds the context window"), SGLang, LocalAI, llama-cpp-python ("Requested
  // tokens (5000) exceed context window of 512"), Ollama with `truncate: false` ("input length exceeds the context length", server/routes.go), Cloudflare
  // ("exceeded this model context window limit (8000)"), Anthropic ("input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000",
  // anthropics/claude-code issue 3230).
  String.raw`exceed(?:s|ed)? (?:the |this )?(?:model'?s? |available |maximum )?context(?: (?:size|length|window|limit)|[.,)]|$)`,
  'context (?:size|length|window) (?:has been |was )?exceeded',
  // OpenAI, DeepSeek, vLLM, OpenRouter, Mistral ("too large for model with 32768 maximum context length").
  'maximum context length',
  'context window exceeds',
  // LM Studio: lmstudio-ai/lmstudio-bug-tracker issues 237, 435 and 1620.
  'context the overflows',
  String.raw`cannot truncate prompt with n_keep`,
  'number of tokens to keep from the initial prompt is greater than the context length',
  'exceed_context_size_error',
  'contextwindowexceeded',
  // Anthropic, Fireworks, Perplexity, and Ollama's hosted models.
  'prompt (?:is )?too long',
  // Amazon Bedrock: aws-samples/bedrock-access-gateway issue 82.
  'input is too long for requested model',
  // Gemini: "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575)." (google-gemini/gemini-cli issue 1893).
  // GitHub Copilot: "prompt token count of 135000 exceeds the limit of 128000".
  String.raw`(?:input|prompt) token count (?:of )?${COUNT} ?exceeds the (?:maximum|limit)`,
  // Vertex AI: "the input token count is 1048577 but model only supports up to 1048575".
  String.raw`input token count is ${COUNT} but (?:the )?model only supports`,
  // xAI: "This model's maximum prompt length is 131072 but the request contains 537812 tokens." (zed-industries/zed issue 36994).
  String.raw`maximum prompt length is [\d,]+ (?:but|tokens)`,
  // Moonshot: MoonshotAI/kimi-cli issue 286.
  'exceeded model token limit',
  // GitHub Models, status 413: "Request body too large for gpt-4o model. Max size: 8000 tokens."
  String.raw`request body too large for .{1,80} max size: [\d,]+ tokens`,
  // llama-server, embeddings, status 500: tools/server/server-context.cpp.
  String.raw`(?<!image |audio |video )input (?:\(\d+ tokens\) )?is too large to process`,
  'input is larger than the max context size',
  // Groq and Cerebras: "Please reduce the length of the messages or completion."
  String.raw`reduce the length of (?:the |your )?(?:messages|prompt|input)`,
  // Together and SGLang: "The input (300 tokens) is longer than the model's context length (200 tokens)."
  String.raw`is longer than the (?:model'?s context length|maximum model length)`,
  // vLLM: "The prompt (total length 5000) is too long to fit into the model (context length 4096)."
  String.raw`prompt \(total length \d+\) is too long`,
  // SGLang: "Input length (9000 tokens) exceeds the maximum allowed length (8192 tokens)." (python/sglang/srt/managers/utils.py)
  String.raw`input length \(\d+ tokens\) exceeds the maximum allowed length`,
  // Poolside behind OpenRouter.
  'exceeds (?:the )?maximum allowed input length',
  // OpenAI, embeddings: "Invalid 'input': maximum input length is 8192 tokens."
  String.raw`maximum input length is [\d,]+ tokens`,
  // TGI: router/src/validation.rs. TEI: "`inputs` must have less than 512 tokens. Given: 600".
  String.raw`\`inputs\` (?:tokens \+ |must have less than \d+ tokens)`,
  // vLLM: "The engine prompt length 40961 exceeds the max_model_len 40960."
  'exceeds the max_model_len',
  // Cohere: "too many tokens: size limit exceeded by 11326 tokens". Bedrock's "Too many tokens, please wait" is a rate limit.
  'too many tokens: (?:size limit exceeded|total number of tokens)',
  // Alibaba DashScope: "Range of input length should be [1, 30720]".
  'range of input length should be',
  // Zhipu, code 1261: https://docs.z.ai/api-reference/api-code
  'prompt exceeds max length',
  'prompt ?超长',
  // SambaNova: "the maximum supported sequence length is just 8192".
  'maximum supported sequence length',
  // IBM watsonx: "the number of input tokens 5000 cannot exceed the total tokens limit 4096".
  String.raw`number of input tokens ${COUNT} ?cannot exceed`,
  // AI gateways: "prompt has 5000 tokens, but the configured context size is 4096 tokens".
  String.raw`prompt has [\d,]+ tokens?, but the configured context size`,
  // vLLM: "context length is only 4096 tokens".
  String.raw`context length is only [\d,]+ tokens`,
  // MLC: "Request prompt has 5000 tokens in total, larger than the model input length limit 4096."
  'larger than the model input length limit',
  // Amazon Bedrock: "Too many input tokens. Max input tokens: 8192, request input token count: 9000".
  'too many input tokens',
  // Databricks and OpenAI: cline/cline issue 5474.
  'input tokens exceed the configured limit',
  // z.ai and Anthropic name the finish reason.
  'model_context_window_exceeded',
);

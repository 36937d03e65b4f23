import { refusedFormat, sentencesAbout, untilEnd, withSentence, type Words } from './feature-sentences.js';
import { LazyPattern } from './lazy-pattern.js';

/** llama-server, status 500: tools/server/server-common.cpp. */
const NO_PROJECTOR = 'image input is not supported - hint: if this is unexpected, you may need to provide the mmproj';

/** Ollama, status 500: model/model.go. The model was imported without its projector. */
const MISSING_DATA = 'this model is missing data required for image input';

/**
 * Words of messages about a feature that the model does not support, by the names that the capability matrix has. Left out are those about
 *
 * - the start of a server: "auto" tool choice requires --enable-auto-tool-choice (vLLM, where other choices work), "tools param requires --jinja
 *   flag" (llama-server)
 * - the form of a request, which other requests with the feature do not have: the size or number of images, a value of `reasoning_effort`, a
 *   combination of fields, a version of the API
 */
const WORDINGS = {
  tools: {
    // Ollama ("registry.ollama.ai/library/gemma3:4b does not support tools", server/images.go), Amazon Bedrock ("This model doesn't support tool use.",
    // langchain-ai/langchain-aws issue 447), DeepSeek ("deepseek-reasoner does not support Function Calling"), Groq ("`tool calling` is not supported
    // with this model"), Cohere ("tool use is not supported by the provided model: command-a-vision"), Gemini ("Function calling is not enabled for
    // models/gemma-3-27b-it"), Mistral (the same, code 3051), OpenAI, status 404 ("tools is not supported in this model. For a list ...").
    names: ['tools', 'tool[ _](?:use|usage|calls?|calling)', 'function[ -]?(?:calls?|calling)', 'functions'],
    fields: ['tools', 'functions'],
    // OpenRouter, status 404: OpenRouterTeam/ai-sdk-provider issue 451.
    others: ['no endpoints found that support tool use'],
  },
  toolChoice: { fields: ['tool_choice'] },
  // OpenAI, of o1, o3-mini and o4-mini: "Unsupported parameter: 'parallel_tool_calls' is not supported with this model." (langchain-ai/langchain
  // issue 29416). Sentences about parallel tool calls may be about those of the history, so they do not count.
  parallelToolCalls: { fields: ['parallel_?tool_?calls'] },
  imageInput: {
    // LM Studio ("The provided messages contain images, but qwen3 does not support image inputs.", "Model does not support images.",
    // lmstudio-ai/lmstudio-bug-tracker issue 655), Ollama ("does not support vision"), Gemini ("Image input modality is not enabled for
    // models/gemma-3-1b-it"), Mistral ("Image input is not enabled for this model"), xAI ("Image inputs are not supported by this model."), Amazon Bedrock
    // ("This model doesn't support the image content block that you provided.").
    names: [
      'images',
      'vision',
      'image_url',
      'image[ -]inputs?(?: modality)?',
      'image content(?: blocks?| parts?)?(?: that you provided)?',
      'multi-?modal inputs?',
    ],
    others: [
      NO_PROJECTOR,
      MISSING_DATA,
      // OpenAI and Azure: browser-use/web-ui issue 274.
      '["\'`]?image_url["\'`]? is only supported by certain models',
      // vLLM: vllm-project/vllm issue 23402.
      '(?:[^\\s"]{1,200} )?is not a multimodal model',
      // vLLM, if the model accepts none: "At most 0 image(s) may be provided in one prompt." (vllm/multimodal/processing.py)
      'at most 0 images?(?:\\(s\\))? may be provided',
      /* @__PURE__ */ untilEnd('(?:(?:this|the) )?model only (?:supports|accepts) text(?: inputs?)?'),
      // LM Studio.
      /* @__PURE__ */ untilEnd(
        '(?:the provided )?messages contain images, but \\S{1,200} does not support image inputs',
      ),
      // GitHub Copilot: anomalyco/opencode issue 20700.
      /* @__PURE__ */ untilEnd('model "[^\\s"]{1,200}" not supported for vision'),
      // BerriAI/litellm issue 7908.
      /* @__PURE__ */ untilEnd('the provided model is not a vision model'),
      // OpenRouter, status 404, and Xiaomi: NousResearch/hermes-agent pull request 23411.
      'no endpoints found that support image input',
      // DeepSeek: BenedictKing/ccx issue 95. Other servers expect one of several parts.
      'unknown variant ["\'`]?image_url["\'`]?, expected ["\'`]?text\\b["\'`]?(?! or|,)',
      // Zhipu, code 1210: "messages.content.type is invalid, allowed values: ['text']", also in Chinese.
      'messages\\.content\\.type\\b.{1,40}\\[.text.\\]',
    ],
  },
  reasoning: {
    // Ollama: server/routes.go.
    names: ['thinking', 'reasoning'],
    // Gemini: "Thinking is not enabled for models/gemma-3-27b-it".
    fields: ['reasoning(?:[_.]?effort)?', 'thinking'],
    refused: ['thinking mode', 'reasoning mode'],
    // LM Studio: "Model 'x' does not expose reasoning configuration."
    others: ['does not expose reasoning configuration'],
  },
  embedding: {
    // Ollama, status 501 ("this model does not support embeddings"), vLLM ("The model does not support Embeddings API").
    names: ['embeddings? api', 'embeddings?', 'embed'],
    // llama-server, status 501: tools/server/server-context.cpp. Each of its processes serves one model.
    others: ['this server does not support embeddings. start it with'],
  },
  chat: {
    // Ollama ("\"nomic-embed-text\" does not support chat", earlier "embedding models do not support chat", ollama/ollama issue 2778), vLLM.
    names: ['chat completions?(?: api)?', 'chat'],
    // OpenAI, status 404: run-llama/llama_index issue 1332.
    others: ['this is not a chat model'],
  },
  completion: {
    // Ollama ("\"embeddinggemma\" does not support generate", ollama/ollama issue 12182), vLLM ("The model does not support Completions API").
    names: ['generate', 'completions?(?: api)?'],
    // OpenAI, status 404.
    others: ['this is a chat model and not supported in the'],
  },
  jsonSchema: {
    names: ['structured outputs?', 'json[ _]schema'],
    fields: ['response_format'],
    // OpenAI: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model." Gemini: "JSON mode is not enabled for
    // this model".
    refused: ['response_format["\'] of type ["\']json_schema', 'json mode'],
    // Groq: https://console.groq.com/docs/structured-outputs
    others: [
      /* @__PURE__ */ untilEnd('this model does not support response format ["\'`]?json_schema["\'`]?'),
      // DeepSeek, without a name of the format: ItzCrazyKns/Vane issue 969.
      /* @__PURE__ */ untilEnd('this response_format type is unavailable now'),
      /* @__PURE__ */ untilEnd('["\'`]?response_format["\'`]? is not supported'),
      // Servers with JSON mode alone: "'response_format.type' must be 'json_object' or 'text'".
      /* @__PURE__ */ refusedFormat('json_schema', 'json_object'),
    ],
  },
  jsonObject: {
    refused: ['response_format["\'] of type ["\']json_object'],
    // LM Studio: "'response_format.type' must be 'json_schema' or 'text'".
    others: [/* @__PURE__ */ refusedFormat('json_object', 'json_schema')],
  },
  systemMessage: {
    // Amazon Bedrock: "This model doesn't support system messages. Try again without a system message ..."
    names: ['system (?:messages?|prompts?|roles?|instructions?)'],
    // Gemini: 0xPlaygrounds/rig issue 788.
    refused: ['developer instruction'],
    others: [
      // The chat template of Gemma 2, behind vLLM and others: vllm-project/vllm pull request 2964.
      'system role not supported',
      // OpenAI: "Unsupported value: 'messages[0].role' does not support 'system' with this model."
      '["\']?messages\\[\\d+\\]\\.role["\'] does not support ["\']system["\'] with this model',
    ],
  },
  logprobs: { names: ['logprobs'], fields: ['logprobs', 'top_logprobs'] },
  stop: { fields: ['stop'] },
  seed: { fields: ['seed'] },
  topK: { fields: ['top_?k'] },
  minP: { fields: ['min_?p'] },
  repeatPenalty: { fields: ['(?:repetition|repeat)_?penalty'] },
  frequencyPenalty: { fields: ['frequency_?penalty'] },
  presencePenalty: { fields: ['presence_?penalty'] },
} as const satisfies Record<string, Words>;

type UnsupportedFeature = keyof typeof WORDINGS;

/** Words of messages about a feature that the model does not support. */
export const UNSUPPORTED_FEATURES = /* @__PURE__ */ patternsOf(WORDINGS);

/** Words of messages about any of them. */
export const UNSUPPORTED_FEATURE_WORDS = /* @__PURE__ */ new LazyPattern(() =>
  withSentence(...Object.values(WORDINGS).map(sentencesAbout)),
);

/**
 * Words of messages with status 500 about images, which the model does not support. Other wordings with this status are not trusted, since servers
 * send it with text of the model that they could not parse.
 */
export const NO_IMAGE_INPUT_WORDS = /* @__PURE__ */ new LazyPattern(() => withSentence(NO_PROJECTOR, MISSING_DATA));

function patternsOf(
  wordings: Readonly<Record<UnsupportedFeature, Words>>,
): ReadonlyMap<UnsupportedFeature, LazyPattern> {
  const entries = Object.entries(wordings) as [UnsupportedFeature, Words][];
  return new Map(
    entries.map(([feature, wording]) => [feature, new LazyPattern(() => withSentence(sentencesAbout(wording)))]),
  );
}

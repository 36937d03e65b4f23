import { anyOf } from './any-of.js';

/** The words of messages about one feature. Each is a pattern. They are plain strings, because bundlers cannot drop an unused `String.raw`. */
interface Words {
  /** Names that sentences have for the feature. */
  readonly names?: readonly string[];
  /**
   * Fields of the request that a model does not accept.
   *
   * - OpenAI, Groq: "Unsupported parameter: 'tools' is not supported with this model."
   * - xAI: "Argument not supported on this model: presencePenalty", "Model grok-build does not support parameter reasoningEffort." (docs.x.ai)
   * - LiteLLM: "does not support parameters: ['tools', 'tool_choice'], for model=acme/x" (litellm/exceptions.py)
   */
  readonly fields?: readonly string[];
  /** Names of something that a message says to be not supported by the model, which does not occur as an object of "does not support". */
  readonly refused?: readonly string[];
  /** Other wordings. */
  readonly others?: readonly string[];
}

/** Returns the pieces of sentences. It is a function, so that bundlers can drop the patterns of a program that does not use them. */
function sentences() {
  // Words that follow a feature if only a form or a use of it is not supported, such as "images larger than 5 MB".
  const whole = String.raw`(?! (?:when|if|while|unless|with|without|in|inside|on|of|for|from|as|by|at|via|and|or|together|alongside|larger|bigger|smaller|over|above|below|between|generation|models?|templates?|messages?|history|mode|levels?|efforts?|budgets?|off|types?|that use)\b)`;
  // Subjects other than a model. What a server does not support may depend on how it was started.
  const other =
    '(?:server|api|endpoint|provider|version|backend|engine|runtime|build|plan|account|key|tier|region|request|route|client|proxy|gateway)';
  return {
    whole,
    // A model does not support something. The thing follows.
    lacks: String.raw`(?<!\b${other}) (?:do|does)(?: not|n['’]t) (?:currently )?support (?:the )?(?:use of )?`,
    // No word of another thing precedes, such as "parallel" or "tools and".
    alone: String.raw`(?<!(?<!parameter|argument|field)(?<=[a-z_]) ["'\`]?)(?<![\w.])`,
    // Something is not supported by a model. The thing precedes.
    notWithModel: String.raw`["'\`]? (?:is|are) not (?:supported|enabled|available) (?:with|by|for|in|on) (?:(?:this|the(?: \w+)?) model\b|models?[/ ]["'\`]?(?!(?:that|which|with|in|of|where)\b)[\w./:-]+(?![\w./:-]))["'\`]?${whole}`,
  };
}

/** Returns the pattern of one of several names, which may be in quotes. */
function any(names: readonly string[]): string {
  return `["'\`]?(?:${names.join('|')})`;
}

function unsupported({ names = [], fields = [], refused = [], others = [] }: Words): RegExp {
  const { whole, lacks, alone, notWithModel } = sentences();
  const wordings = [...others];
  if (names.length > 0) wordings.push(`${lacks}${any(names)}\\b(?! ["'\`]|=|[-_/.:]\\w)${whole}`);
  const passive = [...names, ...fields, ...refused];
  if (passive.length > 0) wordings.push(`${alone}${any(passive)}${notWithModel}`);
  if (fields.length > 0) {
    wordings.push(
      `argument not supported on this model: ${any(fields)}(?!\\.?\\w)`,
      `does not support parameter ${any(fields)}(?!\\.?\\w|=)`,
      String.raw`does not support parameters: \[[^\]]{0,200}["'](?:${fields.join('|')})["']`,
    );
  }
  return anyOf(...wordings);
}

/**
 * Words of messages about a feature that the model does not support, by the names that the capability matrix has. Left out are those about
 *
 * - the start of a server: "auto" tool choice requires --enable-auto-tool-choice (vLLM, where other choices work), "tools param requires --jinja
 *   flag" (llama-server)
 * - the form of a request, which other requests with the feature do not have: the size or number of images, a value of `reasoning_effort`, a
 *   combination of fields, a version of the API
 */
export const UNSUPPORTED_FEATURES = {
  tools: /* @__PURE__ */ unsupported({
    // Ollama ("registry.ollama.ai/library/gemma3:4b does not support tools", server/images.go), Amazon Bedrock ("This model doesn't support tool use.",
    // langchain-ai/langchain-aws issue 447), DeepSeek ("deepseek-reasoner does not support Function Calling"), Groq ("`tool calling` is not supported
    // with this model"), Cohere ("tool use is not supported by the provided model: command-a-vision"), Gemini ("Function calling is not enabled for
    // models/gemma-3-27b-it"), Mistral (the same, code 3051), OpenAI, status 404 ("tools is not supported in this model. For a list ...").
    names: ['tools', 'tool[ _](?:use|usage|calls?|calling)', 'function[ -]?(?:calls?|calling)', 'functions'],
    fields: ['tools', 'functions'],
    // OpenRouter, status 404: OpenRouterTeam/ai-sdk-provider issue 451.
    others: ['no endpoints found that support tool use'],
  }),
  toolChoice: /* @__PURE__ */ unsupported({ fields: ['tool_choice'] }),
  imageInput: /* @__PURE__ */ unsupported({
    // LM Studio ("The provided messages contain images, but qwen3 does not support image inputs.", "Model does not support images.",
    // lmstudio-ai/lmstudio-bug-tracker issue 655), Ollama ("does not support vision"), Gemini ("Image input modality is not enabled for
    // models/gemma-3-1b-it"), Mistral ("Image input is not enabled for this model"), xAI ("Image inputs are not supported by this model."), Amazon Bedrock
    // ("This model doesn't support the image content block that you provided.").
    names: [
      'images',
      'vision',
      'image_url',
      'image[ -]inputs?(?: modality)?',
      'image content(?: blocks?| parts?)?',
      'multi-?modal inputs?',
    ],
    others: [
      // llama-server, status 500: tools/server/server-common.cpp.
      'image input is not supported - hint',
      // Ollama, status 500: model/model.go. The model was imported without its projector.
      'this model is missing data required for image input',
      // OpenAI and Azure: browser-use/web-ui issue 274.
      'image_url is only supported by certain models',
      // vLLM: vllm-project/vllm issue 23402.
      'is not a multimodal model',
      // OpenRouter, status 404, and Xiaomi: NousResearch/hermes-agent pull request 23411.
      'no endpoints found that support image input',
      // DeepSeek: BenedictKing/ccx issue 95. Other servers expect one of several parts.
      'unknown variant ["\'`]?image_url["\'`]?, expected ["\'`]?text\\b["\'`]?(?! or|,)',
      // Zhipu, code 1210: "messages.content.type is invalid, allowed values: ['text']", also in Chinese.
      'messages\\.content\\.type\\b.{1,40}\\[.text.\\]',
    ],
  }),
  reasoning: /* @__PURE__ */ unsupported({
    // Ollama: server/routes.go.
    names: ['thinking', 'reasoning'],
    // Gemini: "Thinking is not enabled for models/gemma-3-27b-it".
    fields: ['reasoning(?:[_.]?effort)?', 'thinking'],
  }),
  embedding: /* @__PURE__ */ unsupported({
    // Ollama, status 501 ("this model does not support embeddings"), vLLM ("The model does not support Embeddings API").
    names: ['embeddings? api', 'embeddings?', 'embed'],
    // llama-server, status 501: tools/server/server-context.cpp. Each of its processes serves one model.
    others: ['this server does not support embeddings. start it with'],
  }),
  chat: /* @__PURE__ */ unsupported({
    // Ollama ("\"nomic-embed-text\" does not support chat", earlier "embedding models do not support chat", ollama/ollama issue 2778), vLLM.
    names: ['chat completions?(?: api)?', 'chat'],
    // OpenAI, status 404: run-llama/llama_index issue 1332.
    others: ['this is not a chat model'],
  }),
  completion: /* @__PURE__ */ unsupported({
    // Ollama ("\"embeddinggemma\" does not support generate", ollama/ollama issue 12182), vLLM ("The model does not support Completions API").
    names: ['generate', 'completions?(?: api)?'],
    // OpenAI, status 404.
    others: ['this is a chat model and not supported in the'],
  }),
  jsonSchema: /* @__PURE__ */ unsupported({
    names: ['structured outputs?', 'json[ _]schema'],
    fields: ['response_format'],
    // OpenAI: "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model." Gemini: "JSON mode is not enabled for
    // this model".
    refused: ['response_format["\'] of type ["\']json_schema', 'json mode'],
    // Groq: https://console.groq.com/docs/structured-outputs
    others: ['does not support response format ["\'`]?json_schema'],
  }),
  jsonObject: /* @__PURE__ */ unsupported({
    refused: ['response_format["\'] of type ["\']json_object'],
  }),
  systemMessage: /* @__PURE__ */ unsupported({
    // Amazon Bedrock: "This model doesn't support system messages. Try again without a system message ..."
    names: ['system (?:messages?|prompts?|roles?|instructions?)'],
    // Gemini: 0xPlaygrounds/rig issue 788.
    refused: ['developer instruction'],
    others: [
      // The chat template of Gemma 2, behind vLLM and others: vllm-project/vllm pull request 2964.
      'system role not supported',
      // OpenAI: "Unsupported value: 'messages[0].role' does not support 'system' with this model."
      'messages\\[\\d+\\]\\.role["\'] does not support ["\']system["\'] with this model',
    ],
  }),
  logprobs: /* @__PURE__ */ unsupported({ names: ['logprobs'], fields: ['logprobs', 'top_logprobs'] }),
  stop: /* @__PURE__ */ unsupported({ fields: ['stop'] }),
  seed: /* @__PURE__ */ unsupported({ fields: ['seed'] }),
  topK: /* @__PURE__ */ unsupported({ fields: ['top_?k'] }),
  minP: /* @__PURE__ */ unsupported({ fields: ['min_?p'] }),
  repeatPenalty: /* @__PURE__ */ unsupported({ fields: ['(?:repetition|repeat)_?penalty'] }),
  frequencyPenalty: /* @__PURE__ */ unsupported({ fields: ['frequency_?penalty'] }),
  presencePenalty: /* @__PURE__ */ unsupported({ fields: ['presence_?penalty'] }),
} as const;

/** Words of messages about any of them. */
export const UNSUPPORTED_FEATURE_WORDS = /* @__PURE__ */ allOf(UNSUPPORTED_FEATURES);

function allOf(patterns: Readonly<Record<string, RegExp>>): RegExp {
  return anyOf(...Object.values(patterns).map(({ source }) => source));
}

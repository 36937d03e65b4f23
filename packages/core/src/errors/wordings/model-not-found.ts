import { anyOf } from './any-of.js';

/** The name of a model in a sentence: a word or a text in quotes. */
const NAME = String.raw` ?[:=]? ?['"\`]?[^\s'"\`]{1,200}['"\`]?`;

/** Codes and types of errors that mean that the server does not have the model. */
export const MODEL_NOT_FOUND_CODES = /* @__PURE__ */ anyOf(
  // OpenAI, DashScope and others. Together: `model_not_available`. Azure: `DeploymentNotFound`.
  '^(?:model_not_found|model_not_available|modelnotfound|deploymentnotfound)$',
  // Groq: https://console.groq.com/docs/deprecations. GitHub Copilot: anomalyco/opencode issue 5245.
  '^(?:model_decommissioned|model_not_supported|unsupported_model|unknown_model|invalid_model)$',
);

/** Words of messages that mean the same. */
export const MODEL_NOT_FOUND_WORDS = /* @__PURE__ */ anyOf(
  // OpenAI, vLLM, Ollama, Together, Fireworks, llama.cpp, and Gemini's "models/gemini-9 is not found for API version v1beta".
  String.raw`\bmodels?(?:${NAME}| with \w+${NAME})?,? (?:is |was |does )?(?:not found|not exist|not available(?! right)|unknown)`,
  String.raw`\bmodels/\S{1,100} (?:is |was )?not found`,
  // Moonshot: "Not found the model kimi-9 or Permission denied".
  'not found the model',
  // OpenRouter: "openai/gpt-9 is not a valid model ID", and status 404 "No endpoints found for openai/gpt-9."
  String.raw`is not a valid model(?: id\b| name|[.!,]|$)`,
  'no endpoints found for',
  // NVIDIA, status 404: "Function '...': Not found for account '...'".
  String.raw`\bfunction .{1,80}: not found for account`,
  // LM Studio, Perplexity, LiteLLM ("Invalid model name passed in model=x"), Mistral.
  String.raw`(?:unknown|invalid) model(?! ?_|\w| (?:parameter|option|output|setting|config|response|kwarg))`,
  'invalid model (?:identifier|name)',
  'no models? loaded',
  'multiple models are loaded',
  // LM Studio, for a model that was unloaded before the request: lmstudio-ai/lmstudio-bug-tracker issue 1031.
  String.raw`^model is unloaded\.?$`,
  // Amazon Bedrock.
  'model identifier is invalid',
  // Azure: "The API deployment for this resource does not exist."
  String.raw`\bdeployment\b.{0,80}does not exist`,
  // Together: "Unable to access model x."
  'unable to access model',
  // Groq: "The model `x` has been decommissioned and is no longer supported."
  String.raw`\bmodel\b.{0,120}(?:has been decommissioned|is no longer (?:supported|available))`,
  // GitHub Copilot: "The requested model is not supported." Hugging Face: "... is not supported by any provider you have enabled".
  String.raw`requested model .{0,120}is not supported|requested model is not supported`,
  // llama-swap: mostlygeek/llama-swap proxy/proxymanager.go.
  'could not find (?:real modelid|suitable inference handler)',
  // Zhipu, code 1211.
  '模型不存在',
);

/** The words of a message with status 404 that is about a model, and not about a path such as `/v1/models`. */
export const MODEL_WORD = /(?<![\w/.-])model(?![\w/])/i;

/** Words of such a message about something else that does not exist. */
export const OTHER_OBJECT =
  /\bno such (?!model)|\b(?:file|thread|assistant|run|batch|tool|image|url)\b.{0,60}not found/is;

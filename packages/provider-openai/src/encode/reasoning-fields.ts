import type { Dialect, ReasoningField } from './dialect.js';
import { findHost, type HostRow } from './find-host.js';

/** The reasoning field of one host and its subdomains. */
interface HostReasoning extends HostRow {
  /** The field that the host reads. */
  readonly field: ReasoningField;
  /** True if the host rejects or ignores the field in which it sends reasoning, so that this one is used instead. */
  readonly always?: true;
}

/** The field from which each host reads the reasoning of earlier messages. */
const HOSTS: readonly HostReasoning[] = [
  // Required in the thinking mode once tools are used: https://api-docs.deepseek.com/guides/thinking_mode
  { host: 'api.deepseek.com', field: 'reasoning_content' },
  // "reasoning_content is missing in assistant tool call message": mastra-ai/mastra issue 12592
  { host: 'api.moonshot.ai', field: 'reasoning_content' },
  { host: 'api.moonshot.cn', field: 'reasoning_content' },
  // The same rule as DeepSeek's: zed-industries/zed issue 56600
  { host: 'xiaomimimo.com', field: 'reasoning_content' },
  // Preserved thinking: https://docs.z.ai/guides/capabilities/thinking-mode, srtab/daiv pull request 1451
  { host: 'api.z.ai', field: 'reasoning_content' },
  { host: 'open.bigmodel.cn', field: 'reasoning_content' },
  // Ignored unless the request sets "preserve_thinking": vercel/ai pull request 18764
  { host: 'aliyuncs.com', field: 'reasoning_content' },
  // DeepSeek's models at Azure: earendil-works/pi issue 9645
  { host: 'services.ai.azure.com', field: 'reasoning_content' },
  // https://docs.fireworks.ai/guides/reasoning
  { host: 'api.fireworks.ai', field: 'reasoning_content' },
  // Sends "reasoning", but rejects it and requires "reasoning_content" with tool calls: earendil-works/pi issues 4251 and 4514
  { host: 'opencode.ai', field: 'reasoning_content', always: true },
  // Some models require it in a message with tool calls: NousResearch/hermes-agent issue 92359
  { host: 'integrate.api.nvidia.com', field: 'reasoning_content' },
  // Rejects "reasoning_content": janhq/jan issue 8136, vercel/ai pull request 8057
  { host: 'api.groq.com', field: 'reasoning' },
  // Rejects "reasoning_content": QwenLM/qwen-code issue 11045
  { host: 'api.cerebras.ai', field: 'reasoning' },
  // cloudflare/ai pull request 451
  { host: 'api.cloudflare.com', field: 'reasoning' },
  // Rejects unknown fields (status 422) and reads content parts: BerriAI/litellm issue 30835, vercel/ai pull request 17991
  { host: 'api.mistral.ai', field: 'thinking', always: true },
  // Reads "reasoning_details". The text without them makes Anthropic's models fail: OpenRouterTeam/ai-sdk-provider issues 418 and 423
  { host: 'openrouter.ai', field: 'none', always: true },
  // Reads "reasoning_details" only: https://platform.minimax.io/docs/guides/text-m3-function-call
  { host: 'api.minimax.io', field: 'none', always: true },
  { host: 'api.minimaxi.com', field: 'none', always: true },
  // Discards the reasoning of earlier messages: https://docs.x.ai/docs/guides/reasoning
  { host: 'api.x.ai', field: 'none', always: true },
  // Have no such field, and older deployments reject every unknown one: openai/openai-node issue 1161
  { host: 'api.openai.com', field: 'none', always: true },
  { host: 'openai.azure.com', field: 'none', always: true },
  // Rejects "reasoning_content" together with tools: janhq/jan issue 8136
  { host: 'generativelanguage.googleapis.com', field: 'none', always: true },
  // Has no such field: https://platform.claude.com/docs/en/api/openai-sdk
  { host: 'api.anthropic.com', field: 'none', always: true },
  // Reads "reasoning_text" only with the signature that came with it: earendil-works/pi issue 1502
  { host: 'githubcopilot.com', field: 'none' },
  // Rejects "reasoning_content" and reads content parts: BerriAI/litellm issue 36931
  { host: 'databricks.com', field: 'none' },
  { host: 'azuredatabricks.net', field: 'none' },
];

/** Returns the fields of the dialect that are known for the host of an origin. Empty for an unknown host. */
export function reasoningFieldsOf(origin: string): Pick<Dialect, 'reasoningField' | 'defaultReasoningField'> {
  const known = findHost(HOSTS, origin);
  if (known === undefined) return {};
  return known.always === true ? { reasoningField: known.field } : { defaultReasoningField: known.field };
}

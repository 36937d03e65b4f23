/**
 * The way in which the values of a field in several chunks are joined.
 *
 * - `whole`: each value is complete and replaces the previous one.
 * - `list`: an array of further items, or of all items so far.
 * - `indexed`: like `list`, but an item with the `index` of an earlier one continues it.
 * - `item`: one item of a list.
 * - `audio`: an object whose `data` and `transcript` are pieces of text. Its other fields are complete.
 */
export type Joining = 'whole' | 'list' | 'indexed' | 'item' | 'audio';

export type OutputFields = ReadonlyMap<string, Joining>;

/** Fields of a response or a chunk, in addition to `choices`. Their values are complete, since chunks that repeat them are not read again. */
export const CHUNK_OUTPUT: OutputFields = new Map<string, Joining>([
  // Perplexity, in every chunk: vercel/ai packages/perplexity/src/__fixtures__. xAI, in the last chunk: packages/xai.
  ['citations', 'whole'],
  // Perplexity: https://docs.perplexity.ai/api-reference/chat-completions-post. Baidu Qianfan: `search_results`.
  ['search_results', 'whole'],
  ['images', 'whole'],
  ['videos', 'whole'],
  ['related_questions', 'whole'],
  // Zhipu: https://docs.z.ai/api-reference/llm/chat-completion
  ['web_search', 'whole'],
  // Open WebUI, in an event of its own before the first chunk: backend/open_webui/utils/middleware.py.
  ['sources', 'whole'],
  // Tencent Hunyuan: https://cloud.tencent.com/document/product/1729/105701
  ['search_info', 'whole'],
  // Volcengine Ark, bots with web search: volcengine/volcengine-python-sdk types/bot_chat/bot_chat_completion.py
  ['references', 'whole'],
  // LiteLLM, for Gemini: BerriAI/litellm litellm/llms/vertex_ai/gemini.
  ['vertex_ai_grounding_metadata', 'whole'],
  ['vertex_ai_url_context_metadata', 'whole'],
  ['vertex_ai_citation_metadata', 'whole'],
]);

/** Fields of a message or a delta. */
export const DELTA_OUTPUT: OutputFields = new Map<string, Joining>([
  // OpenAI, once, in the last chunk: openai/openai-java issue 297. OpenRouter, in pieces: OpenRouterTeam/ai-sdk-provider src/chat.
  ['annotations', 'list'],
  // OpenRouter, Gemini, LiteLLM: each image in a chunk of its own. OpenRouterTeam/ai-sdk-provider issue 167.
  ['images', 'list'],
  // OpenAI: openai/openai-openapi issue 577. Zhipu: zai-org/z-ai-sdk-python types/chat/chat_completion_chunk.py.
  ['audio', 'audio'],
  // MiniMax: https://platform.minimax.io/docs/api-reference/text-post
  ['audio_content', 'whole'],
  // Groq: groq/groq-python src/groq/types/chat/chat_completion_chunk.py.
  ['executed_tools', 'indexed'],
  // Cohere: https://docs.cohere.com/docs/rag-citations. Gateways pass Anthropic's and Perplexity's on in this place.
  ['citations', 'list'],
  // Perplexity: perplexityai/perplexity-py src/perplexity/types.
  ['reasoning_steps', 'list'],
  // Azure On Your Data: https://learn.microsoft.com/azure/ai-services/openai/references/on-your-data
  ['context', 'whole'],
]);

/** Fields of `provider_specific_fields` in a delta. LiteLLM sends Anthropic's citations there: BerriAI/litellm issue 9103. */
export const NESTED_OUTPUT: OutputFields = new Map<string, Joining>([
  ['citation', 'item'],
  ['citations', 'list'],
]);

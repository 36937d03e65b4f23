import type { PromptMessage } from './reply.js';

/** The beginning of a tool result in a user message. */
const RESULT_OF = 'Result of ';

/** Maximum length of the name of a tool in such a result. */
const MAX_NAME = 200;

/**
 * Returns the tool results at the end of the messages. Empty if the messages end with something else. A user message with images directly
 * after results belongs to them, because clients send the images of results so to servers that accept only text in results.
 *
 * Clients that emulate tools send results in a user message, as `Result of get_weather: sunny`, one in each paragraph. The message before it is
 * the JSON of the model that names these tools.
 */
export function lastToolResults(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const last = messages.at(-1);
  const isOfResults = last?.role === 'user' && last.images > 0 && messages.at(-2)?.role === 'tool';
  const results = isOfResults ? messages.slice(0, -1) : messages;
  const found = results.slice(results.findLastIndex(({ role }) => role !== 'tool') + 1);
  return found.length > 0 ? found : resultsInText(messages);
}

function resultsInText(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  const [call, last] = messages.slice(-2);
  if (call?.role !== 'assistant' || last?.role !== 'user') return [];
  const texts: string[] = [];
  for (const paragraph of last.text.split('\n\n')) {
    const result = resultIn(paragraph, call.text);
    const previous = texts.pop();
    if (result !== undefined) texts.push(...(previous === undefined ? [] : [previous]), result);
    else if (previous === undefined) return [];
    // A result may have several paragraphs.
    else texts.push(`${previous}\n\n${paragraph}`);
  }
  return texts.map((text) => ({ role: 'tool', text, images: 0 }));
}

/** Returns the result in a paragraph that names a tool of the call, or undefined. */
function resultIn(paragraph: string, call: string): string | undefined {
  if (!paragraph.startsWith(RESULT_OF)) return undefined;
  const rest = paragraph.slice(RESULT_OF.length);
  const head = rest.slice(0, MAX_NAME);
  // A name may contain colons.
  for (let end = head.indexOf(': '); end >= 0; end = head.indexOf(': ', end + 1)) {
    if (call.includes(JSON.stringify(head.slice(0, end)))) return rest.slice(end + 2);
  }
  return undefined;
}

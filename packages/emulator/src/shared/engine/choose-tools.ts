import { readHints, wordsOfName } from './hints.js';
import type { OfferedTool, ReplyRequest } from './reply.js';
import { lastToolResults } from './tool-results.js';

/** Words that occur in many tool names. They do not count as a mention of a tool. */
const COMMON = new Set([
  'get',
  'set',
  'the',
  'and',
  'for',
  'tool',
  'call',
  'run',
  'use',
  'new',
  'current',
  'list',
  'what',
]);

/**
 * Selects the tools that the reply calls: those that the last user message mentions, or the first if a call is
 * required.
 */
export function chooseTools(request: ReplyRequest): readonly OfferedTool[] {
  const last = request.messages.at(-1);
  // After a tool result, the reply is text even if a call is required. Otherwise, an agent loop would never end.
  if (request.toolChoice === 'none' || last?.role !== 'user' || lastToolResults(request.messages).length > 0) return [];
  const { words } = readHints(last.text);
  const mentioned = request.tools.filter((tool) => isMentioned(tool.name, last.text, words));
  const chosen = mentioned.length === 0 && request.toolChoice === 'required' ? request.tools.slice(0, 1) : mentioned;
  return request.parallelToolCalls ? chosen : chosen.slice(0, 1);
}

function isMentioned(name: string, prompt: string, words: ReadonlySet<string>): boolean {
  if (prompt.includes(name)) return true;
  const parts = wordsOfName(name);
  return parts.some((part) => part.length > 2 && !COMMON.has(part) && words.has(part));
}

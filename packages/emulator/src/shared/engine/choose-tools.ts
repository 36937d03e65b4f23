import { readHints, wordsOf } from './hints.js';
import type { OfferedTool, ReplyRequest } from './reply.js';

/** Words that tool names share; meeting one in a prompt says nothing. */
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

/** The tools that the reply calls: those the last user message mentions, or one in any case if it is required. */
export function chooseTools(request: ReplyRequest): readonly OfferedTool[] {
  const last = request.messages.at(-1);
  // After a tool's result the reply is text even when a call is required: an agent's loop must come to an end.
  if (request.toolChoice === 'none' || last?.role !== 'user') return [];
  const { words } = readHints(last.text);
  const mentioned = request.tools.filter((tool) => isMentioned(tool.name, last.text, words));
  const chosen = mentioned.length === 0 && request.toolChoice === 'required' ? request.tools.slice(0, 1) : mentioned;
  return request.parallelToolCalls ? chosen : chosen.slice(0, 1);
}

function isMentioned(name: string, prompt: string, words: ReadonlySet<string>): boolean {
  if (prompt.includes(name)) return true;
  const parts = wordsOf(name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '));
  return parts.some((part) => part.length > 2 && !COMMON.has(part) && words.has(part));
}

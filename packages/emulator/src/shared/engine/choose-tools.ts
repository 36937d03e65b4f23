import { readHints } from './hints.js';
import { isMentioned } from './is-mentioned.js';
import type { OfferedTool, ReplyRequest } from './reply.js';
import { lastToolResults } from './tool-results.js';

/**
 * Selects the tools that the reply calls: those that the last user message mentions, or the first if a call is
 * required.
 */
export function chooseTools(request: ReplyRequest): readonly OfferedTool[] {
  const last = request.messages.at(-1);
  // After a tool result, the reply is text even if a call is required. Otherwise, an agent loop would never end.
  if (request.toolChoice === 'none' || last?.role !== 'user' || lastToolResults(request.messages).length > 0) return [];
  const hints = readHints(last.text);
  const mentioned = request.tools.filter((tool) => isMentioned(tool.name, hints));
  const chosen = mentioned.length === 0 && request.toolChoice === 'required' ? request.tools.slice(0, 1) : mentioned;
  return request.parallelToolCalls ? chosen : chosen.slice(0, 1);
}

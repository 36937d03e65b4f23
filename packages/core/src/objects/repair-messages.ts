import type { ChatResponse } from '../contract/chat.js';
import type { Message } from '../contract/message.js';
import type { ObjectIssue } from '../errors/object-error.js';
import { withUserText } from './with-user-text.js';

/** A long list has an issue for each element. The context of a small model has no room for all of them. */
const MAX_ISSUES = 20;

/** Returns the messages of a chat with its response and what is wrong with that. */
export function withIssues(
  messages: readonly Message[],
  { message, toolCalls, text }: ChatResponse,
  issues: readonly ObjectIssue[],
): readonly Message[] {
  const lines = issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message: issue }) => `- ${path.length === 0 ? '' : `${path.join('.')}: `}${issue}`);
  if (issues.length > MAX_ISSUES) lines.push(`- ${issues.length - MAX_ISSUES} more`);
  const content = `The JSON is not valid:\n${lines.join('\n')}\nRespond only with the corrected JSON.`;
  if (toolCalls.length > 0) {
    const results = toolCalls.map(({ id }) => ({ role: 'tool', toolCallId: id, content }) as const);
    return [...messages, message, ...results];
  }
  // Servers reject an assistant message without content.
  return withUserText(text.trim() === '' ? messages : [...messages, message], content);
}

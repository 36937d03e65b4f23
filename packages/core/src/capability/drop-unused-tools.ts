import type { ChatRequest } from '../contract/chat.js';

/**
 * Returns a chat request without the tools that the model must not call, and without a tool choice that has no effect. `none` sends no tools,
 * since some servers have no field for the choice. OpenAI rejects an empty list of tools, and a choice without tools.
 *
 * @param hasChoice True if the route has a field for the choice.
 */
export function dropUnusedTools<Request extends Pick<ChatRequest, 'tools' | 'toolChoice'>>(
  request: Request,
  hasChoice: boolean,
): Request {
  const { tools, toolChoice, ...rest } = request;
  const sendsTools = tools !== undefined && tools.length > 0 && toolChoice !== 'none';
  const sendsAuto = sendsTools && hasChoice;
  const sendsChoice = toolChoice !== undefined && toolChoice !== 'none' && (toolChoice !== 'auto' || sendsAuto);
  return { ...rest, ...(sendsTools && { tools }), ...(sendsChoice && { toolChoice }) } as unknown as Request;
}

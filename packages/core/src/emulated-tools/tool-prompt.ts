import type { ChatRequest } from '../contract/chat.js';
import { toolSchemaOf } from '../capability/tool-schema-of.js';
import { callsKeyOf } from './emulated-call.js';
import { allowedTools, mayReply } from './tool-call-schema.js';

/** Returns the text by which the model learns the tools and the form of its response. The guide "Tools" quotes it. */
function defaultPrompt(request: ChatRequest): string {
  const isList = callsKeyOf(request) === 'calls';
  const form = (value: string): string => (isList ? `{"calls": [${value}]}` : `{"next": ${value}}`);
  const call = `To call a tool, respond with ${form('{"tool": "name of the tool", "arguments": {...}}')}.`;
  const more = isList ? ' The list may contain several calls.' : '';
  const reply = mayReply(request) ? [`To reply to the user, respond with ${form('{"reply": "text"}')}.`] : [];
  return [`You can call tools. Respond only with JSON. ${call}${more}`, ...reply, 'Tools:', '{tools}'].join('\n');
}

/** Returns the description of the tools: one line of JSON for each. */
function toolLines(request: ChatRequest): string {
  const lines = allowedTools(request).map((tool) =>
    JSON.stringify({ tool: tool.name, description: tool.description, arguments: toolSchemaOf(tool) }),
  );
  return lines.join('\n');
}

/** Returns the text that describes the tools to the model. */
export function toolPrompt(request: ChatRequest, prompt = defaultPrompt(request)): string {
  // A function, because a string may contain patterns such as "$&".
  return prompt.replaceAll('{tools}', () => toolLines(request));
}

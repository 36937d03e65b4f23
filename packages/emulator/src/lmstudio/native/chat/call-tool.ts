import type { ReplyToolCall } from '../../../shared/engine/reply.js';
import { isRecord, stringsIn, tryParseJson } from '../../../shared/json/read-json.js';
import type { InvalidCall } from './chat-event.js';
import type { ChatRun } from './chat-run.js';
import type { ServerTool } from './server-tool.js';

/** Maximum number of characters of a tool's output that LM Studio passes to the model. */
const TEXT_LIMIT = 50_000;

/** Runs a tool call and emits its events. Returns the text that the model receives. */
export async function callTool(run: ChatRun, call: ReplyToolCall): Promise<string> {
  const { output, emit, plan } = run;
  const tool = plan.tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    return fail(run, `There is no tool called "${call.name}".`, { type: 'invalid_name', tool_name: call.name });
  }
  const provider_info = tool.provider;
  await emit({ type: 'tool_call.start', tool: tool.name, provider_info });
  const args = typeof call.arguments === 'string' ? tryParseJson(call.arguments) : call.arguments;
  if (!isRecord(args)) {
    const metadata: InvalidCall = { type: 'invalid_arguments', tool_name: tool.name, provider_info };
    return fail(run, `The arguments of "${tool.name}" are not a JSON object.`, metadata);
  }
  const missing = missingArguments(tool, args);
  if (missing.length > 0) {
    const metadata: InvalidCall = { type: 'invalid_arguments', tool_name: tool.name, arguments: args, provider_info };
    return fail(run, `The arguments of "${tool.name}" lack ${missing.join(', ')}.`, metadata);
  }
  const fields = { tool: tool.name, arguments: args, provider_info };
  await emit({ type: 'tool_call.arguments', ...fields });
  const text = truncate(runTool(tool, args));
  // MCP content blocks, encoded as a JSON string.
  const success = { ...fields, output: JSON.stringify([{ type: 'text', text }]) };
  output.add({ type: 'tool_call', ...success });
  await emit({ type: 'tool_call.success', ...success });
  return text;
}

/**
 * Runs a tool. If it throws, the call still succeeds with the error as its text. Only a call that cannot be run is a
 * failure.
 */
function runTool(tool: ServerTool, args: Readonly<Record<string, unknown>>): string {
  try {
    return tool.run(args);
  } catch (error) {
    return `Error: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function truncate(text: string): string {
  return text.length > TEXT_LIMIT ? `${text.slice(0, TEXT_LIMIT)} (truncated)` : text;
}

function missingArguments({ parameters }: ServerTool, args: Readonly<Record<string, unknown>>): string[] {
  return stringsIn(parameters['required']).filter((name) => !(name in args));
}

async function fail({ output, emit }: ChatRun, reason: string, metadata: InvalidCall): Promise<string> {
  output.add({ type: 'invalid_tool_call', reason, metadata });
  await emit({ type: 'tool_call.failure', reason, metadata });
  return reason;
}

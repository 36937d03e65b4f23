import type { ChatRequest, ToolDefinition } from '@lmux/core/provider';
import { toolSchemaName, toolSchemaOf } from '@lmux/core/provider/json';
import type { Dialect } from '../encode/dialect.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import { sentSchema } from '../encode/strict-schema.js';
import type { ChatTool, ChatToolChoice } from './wire.js';

/** The parameters of a tool without arguments. Servers require an object schema in any case (LM Studio rejects a tool without one). */
const NO_ARGUMENTS = { type: 'object', properties: {} };

function encodeTool(tool: ToolDefinition, dialect: Dialect): ChatTool {
  const { name, description, strict } = tool;
  const schema = toolSchemaOf(tool) ?? NO_ARGUMENTS;
  return {
    type: 'function',
    function: withoutUndefined({
      name,
      description,
      parameters: sentSchema(schema, `The ${toolSchemaName(tool)}`, { strict, dialect }),
      strict,
    }) as ChatTool['function'],
  };
}

/** The fields of a request about tools. */
interface ToolFields {
  tools: ChatTool[] | undefined;
  tool_choice: ChatToolChoice | undefined;
  parallel_tool_calls: boolean | undefined;
}

/** Encodes the tools and the settings of their calls. */
export function encodeTools(
  { tools, toolChoice, parallelToolCalls }: Pick<ChatRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'>,
  dialect: Dialect,
): ToolFields {
  const demanded = typeof toolChoice === 'object' && !dialect.toolChoiceObjects ? toolChoice.name : undefined;
  const offered = demanded === undefined ? tools : tools?.filter((tool) => tool.name === demanded);
  return {
    tools: offered?.map((tool) => encodeTool(tool, dialect)),
    tool_choice: encodeToolChoice(toolChoice, dialect),
    parallel_tool_calls: parallelToolCalls,
  };
}

/** Encodes the tool choice. */
export function encodeToolChoice(choice: ChatRequest['toolChoice'], dialect: Dialect): ChatToolChoice | undefined {
  if (typeof choice !== 'object') return choice;
  return dialect.toolChoiceObjects ? { type: 'function', function: { name: choice.name } } : 'required';
}

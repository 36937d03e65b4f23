import { jsonSchemaOf, type ChatRequest, type ToolDefinition } from '@lmux/core/provider';
import type { Dialect } from '../encode/dialect.js';
import { withoutUndefined } from '../encode/merge-defined.js';
import { sentSchema } from '../encode/strict-schema.js';
import type { ChatTool, ChatToolChoice } from './wire.js';

/** The parameters of a tool without arguments. Servers require an object schema in any case (LM Studio rejects a tool without one). */
const NO_ARGUMENTS = { type: 'object', properties: {} };

function encodeTool({ name, description, parameters, strict }: ToolDefinition, dialect: Dialect): ChatTool {
  const schema = parameters === undefined ? NO_ARGUMENTS : jsonSchemaOf(parameters, `Tool "${name}", parameters`);
  return {
    type: 'function',
    function: withoutUndefined({
      name,
      description,
      parameters: sentSchema(schema, `The schema of tool "${name}"`, { strict, dialect }),
      strict,
    }) as ChatTool['function'],
  };
}

/** Encodes the tools and the tool choice. */
export function encodeTools(
  { tools, toolChoice }: Pick<ChatRequest, 'tools' | 'toolChoice'>,
  dialect: Dialect,
): { tools: ChatTool[] | undefined; tool_choice: ChatToolChoice | undefined } {
  const demanded = typeof toolChoice === 'object' && !dialect.toolChoiceObjects ? toolChoice.name : undefined;
  const offered = demanded === undefined ? tools : tools?.filter((tool) => tool.name === demanded);
  return {
    tools: offered?.map((tool) => encodeTool(tool, dialect)),
    tool_choice: encodeToolChoice(toolChoice, dialect),
  };
}

/** Encodes the tool choice. */
export function encodeToolChoice(choice: ChatRequest['toolChoice'], dialect: Dialect): ChatToolChoice | undefined {
  if (typeof choice !== 'object') return choice;
  return dialect.toolChoiceObjects ? { type: 'function', function: { name: choice.name } } : 'required';
}

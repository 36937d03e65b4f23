import type { OfferedTool, ReplyRequest } from '../../../shared/engine/reply.js';
import { isRecord } from '../../../shared/json/read-json.js';
import { Refusal } from '../../../shared/http/refusal.js';

type Body = Readonly<Record<string, unknown>>;

/** The tools of a request; refused unless each describes its arguments as an object. */
export function readTools(body: Body): OfferedTool[] {
  const { tools } = body;
  if (tools === undefined || tools === null) return [];
  if (!Array.isArray(tools)) throw new Refusal(400, "'tools' field must be an array");
  return tools.map((tool: unknown, index) => {
    const made = isRecord(tool) && isRecord(tool['function']) ? tool['function'] : {};
    const { name, description, parameters } = made;
    if (typeof name !== 'string' || name === '') throw new Refusal(400, `'tools[${index}].function.name' is required`);
    if (!isRecord(parameters) || parameters['type'] !== 'object') {
      throw new Refusal(400, `'tools[${index}].function.parameters.type' must be "object"`);
    }
    return { name, description: typeof description === 'string' ? description : undefined, parameters };
  });
}

/** `tool_choice`: only strings, unlike OpenAI's server. */
export function readToolChoice(body: Body): ReplyRequest['toolChoice'] {
  const choice = body['tool_choice'] ?? 'auto';
  if (choice === 'none' || choice === 'auto' || choice === 'required') return choice;
  const given = typeof choice === 'string' ? choice : typeof choice;
  throw new Refusal(400, `Invalid tool_choice type: '${given}'. Supported values: none, auto, required`);
}

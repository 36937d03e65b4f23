import { isRecord } from '../json/read-json.js';
import type { OfferedTool } from '../engine/reply.js';

const ANY_OBJECT = { type: 'object', properties: {} };

/** The tools of a request in OpenAI's form, for servers that do not check them: what has no name is passed over. */
export function offeredTools(tools: unknown): OfferedTool[] {
  const list: readonly unknown[] = Array.isArray(tools) ? tools : [];
  return list.flatMap((tool) => {
    const made = isRecord(tool) && isRecord(tool['function']) ? tool['function'] : {};
    const { name, description, parameters } = made;
    if (typeof name !== 'string') return [];
    const schema = isRecord(parameters) ? parameters : ANY_OBJECT;
    return [{ name, description: typeof description === 'string' ? description : undefined, parameters: schema }];
  });
}

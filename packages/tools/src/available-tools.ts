import type { ToolDefinition } from '@lmux/core';
import { isArray, type Check } from '@lmux/core/provider/streams';
import { callApplication } from './application-error.js';
import { checkTool, isSource } from './check-tool-run.js';
import type { Tool, ToolSource } from './tool.js';

const isToolList: Check = (value) => isArray(value) && 'an array of tools';

async function toolsOf(source: ToolSource, where: string): Promise<readonly Tool[]> {
  const tools = await callApplication(`${where}.tools`, () => source.tools(), isToolList);
  for (const [index, tool] of tools.entries()) checkTool(tool, `${where}.tools()[${index}]`, true);
  return tools;
}

/** Returns the tools of a list, and those that its sources have now. The client checks that their names are unique. */
export async function availableTools(items: readonly (Tool | ToolSource)[]): Promise<readonly Tool[]> {
  for (const [index, item] of items.entries()) {
    // A source may be an object of a class with any fields.
    if (!isSource(item)) checkTool(item, `tools[${index}]`);
  }
  const lists = await Promise.all(
    items.map(async (item, index) => (isSource(item) ? toolsOf(item, `tools[${index}]`) : [item])),
  );
  return lists.flat();
}

/** Returns what the model is told about a tool. */
export function definitionOf({ name, description, parameters, strict }: Tool): ToolDefinition {
  return { name, description, parameters, strict };
}

import type { ToolCall } from '@lmux/core';
import type { ObjectSchema, ValidationResult } from '@lmux/core/provider/streams';
import type { Tool } from './tool.js';

/** A long list has an issue for each element. The context of a small model has no room for all of them. */
const MAX_ISSUES = 20;

/** The input of a tool, or the reason why it is not valid: for the model, and without values for the application. */
export type ValidatedInput =
  | { readonly input: unknown; readonly problem?: undefined }
  | { readonly problem: string; readonly summary: string };

function describe(issues: NonNullable<ValidationResult<unknown>['issues']>): string {
  const lines = issues.slice(0, MAX_ISSUES).map(({ message, path = [] }) => {
    const keys = path.map((key) => String(typeof key === 'object' ? key.key : key));
    return keys.length === 0 ? message : `${keys.join('.')}: ${message}`;
  });
  if (issues.length > MAX_ISSUES) lines.push(`${issues.length - MAX_ISSUES} more`);
  return `The arguments are not valid. ${lines.join('; ')}`;
}

/**
 * Validates the input of a call with the Standard Schema of its tool. JSON Schema does not validate, and a tool without parameters has an
 * empty input. Rejects with what the schema throws.
 */
export async function validateInput(tool: Tool, input: ToolCall['input']): Promise<ValidatedInput> {
  const { parameters } = tool;
  if (parameters === undefined) return { input: {} };
  const standard = (parameters as Partial<ObjectSchema>)['~standard'];
  if (typeof standard?.validate !== 'function') return { input };
  const result = await standard.validate(input);
  if (result.issues === undefined) return { input: result.value };
  return { problem: describe(result.issues), summary: `${result.issues.length} of the schema's checks failed.` };
}

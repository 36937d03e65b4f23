import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message, ToolDefinition } from '@lmux/core';
import { limitLengths } from './limit-lengths.ts';
import { toJsonSchema } from './python-schema.ts';

/** A category of cases. Those of `irrelevance` have no function that fits. */
export const CATEGORIES = ['simple_python', 'multiple', 'parallel', 'irrelevance'] as const;

export type Category = (typeof CATEGORIES)[number];

/** How the tools are sent: as such, or emulated by lmux with a schema. */
export type ToolMode = 'native' | 'emulated';

/** The accepted values of each argument of a call, by its name. An empty string means that the argument is optional. */
export type AcceptedCall = Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>>;

/** A case of the Berkeley Function Calling Leaderboard. */
export interface BfclCase {
  readonly id: string;
  readonly question: readonly (readonly Message[])[];
  readonly function: readonly { readonly name: string; readonly description: string; readonly parameters: unknown }[];
  readonly ground_truth?: readonly AcceptedCall[];
}

/** Which cases to read. */
export interface CaseOptions {
  /** The folder with one file of JSON lines for each category. */
  readonly folder: string;
  /** The number of cases at the beginning of the file. */
  readonly cases: number;
  /** The number of cases with the shortest prompts and functions among these. */
  readonly shortest: number;
}

/** Reads cases of a category, in the order of the file. */
export function readCases(category: Category, { folder, cases, shortest }: CaseOptions): BfclCase[] {
  const lines = readFileSync(join(folder, `${category}.jsonl`), 'utf8').split('\n');
  const all = lines
    .filter((line) => line.trim() !== '')
    .slice(0, cases)
    .map((line) => JSON.parse(line) as BfclCase);
  const lengthOf = ({ question, function: functions }: BfclCase): number =>
    JSON.stringify([question, functions]).length;
  const kept = new Set(all.toSorted((a, b) => lengthOf(a) - lengthOf(b)).slice(0, shortest));
  return all.filter((item) => kept.has(item));
}

/** A tool as it is sent, with the name of its function. */
export interface CaseTool {
  readonly definition: ToolDefinition & { readonly parameters: Readonly<Record<string, unknown>> };
  readonly functionName: string;
}

/** Returns the tools of a case. Most servers accept only some characters in names, so others are replaced in the native mode. */
export function toolsOf({ function: functions }: BfclCase, mode: ToolMode): CaseTool[] {
  const names = new Set<string>();
  return functions.map(({ name: functionName, description, parameters }) => {
    const base = mode === 'native' ? functionName.replaceAll(/[^\w-]/g, '_').slice(0, 60) : functionName;
    let name = base;
    for (let count = 2; names.has(name); count += 1) name = `${base}_${count}`;
    names.add(name);
    return { definition: { name, description, parameters: limitLengths(toJsonSchema(parameters)) }, functionName };
  });
}

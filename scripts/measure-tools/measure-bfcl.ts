import type { JsonObject } from '@lmux/core';
import { areAllAccepted, haveAcceptedNames } from './accepted-arguments.ts';
import { toolsOf, type BfclCase, type Category, type ToolMode } from './bfcl-cases.ts';
import { sendTools, type MeasuredResponse, type ToolClient } from './send-tools.ts';

/** How the tools of each case are sent. */
export interface ToolSetting {
  readonly mode: ToolMode;
  /** In the native mode, always `auto`, because many servers do not support or obey anything else. */
  readonly choice: 'auto' | 'required';
}

/** What became of a case. */
export interface CaseResult extends MeasuredResponse, ToolSetting {
  readonly id: string;
  readonly category: Category;
  /** True if the calls are valid and have the names of the ground truth, each as often. Without a ground truth, true if there is no call. */
  readonly isRightFunction: boolean;
  /** True if the arguments are those of the ground truth too. */
  readonly isRight: boolean;
}

/** What to send. */
export interface BfclOptions {
  readonly client: ToolClient;
  readonly maxOutputTokens: number;
  /** Other fields of the requests. */
  readonly extra?: JsonObject | undefined;
}

/** Sends a case and scores its response. A case without a ground truth is never forced to have a call. */
export async function measureCase(
  item: BfclCase,
  category: Category,
  setting: ToolSetting,
  { client, maxOutputTokens, extra }: BfclOptions,
): Promise<CaseResult> {
  const choice = item.ground_truth === undefined ? 'auto' : setting.choice;
  const request = {
    messages: item.question.flat(),
    temperature: 0,
    maxOutputTokens,
    parallelToolCalls: category === 'parallel',
    ...(choice !== 'auto' && { toolChoice: choice }),
    extra,
  };
  const measured = await sendTools(client, request, toolsOf(item, setting.mode), setting.mode);
  return { id: item.id, category, ...setting, choice, ...measured, ...score(item, measured) };
}

function score(
  { ground_truth: accepted }: BfclCase,
  { outcome, calls }: MeasuredResponse,
): Pick<CaseResult, 'isRight' | 'isRightFunction'> {
  if (accepted === undefined) return { isRightFunction: outcome === 'no call', isRight: outcome === 'no call' };
  const isRightFunction = outcome === 'valid' && haveAcceptedNames(calls, accepted);
  return { isRightFunction, isRight: isRightFunction && areAllAccepted(calls, accepted) };
}

import type { JsonObject } from '@lmux/core';
import { toolsOf, type ToolMode } from './bfcl-cases.ts';
import { sendTools, type ToolClient } from './send-tools.ts';

/** Functions with different arguments. One has a name with a dot. */
const FUNCTIONS = [
  {
    name: 'get_weather',
    description: 'Returns the weather of a city.',
    parameters: { type: 'dict', properties: { city: { type: 'string', maxLength: 40 } }, required: ['city'] },
  },
  {
    name: 'calendar.add_event',
    description: 'Adds an event to the calendar.',
    parameters: {
      type: 'dict',
      properties: {
        title: { type: 'string', maxLength: 40 },
        day: { type: 'string', enum: ['today', 'tomorrow', 'next week'] },
        hours: { type: 'integer', minimum: 1, maximum: 24 },
      },
      required: ['title', 'day'],
    },
  },
  {
    name: 'set_lights',
    description: 'Sets the brightness of lights.',
    parameters: {
      type: 'dict',
      properties: {
        rooms: {
          type: 'array',
          items: { type: 'string', enum: ['kitchen', 'bath', 'hall'] },
          minItems: 1,
          maxItems: 3,
        },
        level: { type: 'integer', minimum: 0, maximum: 10 },
        isWarm: { type: 'boolean' },
      },
      required: ['rooms', 'level'],
    },
  },
] as const;

/** Prompts that none of the functions helps with. */
const PROMPTS = [
  'Tell me a joke.',
  'Who wrote Hamlet?',
  'Hello!',
  'What is 17 times 3?',
  'Translate "good night" into French.',
  'Write one sentence about the sea.',
  'Thank you, that is all.',
];

/** What to send. */
export interface ChoiceOptions {
  readonly client: ToolClient;
  readonly mode: ToolMode;
  readonly runs: number;
  readonly maxOutputTokens: number;
  /** Other fields of the requests. */
  readonly extra?: JsonObject | undefined;
  /** Called with the progress after every tenth run. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** The responses to one kind of choice. */
export interface ChoiceResult {
  readonly mode: ToolMode;
  readonly choice: 'required' | 'by name';
  readonly requests: number;
  /** Responses with exactly one call, which is valid and of the demanded tool. */
  readonly demanded: number;
  readonly refused: number;
  readonly noCall: number;
  /** Responses that reached the maximum number of tokens. */
  readonly cut: number;
  /** Responses with other calls: of another tool, more than one, or not valid. */
  readonly other: number;
  /** Descriptions of all responses without the demanded call. */
  readonly failures: readonly string[];
}

type Count = Exclude<keyof ChoiceResult, 'mode' | 'choice' | 'requests' | 'failures'>;

/** Demands a call, of any tool and of one by its name in turn, with prompts, seeds and temperatures that differ. */
export async function measureChoice(options: ChoiceOptions): Promise<ChoiceResult[]> {
  const { client, mode, runs, maxOutputTokens, extra } = options;
  const tools = toolsOf({ id: 'choice', question: [], function: FUNCTIONS }, mode);
  const results = { required: start(mode, 'required'), 'by name': start(mode, 'by name') };
  for (let run = 0; run < runs; run += 1) {
    const result = results[run % 2 === 0 ? 'required' : 'by name'];
    const named = result.choice === 'by name' ? tools[Math.floor(run / 2) % tools.length] : undefined;
    const request = {
      messages: [{ role: 'user', content: PROMPTS[run % PROMPTS.length] ?? '' }],
      toolChoice: named === undefined ? 'required' : { name: named.definition.name },
      parallelToolCalls: false,
      temperature: (Math.floor(run / PROMPTS.length) % 4) / 4,
      seed: run,
      maxOutputTokens,
      extra,
    } as const;
    const { outcome, reason = '', calls } = await sendTools(client, request, tools, mode);
    const isDemanded = calls.length === 1 && (named === undefined || calls[0]?.name === named.functionName);
    const count = outcome === 'valid' && isDemanded ? 'demanded' : COUNTS[outcome];
    result[count] += 1;
    result.requests += 1;
    if (count !== 'demanded') {
      result.failures.push(`${mode}, ${result.choice}, run ${run}: ${outcome} ${reason} ${JSON.stringify(calls)}`);
    }
    if ((run + 1) % 10 === 0) options.onProgress?.(`${mode}: ${run + 1} of ${runs}`);
  }
  return Object.values(results);
}

/** The counts of outcomes that are not the demanded call. */
const COUNTS = { refused: 'refused', cut: 'cut', 'no call': 'noCall', invalid: 'other', valid: 'other' } as const;

function start(mode: ToolMode, choice: ChoiceResult['choice']) {
  const counts: Record<Count, number> = { demanded: 0, refused: 0, noCall: 0, cut: 0, other: 0 };
  const failures: string[] = [];
  return { mode, choice, requests: 0, ...counts, failures };
}

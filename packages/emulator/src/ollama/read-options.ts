import { Refusal } from '../shared/http/refusal.js';
import { asNumber, asRecord } from '../shared/json/read-json.js';
import { readStop } from '../shared/openai/read-request.js';

/** The `options` that affect a reply. Sampling options are validated and have no effect. */
export interface ModelOptions {
  readonly contextLength: number | undefined;
  readonly maxTokens: number;
  readonly stop: readonly string[];
}

const INTEGERS = ['num_ctx', 'num_predict', 'seed', 'top_k', 'num_keep', 'repeat_last_n', 'num_batch', 'num_gpu'];

const FLOATS = [
  'temperature',
  'top_p',
  'min_p',
  'typical_p',
  'repeat_penalty',
  'presence_penalty',
  'frequency_penalty',
];

/** Reads `options`. Unknown ones are accepted, and those of the wrong type are refused. */
export function readOptions(given: unknown): ModelOptions {
  const options = asRecord(given);
  const number = (name: string): number | undefined => asNumber(options[name]);
  const wrong = [...INTEGERS, ...FLOATS].find((name) => options[name] !== undefined && number(name) === undefined);
  if (wrong !== undefined) {
    throw new Refusal(500, `option "${wrong}" must be of type ${INTEGERS.includes(wrong) ? 'integer' : 'float32'}`);
  }
  const limit = number('num_predict');
  return {
    contextLength: number('num_ctx'),
    // Zero and negative values mean no limit.
    maxTokens: limit !== undefined && limit > 0 ? limit : Number.POSITIVE_INFINITY,
    stop: readStop(options),
  };
}

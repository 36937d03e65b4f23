import { callBack } from '../logging/call-back.js';
import { reportCallbackError } from '../logging/report-callback-error.js';

type GenerateId = () => string;

/** The guarded generators by the function that they call, so that all clients with a generator share one. */
const guarded = new WeakMap<GenerateId, GenerateId>();

/** Returns a generator of ids that never throws. It returns an id of another generator if the application's one returns no id. */
export function guardGenerateId(generateId: GenerateId, fallback: GenerateId): GenerateId {
  const known = guarded.get(generateId);
  if (known !== undefined) return known;
  const safe = (): string => {
    const id: unknown = callBack('generateId', generateId, generateId);
    if (typeof id === 'string' && id !== '') return id;
    const error = new TypeError(
      `generateId() must return a string that is not empty; received a value of type ${typeof id}.`,
    );
    reportCallbackError('generateId', generateId, error);
    return fallback();
  };
  guarded.set(generateId, safe);
  guarded.set(safe, safe);
  return safe;
}

import { ENGINE_FAILURES } from '../shared/engine/engine-failure.js';
import type { Fault, FaultEffect } from '../shared/faults/fault.js';
import { UsageError } from './usage-error.js';

/** One kind of `--fault`. */
interface FaultForm {
  readonly form: string;
  /** The other forms, which `does` explains. */
  readonly others?: readonly string[];
  readonly does: string;
}

/** The forms and the effect of each `--fault`. The help text is built from this table. */
export const FAULT_FORMS: Readonly<Record<string, FaultForm>> = {
  status: { form: 'status=503', does: 'respond with this status' },
  html: { form: 'html=502', does: 'respond with an HTML page, like a proxy' },
  delay: { form: 'delay=1000', does: 'wait this many milliseconds before the response head' },
  reset: {
    form: 'reset=100',
    others: ['reset=finish'],
    does: 'reset the connection after this many bytes of the body, or after the finish reason (reset=finish)',
  },
  stall: {
    form: 'stall=3',
    others: ['stall=finish'],
    does: 'stop sending after this many events, or after the finish reason (stall=finish)',
  },
  truncate: {
    form: 'truncate=3',
    others: ['truncate=finish'],
    does: 'end without [DONE] after this many events, or after the finish reason (truncate=finish)',
  },
  trickle: { form: 'trickle=20', does: 'send one byte at this interval in milliseconds' },
  split: { form: 'split=1', does: 'send the body in pieces of this many bytes' },
  'content-type': { form: 'content-type=text/plain', does: 'send a different Content-Type' },
  'content-length': {
    form: 'content-length=1000000',
    does: 'announce a body of this many bytes, and never send the rest',
  },
  silent: { form: 'silent', does: 'never respond' },
  comments: { form: 'comments=100', does: 'send only SSE comments, at this interval in milliseconds' },
  'error-event': { form: 'error-event=3', does: 'insert an error event after this many events' },
  malformed: { form: 'malformed=3', does: 'break the JSON of the event that follows this many events' },
  engine: {
    form: 'engine=crash',
    others: ['engine=crash@5'],
    does: `fail in the engine, "@n" after n tokens: ${ENGINE_FAILURES.join(', ')}`,
  },
  'drop-event': { form: 'drop-event=chat.end', does: 'omit the events of this type' },
  'repeat-event': { form: 'repeat-event=message.end', does: 'send the events of this type twice' },
  'empty-payload': { form: 'empty-payload', does: 'send {} as the data of some events' },
  'no-done': { form: 'no-done', does: 'omit [DONE]' },
  'no-choices': { form: 'no-choices', does: 'send no choices, and only [DONE] in a stream (/v1)' },
};

/** Parses a fault of the form `name=value` or `name=value*times`. Without `times`, it applies to every POST request. */
export function parseFault(text: string): Fault {
  const {
    name = '',
    value,
    times,
  } = /^(?<name>[a-z-]+)(?:=(?<value>[^*]*))?(?:\*(?<times>\d+))?$/.exec(text)?.groups ?? {};
  const known = Object.hasOwn(FAULT_FORMS, name) ? FAULT_FORMS[name] : undefined;
  if (known === undefined) {
    throw new UsageError(`Unknown fault "${text}". Available faults: ${Object.keys(FAULT_FORMS).join(', ')}.`);
  }
  const effect = effectOf(name, value);
  if (effect === undefined) {
    const { form, others = [] } = known;
    const examples = [form, ...others].map((example) => `--fault ${example}`);
    throw new UsageError(
      `The fault "${text}" has a missing or invalid value. ${examples.length === 1 ? 'Example' : 'Examples'}: ${examples.join(', ')}`,
    );
  }
  return { ...effect, method: 'POST', times: times === undefined ? Number.POSITIVE_INFINITY : Number(times) };
}

function effectOf(name: string, value: string | undefined): FaultEffect | undefined {
  if (name === 'no-done') return { kind: 'noDone' };
  if (name === 'silent') return { kind: 'stall' };
  if (name === 'no-choices') return { kind: 'noChoices' };
  if (name === 'empty-payload') return { kind: 'emptyPayload' };
  if (value === undefined || value === '') return undefined;
  if (name === 'content-type') return { kind: 'contentType', value };
  if (name === 'drop-event') return { kind: 'dropEvent', event: value };
  if (name === 'repeat-event') return { kind: 'repeatEvent', event: value };
  if (name === 'engine') return engineEffect(value);
  if (value === 'finish') return finishEffect(name);
  return /^\d+$/.test(value) ? numericEffect(name, Number(value)) : undefined;
}

function finishEffect(name: string): FaultEffect | undefined {
  return name === 'reset' || name === 'stall' || name === 'truncate' ? { kind: name, afterFinish: true } : undefined;
}

/** Parses `crash`, or `crash@5` for a failure after five tokens. */
function engineEffect(value: string): FaultEffect | undefined {
  const { name, tokens } = /^(?<name>[a-zA-Z]+)(?:@(?<tokens>\d+))?$/.exec(value)?.groups ?? {};
  const failure = ENGINE_FAILURES.find((known) => known === name);
  if (failure === undefined) return undefined;
  return { kind: 'engine', failure, ...(tokens !== undefined && { afterTokens: Number(tokens) }) };
}

function numericEffect(name: string, value: number): FaultEffect | undefined {
  switch (name) {
    case 'status':
    case 'html':
      return value >= 200 && value <= 599 ? { kind: name, status: value } : undefined;
    case 'delay':
      return { kind: 'delay', ms: value };
    case 'reset':
      return { kind: 'reset', afterBytes: value };
    case 'stall':
    case 'truncate':
    case 'malformed':
      return { kind: name, afterEvents: value };
    case 'error-event':
      return { kind: 'errorEvent', afterEvents: value };
    case 'trickle':
      return { kind: 'trickle', everyMs: value };
    case 'comments':
      return { kind: 'stall', commentEveryMs: value };
    case 'content-length':
      return { kind: 'contentLength', bytes: value };
    case 'split':
      return value > 0 ? { kind: 'split', bytes: value } : undefined;
    default:
      return undefined;
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFault } from '../faults/answer-fault.js';
import type { SendRefusal } from '../faults/answer-fault.js';
import { applyFault } from '../faults/apply-fault.js';
import type { FaultQueue } from '../faults/fault-queue.js';
import { NodeSink } from '../http/node-sink.js';
import { readBody, tryParseJson } from '../http/read-body.js';
import { answerError } from './answer-error.js';
import { answerPreflight, corsHeaders, isPreflight } from './cors.js';
import type { Exchange, LogNotes } from './exchange.js';
import type { Face } from './server-profile.js';
import type { LogEntry } from './log-entry.js';
import type { RequestJournal } from './request-journal.js';
import { RequestLife } from './request-life.js';
import { route } from './router.js';

/** What every request needs. */
export interface HandlerContext {
  /** The server that is played. */
  readonly face: Face;
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly tokens: readonly string[];
  readonly cors: boolean;
  /** Does what the clock makes due: called before each request is answered. */
  readonly tick: () => void;
  readonly log: (entry: LogEntry) => void;
  /** Fires when the emulator closes. */
  readonly closing: AbortSignal;
}

/** Answers one request from its head to its log entry; never rejects. */
export async function handleRequest(
  context: HandlerContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const record = context.journal.begin(request);
  const { face } = context;
  const notes: LogNotes = {};
  const life = new RequestLife(record, response, context.closing, (entry) => context.log({ ...entry, ...notes }));
  // A fault waits for the request itself: a failed preflight would tell the page nothing.
  const preflight = isPreflight(context.cors, record.method);
  const fault = preflight ? undefined : context.faults.take(record.method, record.path);
  if (fault !== undefined) notes.fault = fault.kind;
  const plain = new NodeSink(response, corsHeaders(context.cors));
  const sink =
    fault === undefined
      ? plain
      : applyFault(fault, plain, { signal: life.signal, reset: life.reset, errorShape: face.errorShape(record.path) });
  const engineFault = fault?.kind === 'engine' ? fault : undefined;
  const exchange: Exchange = { record, sink, signal: life.signal, engineFault, notes };
  try {
    record.rawBody = await readBody(request);
    record.body = tryParseJson(record.rawBody);
    const refuse: SendRefusal = (refusal, headers) => face.refuse(sink, record, refusal, headers);
    if (fault === undefined || !(await answerFault(fault, sink, refuse))) await answer(context, exchange);
  } catch (error) {
    await answerError(error, exchange, { life, face });
  }
}

async function answer(context: HandlerContext, exchange: Exchange): Promise<void> {
  if (isPreflight(context.cors, exchange.record.method)) return answerPreflight(exchange);
  // No tokens: everybody may.
  if (context.tokens.length > 0) context.face.checkToken(context.tokens, exchange.record);
  context.tick();
  return route(context.face, exchange);
}

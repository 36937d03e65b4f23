import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFault } from '../faults/answer-fault.js';
import { applyFault } from '../faults/apply-fault.js';
import type { FaultQueue } from '../faults/fault-queue.js';
import { checkToken } from './check-token.js';
import { answerPreflight, corsHeaders, isPreflight } from './cors.js';
import type { Exchange, LogNotes } from './exchange.js';
import type { LogEntry } from './log-entry.js';
import { NodeSink } from './node-sink.js';
import { readBody, tryParseJson } from './read-body.js';
import { Refusal } from './refusal.js';
import type { RequestJournal } from './request-journal.js';
import type { RequestRecord } from './request-record.js';
import { route } from './router.js';
import type { Routes } from './router.js';
import { sendJson } from './send-json.js';

/** What every request needs. */
export interface HandlerContext {
  readonly routes: Routes;
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly tokens: readonly string[];
  readonly cors: boolean;
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
  const notes: LogNotes = {};
  const controller = new AbortController();
  let cut = false;
  watchEnd();
  const fault = context.faults.take(record.method, record.path);
  if (fault !== undefined) notes.fault = fault.kind;
  const reset = (): void => {
    cut = true;
    request.socket.resetAndDestroy();
  };
  const plain = new NodeSink(response, corsHeaders(context.cors));
  const sink = fault === undefined ? plain : applyFault(fault, plain, { signal: controller.signal, reset });
  const exchange: Exchange = { record, sink, signal: controller.signal, notes };
  try {
    record.rawBody = await readBody(request);
    record.body = tryParseJson(record.rawBody);
    if (fault === undefined || !(await answerFault(fault, sink))) await answer(context, exchange);
  } catch (error) {
    await answerError(error, exchange, response);
  }

  function watchEnd(): void {
    const started = performance.now();
    // `close` comes once per response, whether it was sent whole or its connection was lost.
    response.once('close', () => {
      const outcome = response.writableFinished ? 'answered' : cut || context.closing.aborted ? 'cut' : 'client-left';
      if (response.headersSent) record.status = response.statusCode;
      record.end(outcome);
      controller.abort(new Error(`Request ${record.id} is over: ${outcome}.`));
      context.log(logEntry(record, notes, performance.now() - started));
    });
  }
}

async function answer(context: HandlerContext, exchange: Exchange): Promise<void> {
  if (isPreflight(context.cors, exchange)) return answerPreflight(exchange);
  checkToken(context.tokens, exchange.record.headers.authorization);
  return route(context.routes, exchange);
}

async function answerError(error: unknown, { sink, signal, notes }: Exchange, response: ServerResponse): Promise<void> {
  // Whoever waited was interrupted because nobody is there any more.
  if (signal.aborted || response.socket?.destroyed !== false) return;
  if (!(error instanceof Refusal)) notes.error = error instanceof Error ? error.message : String(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'The emulator failed to answer.');
  // The client can leave during this write as well.
  await sendJson(sink, refusal.status, { error: refusal.error }).catch(() => undefined);
}

function logEntry(record: RequestRecord, notes: LogNotes, durationMs: number): LogEntry {
  const { id, method, path, status, outcome = 'cut' } = record;
  return { id, method, path, status, outcome, durationMs, ...notes };
}

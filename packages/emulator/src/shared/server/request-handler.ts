import type { IncomingMessage, ServerResponse } from 'node:http';
import { applyFault } from '../faults/apply-fault.js';
import type { FaultQueue } from '../faults/fault-queue.js';
import { replaceResponse } from '../faults/replace-response.js';
import type { SendRefusal } from '../faults/replace-response.js';
import { NodeSink } from '../http/node-sink.js';
import { Refusal } from '../http/refusal.js';
import type { AllowedHosts } from './allowed-hosts.js';
import { corsHeaders, isPreflight, sendPreflight } from './cors.js';
import type { Exchange, LogNotes } from './exchange.js';
import { discardBody, hasUnreadBody } from './request-body.js';
import type { BodyReader } from './request-body.js';
import type { RequestJournal } from './request-journal.js';
import { RequestLife } from './request-life.js';
import type { LogEntry } from './request-record.js';
import { route } from './router.js';
import type { ServerProfile } from './server-profile.js';

/** The context of request handling. */
export interface HandlerContext {
  /** The emulated server. */
  readonly profile: ServerProfile;
  readonly journal: RequestJournal;
  readonly faults: FaultQueue;
  readonly hosts: AllowedHosts;
  readonly bodies: BodyReader;
  readonly tokens: readonly string[];
  readonly cors: boolean;
  /** Performs time-based changes. Called before each request is handled. */
  readonly tick: () => void;
  readonly log: (entry: LogEntry) => void;
  /** Aborts when the emulator closes. */
  readonly closing: AbortSignal;
}

/** Handles one request from its head to its log entry. Calls `allowBody` before it reads the body. Never rejects. */
export async function handleRequest(
  context: HandlerContext,
  request: IncomingMessage,
  response: ServerResponse,
  allowBody?: () => void,
): Promise<void> {
  const record = context.journal.begin(request);
  const { method, path } = record;
  const { profile } = context;
  const notes: LogNotes = {};
  const life = new RequestLife(record, response, context.closing, (entry) => context.log({ ...entry, ...notes }));
  const denied = context.hosts.refusalOf(request);
  // Faults apply to the actual request, because a page cannot see why a preflight failed.
  const preflight = isPreflight(context.cors, method);
  const fault = preflight || denied !== undefined ? undefined : context.faults.take(method, path, profile.enginePaths);
  if (fault !== undefined) notes.fault = fault.kind;
  const plain = new NodeSink(response, corsHeaders(context.cors));
  const { signal, reset } = life;
  const sink = fault ? applyFault(fault, plain, { signal, reset, format: profile.streamFormat(path) }) : plain;
  const engineFault = fault?.kind === 'engine' ? fault : undefined;
  const exchange: Exchange = { record, sink, signal, engineFault, notes };
  try {
    if (denied !== undefined) throw denied;
    context.journal.addBody(record, await context.bodies.read(request, record.ended, allowBody));
    const refuse: SendRefusal = (refusal, headers) => profile.refuse(sink, record, refusal, headers);
    if (fault === undefined || !(await replaceResponse(fault, sink, refuse))) await respond(context, exchange);
  } catch (error) {
    if (hasUnreadBody(request)) {
      life.closeAfterResponse();
      plain.beforeEnd = () => discardBody(request);
    }
    await respondToError(error, exchange, { life, profile });
  }
}

async function respond(context: HandlerContext, exchange: Exchange): Promise<void> {
  if (isPreflight(context.cors, exchange.record.method)) return sendPreflight(exchange);
  // Without tokens, every request is allowed.
  if (context.tokens.length > 0) context.profile.checkToken(context.tokens, exchange.record);
  context.tick();
  return route(context.profile, exchange);
}

/** Responds to a request whose endpoint threw. Sends a refusal as it is, and anything else as a 500 without details. */
async function respondToError(
  error: unknown,
  { sink, notes, record }: Exchange,
  { life, profile }: { readonly life: RequestLife; readonly profile: ServerProfile },
): Promise<void> {
  // The endpoint was interrupted because the client disconnected.
  if (life.over) return;
  if (!(error instanceof Refusal)) notes.error = error instanceof Error ? error.message : String(error);
  if (life.headSent) {
    life.abort();
    return;
  }
  const refusal = error instanceof Refusal ? error : new Refusal(500, 'The emulator failed to respond.');
  try {
    await profile.refuse(sink, record, refusal);
  } catch {
    // The client disconnected during this write as well.
  }
}

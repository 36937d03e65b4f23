import type { Chat, ClientEmulation } from '../client/client-emulation.js';
import type { ClientInternals } from '../client/client-internals.js';
import type { Prepared } from '../client/client-parts.js';
import type { MaybePending, Pending, StartedRequest } from '../client/pending-request.js';
import { isApiError, isCapabilityError } from '../errors/guards.js';
import { refusesTools } from '../errors/unsupported-feature.js';
import { emulationWarning, REFUSED } from './emulation-warning.js';

/** Prepares a chat with emulated tools. */
type PrepareEmulated = Parameters<ClientEmulation['ifRefused']>[2];

/** Returns a prepared chat with tools that is sent with emulated tools if the server refuses its tools. */
export function emulateIfRefused(
  internals: ClientInternals,
  prepared: MaybePending<Chat>,
  prepareEmulated: PrepareEmulated,
): MaybePending<Chat> {
  const isReady = !('ready' in prepared);
  if (isReady && !mayBeRefused(internals, prepared)) return prepared;
  const { ready, cancel } = isReady
    ? { ready: Promise.resolve<StartedRequest<Chat>>({ prepared, warned: warnedBy(internals, prepared) }), cancel() {} }
    : prepared;
  const startedMs = internals.core.parts.clock.now();
  const pending = ready.then((started): StartedRequest<Chat> => {
    if (!mayBeRefused(internals, started.prepared)) return started;
    const again = (error: unknown): Pending<StartedRequest<Chat>> | undefined =>
      prepareAgain(internals, started, { error, startedMs, prepareEmulated }) ?? started.again?.(error);
    return { ...started, again };
  });
  return { ready: pending, cancel };
}

/** Returns the risk about which the response of a chat would warn. The emulated chat has that warning instead, if the server refuses the tools. */
function warnedBy({ core }: ClientInternals, { call }: Prepared<Chat>): StartedRequest<Chat>['warned'] {
  const { insecure } = core.parts;
  return insecure !== undefined && call.warnings.includes(insecure.warning) ? insecure : undefined;
}

/** Returns false if the chat has emulated tools already, or a model of which the server says that it supports tools. */
function mayBeRefused({ models }: ClientInternals, { request, emulated }: Prepared<Chat>): boolean {
  const fact = models.current?.knowledge.factsOf(request.model)?.get('tools');
  return emulated.length === 0 && fact?.value !== true;
}

/** Prepares the chat with emulated tools, if the server refused its tools and a route can serve it. */
function prepareAgain(
  { core, models }: ClientInternals,
  { prepared, warned }: StartedRequest<Chat>,
  {
    error,
    startedMs,
    prepareEmulated,
  }: { readonly error: unknown; readonly startedMs: number; readonly prepareEmulated: PrepareEmulated },
): Pending<StartedRequest<Chat>> | undefined {
  if (!isApiError(error) || !refusesTools(error, prepared.request.model)) return undefined;
  models.learn(error, prepared);
  core.warnAgain(warned);
  let next: ReturnType<typeof core.start<MaybePending<Chat>>>;
  try {
    next = core.start(prepareEmulated);
  } catch (failure) {
    // No route holds the model to a schema. Otherwise, the call was aborted, or the client closed.
    return isCapabilityError(failure) ? undefined : { ready: Promise.reject(failure), cancel() {} };
  }
  const { result, warned: warnedAgain } = next;
  const pending =
    'ready' in result
      ? result
      : { ready: Promise.resolve<StartedRequest<Chat>>({ prepared: result, warned: warnedAgain }), cancel() {} };
  const { ready, cancel } = asRetry(pending, startedMs);
  // If nothing holds the model to a schema, the caller receives the error of the server.
  const rethrow = (failure: unknown): never => {
    throw isCapabilityError(failure) ? error : failure;
  };
  return { ready: ready.catch(rethrow), cancel };
}

/** Returns a chat with emulated tools as one whose tools the server refused: it began with the first request. So did those that follow it, with a shorter prompt. */
function asRetry({ ready, cancel }: Pending<StartedRequest<Chat>>, startedMs: number): Pending<StartedRequest<Chat>> {
  const retry = ({ prepared, warned, again }: StartedRequest<Chat>): StartedRequest<Chat> => {
    const { call, slot } = prepared;
    slot.startedMs = startedMs;
    const warnings = call.warnings.map((warning) =>
      warning.code === 'tools_emulated' ? emulationWarning(REFUSED) : warning,
    );
    return {
      prepared: { ...prepared, call: { ...call, warnings } },
      warned,
      again(error) {
        const next = again?.(error);
        return next && asRetry(next, startedMs);
      },
    };
  };
  return { ready: ready.then(retry), cancel };
}

import type { LmClient } from '../contract/lm-client.js';
import { toLmError } from '../errors/guards.js';
import { LmError } from '../errors/lm-error.js';
import type { ElementsRequest, ExactRequest, ObjectOptions, ObjectRequest } from './object-request.js';
import { ObjectRun } from './object-run.js';
import { ObjectStreamImpl, type ElementStream, type ObjectStream } from './object-stream.js';
import { ObjectTask } from './object-task.js';
import type { ElementOf, ObjectOf, PartialOf } from './object-types.js';

/** The stream of what a request asks for. That of a list has `elements()`. */
export type ObjectStreamOf<Request> = Request extends ElementsRequest
  ? ElementStream<ElementOf<Request>, PartialOf<Request>>
  : ObjectStream<ObjectOf<Request>, PartialOf<Request>>;

/**
 * Asks a model for a typed object, for a list of them (`elements`), or for one of several values (`choice`). Returns the object as a stream. The request is
 * sent when the stream is first read, and every error is reported there, see `generateObject`.
 *
 * @example
 * ```ts
 * const stream = streamObject(client, { schema: Recipe, messages });
 * for await (const partial of stream.partials()) render(partial);
 * const recipe = await stream.object();
 * ```
 */
export function streamObject<const Request extends ObjectRequest>(
  client: LmClient,
  request: ExactRequest<Request>,
  options?: ObjectOptions,
): ObjectStreamOf<Request> {
  const stream = new ObjectStreamImpl<unknown, unknown, unknown>(
    (consumer) => ({
      subscribe(observer) {
        const task = new ObjectTask(client, request, options);
        if (consumer === 'element' && !task.target.isList) {
          throw new LmError('invalid_request', '"elements()" is for a list. Request one with "elements".');
        }
        const run = new ObjectRun(client, task, consumer, observer);
        run.open();
        return run;
      },
    }),
    (error) => toLmError(error, client.provider),
  );
  return stream as unknown as ObjectStreamOf<Request>;
}

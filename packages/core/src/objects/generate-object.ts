import type { ChatResponse } from '../contract/chat.js';
import type { LmClient } from '../contract/lm-client.js';
import { toLmError } from '../errors/guards.js';
import type { ExactRequest, ObjectOptions, ObjectPlan, ObjectRequest, ObjectResponse } from './object-request.js';
import { ObjectTask } from './object-task.js';
import type { ObjectOf } from './object-types.js';

/** Sends the next chat. Returns `undefined` if another mode has to be used. */
async function nextResponse(client: LmClient, task: ObjectTask): Promise<ChatResponse | undefined> {
  try {
    return await client.chat(task.nextChat(), task.options);
  } catch (error) {
    if (task.fallsBack(error)) return undefined;
    throw task.errorOf(error);
  }
}

/**
 * Asks a model for a typed object, for a list of them (`elements`), or for one of several values (`choice`). Returns the response with the
 * validated object.
 *
 * Rejects with `object_invalid` if no response contains a valid object (an `ObjectError`, with the issues), with `invalid_request` for an
 * invalid schema or one that is not held with `strictSchema`, and as `chat()` does.
 *
 * @example
 * ```ts
 * const { object } = await generateObject(client, { schema: Recipe, messages });
 * ```
 */
export async function generateObject<const Request extends ObjectRequest>(
  client: LmClient,
  request: ExactRequest<Request>,
  options?: ObjectOptions,
): Promise<ObjectResponse<ObjectOf<Request>>> {
  try {
    const task = new ObjectTask(client, request, options);
    for (;;) {
      const received = await nextResponse(client, task);
      const response = received && (await task.read(received));
      if (response !== undefined) return response;
    }
  } catch (error) {
    // The schema is code of the application.
    throw toLmError(error, client.provider);
  }
}

/**
 * Returns the plan of a request for an object without sending it: the mode, the schema that is sent, and the keywords that the server does not
 * hold. Throws `invalid_request` on an invalid request. What is not known about the model may change the mode later.
 */
export function explainObject(client: LmClient, request: ObjectRequest, options?: ObjectOptions): ObjectPlan {
  try {
    return new ObjectTask(client, request, options).plan();
  } catch (error) {
    throw toLmError(error, client.provider);
  }
}

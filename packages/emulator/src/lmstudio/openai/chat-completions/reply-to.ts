import { Refusal } from '../../../shared/http/refusal.js';
import { composeReply } from '../../../shared/engine/compose-reply.js';
import type { ReplyOption, ReplyParts, ReplyRequest } from '../../../shared/engine/reply.js';
import { SchemaError } from '../../../shared/engine/sample-schema.js';

/** The reply; a schema that cannot be used is refused the way the engine refuses a grammar. */
export async function replyTo(request: ReplyRequest, option: ReplyOption | undefined): Promise<ReplyParts> {
  try {
    return await composeReply(request, option);
  } catch (error) {
    if (error instanceof SchemaError) throw new Refusal(400, `failed to parse grammar: ${error.message}`);
    throw error;
  }
}

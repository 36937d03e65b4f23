import type { CallOptions } from '../../contract/call-options.js';
import type { ChatInput } from '../../contract/chat.js';
import type { TokenCount } from '../../contract/context-overflow.js';
import type { LmClient } from '../../contract/lm-client.js';
import { chatFeatures } from '../../capability/requested-features.js';
import { LmError } from '../../errors/lm-error.js';
import { checkCountOptions } from '../../validate/check-call-options.js';
import { normalizeChatRequest } from '../../validate/check-requests.js';
import { internalsOf } from '../client-internals.js';
import { continuesStoredChat } from './chat-to-fit.js';
import { countPrompt } from './count-prompt.js';

/** Options of `countTokens`. */
export interface CountTokensOptions extends CallOptions {
  /** Set to true if the server may load the model in order to count. Otherwise, the tokens are estimated then. Default false. */
  readonly load?: boolean | undefined;
}

function storedChatError(): LmError {
  return new LmError(
    'invalid_request',
    'countTokens() cannot count a request with "previousResponseId", because only the server has the earlier messages of the stored chat. Pass all messages of the conversation without "previousResponseId".',
  );
}

/**
 * Counts the input tokens of a chat, including tools and what the chat template adds. The count is exact if the server counts. Otherwise, it is
 * estimated from the usage of earlier responses of the model. See `TokenCount`. An image is estimated at 600 tokens, with a wide bound, since models
 * differ.
 *
 * Rejects like `chat`: nothing is counted for a request that is invalid or not supported. Also rejects if the server fails while it counts, and
 * with `invalid_request` for a request with `previousResponseId`, because only the server has the earlier messages of a stored chat.
 *
 * @param client A client of `createClient`. A wrapper of one is rejected with `invalid_request`.
 */
export async function countTokens(
  client: LmClient,
  request: ChatInput,
  options: CountTokensOptions = {},
): Promise<TokenCount> {
  const internals = internalsOf(client, 'countTokens');
  const { core, models } = internals;
  return core.run(async () => {
    checkCountOptions(options);
    const { load = false, ...callOptions } = options;
    core.begin(callOptions);
    const checked = normalizeChatRequest(request);
    if (continuesStoredChat(checked)) throw storedChatError();
    const wanted = {
      capability: 'chat',
      features: chatFeatures(checked),
      request: checked,
      options: callOptions,
      fallback: core.parts.config.model,
    } as const;
    const { result, warned } = core.start(() => models.open().prepare(wanted));
    const started = 'ready' in result ? await result.ready : { prepared: result, warned };
    // The response of a chat has the warning, not a count.
    core.warnAgain(started.warned);
    return countPrompt(internals, started.prepared, load, 'reject');
  }, options);
}

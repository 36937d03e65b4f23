import type { Exchange } from '../../../shared/server/exchange.js';
import type { NativeContext } from '../native-context.js';
import type { Emit } from './chat-event.js';
import type { ChatOutput } from './chat-output.js';
import type { ChatPlan } from './chat-plan.js';

/** One chat being answered. */
export interface ChatRun {
  readonly context: NativeContext;
  readonly exchange: Exchange;
  readonly plan: ChatPlan;
  readonly output: ChatOutput;
  readonly emit: Emit;
}

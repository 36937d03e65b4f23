import type { EngineFailure } from '../shared/engine/engine-failure.js';
import { Refusal } from '../shared/http/refusal.js';

/** What Ollama answers when its runner fails: a 500 for whatever it was, but for a prompt that may not be cut. */
export function ollamaEngineRefusal(failure: EngineFailure): Refusal {
  switch (failure) {
    case 'unloaded':
    case 'reloaded':
      return new Refusal(500, 'model runner has unexpectedly stopped');
    case 'crash':
      return new Refusal(500, 'llama runner process has terminated: exit status 2');
    case 'promptOverflow':
      return new Refusal(400, 'the input length exceeds the context length');
    case 'overflow':
      return new Refusal(500, 'context limit reached');
    case 'template':
      return new Refusal(500, 'template: :1:3: executing "" at <.Messages>: the template failed');
    default:
      return failure satisfies never;
  }
}

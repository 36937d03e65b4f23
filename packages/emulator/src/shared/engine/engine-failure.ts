import { Refusal } from '../http/refusal.js';
import { promptOverflow } from '../../lmstudio/check-prompt.js';

/** Every {@link EngineFailure}, for whoever reads one from a text. */
export const ENGINE_FAILURES = ['unloaded', 'reloaded', 'crash', 'promptOverflow', 'overflow', 'template'] as const;

/**
 * What can go wrong in the engine below the server: `unloaded` and `reloaded` (somebody else did that to the model),
 * `crash`, `promptOverflow` (the prompt is larger than the context), `overflow` (the answer outgrew the context),
 * `template` (the chat template refuses the messages).
 */
export type EngineFailure = (typeof ENGINE_FAILURES)[number];

/** The refusal that LM Studio answers with. All but the last are a 400, which tells nothing: the text has to. */
export function engineRefusal(failure: EngineFailure, contextLength: number): Refusal {
  switch (failure) {
    case 'unloaded':
      return new Refusal(400, 'Model unloaded.');
    case 'reloaded':
      return new Refusal(400, 'Model reloaded.');
    case 'crash':
      return new Refusal(400, 'The model has crashed, the engine gave no reason. (Exit code: 18446744072635812000)');
    case 'promptOverflow':
      return promptOverflow(contextLength, contextLength + 1);
    case 'overflow':
      return new Refusal(400, contextExceeded());
    case 'template':
      return templateRefusal('the template raised an exception');
    default:
      return failure satisfies never;
  }
}

/** The refusal of messages that the chat template does not take. */
export function templateRefusal(reason: string): Refusal {
  const message = `Error rendering prompt with jinja template: "${reason}"`;
  return new Refusal(500, { message, type: 'internal_error', code: null, param: null });
}

/** As the engine has it: its own code inside the text. */
function contextExceeded(): string {
  const engine = { error: { code: 500, message: 'Context size has been exceeded.', type: 'server_error' } };
  return `Context size has been exceeded. Error from the engine: ${JSON.stringify(engine)}`;
}

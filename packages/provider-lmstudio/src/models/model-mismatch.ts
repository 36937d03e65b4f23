import type { Warning } from '@lmux/core/provider';
import type { CompletionStreamEvent, PushSource, StreamEvent } from '@lmux/core/provider/streams';
import { modelMismatch } from './model-mismatch-warning.js';

interface Answer {
  readonly model: string;
  readonly warnings: readonly Warning[];
}

/** An answer with a warning if another model gave it. */
export function compareModel<Response extends Answer>(answer: Response, asked: string): Response {
  const warnings = modelMismatch(asked, answer.model);
  return warnings.length === 0 ? answer : { ...answer, warnings: [...answer.warnings, ...warnings] };
}

/** A chat's stream with that warning: as soon as the model is known, and in the response at its end. */
export function compareModels<Event extends StreamEvent | CompletionStreamEvent>(
  source: PushSource<Event>,
  asked: string,
): PushSource<Event> {
  return {
    subscribe(observer) {
      let warned = false;
      const warn = (model: string): void => {
        const [warning] = warned ? [] : modelMismatch(asked, model);
        if (warning === undefined) return;
        warned = true;
        observer.next({ type: 'warning', warning } as Event);
      };
      return source.subscribe({
        next(event) {
          if (event.type === 'finish') {
            warn(event.response.model);
            observer.next({ ...event, response: compareModel(event.response, asked) });
            return;
          }
          observer.next(event);
          if (event.type === 'start') warn(event.model);
        },
        error: (error) => observer.error(error),
        complete: () => observer.complete(),
      });
    },
  };
}

import type { Warning } from '@lmux/core/provider';
import { pipeSource, type CompletionStreamEvent, type PushSource, type StreamEvent } from '@lmux/core/provider/streams';

interface ModelResponse {
  readonly model: string;
  readonly warnings: readonly Warning[];
}

/** The end of an instance's id: the second copy of a model is `key:2`. */
const COPY = /:\d+$/;

/**
 * Warns where another model responded than the one requested: LM Studio serves an unknown name with whatever single model is loaded, and
 * says so only by the `model` of its response.
 */
export function modelMismatch(requested: string, responding: string): Warning[] {
  const key = requested.toLowerCase();
  const name = responding.toLowerCase();
  if (name === key || name.replace(COPY, '') === key) return [];
  return [
    {
      code: 'model_mismatch',
      feature: 'model',
      message: `"${responding}" responded, not "${requested}": an instance of it under another name, or, if LM Studio does not know "${requested}", just the model that was loaded.`,
    },
  ];
}

/** A response with that warning if another model gave it. */
export function withModelMismatch<Response extends ModelResponse>(response: Response, requested: string): Response {
  const warnings = modelMismatch(requested, response.model);
  return warnings.length === 0 ? response : { ...response, warnings: [...response.warnings, ...warnings] };
}

/** A stream with that warning: as soon as the model is known, and in the response at its end. */
export function modelMismatchSource<Event extends StreamEvent | CompletionStreamEvent>(
  source: PushSource<Event>,
  requested: string,
): PushSource<Event> {
  return pipeSource(source, (observer) => {
    let warned = false;
    const warn = (model: string): void => {
      const [warning] = warned ? [] : modelMismatch(requested, model);
      if (warning === undefined) return;
      warned = true;
      observer.next({ type: 'warning', warning } as Event);
    };
    return {
      next(event: Event) {
        if (event.type === 'finish') {
          warn(event.response.model);
          observer.next({ ...event, response: withModelMismatch(event.response, requested) });
          return;
        }
        observer.next(event);
        if (event.type === 'start') warn(event.model);
      },
    };
  });
}

import type { Warning } from '@lmux/core/provider';
import {
  pipeSource,
  safeText,
  type CompletionStreamEvent,
  type PushSource,
  type StreamEvent,
} from '@lmux/core/provider/streams';

interface ModelResponse {
  readonly model: string;
  readonly warnings: readonly Warning[];
}

/** Suffix of an instance id. The second instance of a model is `key:2`. */
const COPY = /:\d+$/;

/**
 * Returns a warning if another model responded than the requested one. LM Studio serves an unknown name with the only loaded model, and
 * reports that only in the `model` field of its response.
 */
export function modelMismatch(requested: string, responding: string): Warning[] {
  const key = requested.toLowerCase();
  const name = responding.toLowerCase();
  if (name === key || name.replace(COPY, '') === key) return [];
  return [
    {
      code: 'model_mismatch',
      feature: 'model',
      message: `Model "${requested}" was requested, but "${safeText(responding, 120)}" responded. It is an instance with a name of its own, or LM Studio does not know the requested model and used the loaded one. client.models.list() returns the known models.`,
    },
  ];
}

/** Adds the warning to a response of another model. */
export function withModelMismatch<Response extends ModelResponse>(response: Response, requested: string): Response {
  const warnings = modelMismatch(requested, response.model);
  return warnings.length === 0 ? response : { ...response, warnings: [...response.warnings, ...warnings] };
}

/** Adds the warning to a stream of another model: as an event once the model is known, and in the response at the end. */
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

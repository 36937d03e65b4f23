import type { Warning } from '@lmux/core/provider';

/** The end of an instance's id: the second copy of a model is `key:2`. */
const COPY = /:\d+$/;

/**
 * Warns where another model answered than the one asked for: LM Studio serves an unknown name with whatever single model is loaded, and
 * says so only by the `model` of its reply.
 */
export function modelMismatch(asked: string, answered: string): Warning[] {
  const key = asked.toLowerCase();
  const name = answered.toLowerCase();
  if (name === key || name.replace(COPY, '') === key) return [];
  return [
    {
      code: 'model_mismatch',
      feature: 'model',
      message: `"${answered}" answered, not "${asked}": an instance of it under another name, or, if LM Studio does not know "${asked}", just the model that was loaded.`,
    },
  ];
}

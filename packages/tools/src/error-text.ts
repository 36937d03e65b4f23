import { safeText } from '@lmux/core/provider/streams';

/** Maximum length of an error that is sent to the model. The context of a small model has no room for a page of HTML. */
const MAX_LENGTH = 2000;

/** Matches a line of a stack, as V8 writes them. */
const STACK_LINE = /\n {4}at [^\n]*/g;

function messageOf(error: unknown): unknown {
  const { message, name } = Object(error) as { readonly message?: unknown; readonly name?: unknown };
  return typeof error === 'string' ? error : message || name;
}

/** Returns what a tool threw as one line of text for the model, without secrets and without a stack. */
export function errorText(error: unknown): string {
  let message: unknown;
  try {
    message = messageOf(error);
  } catch {
    // A getter of the error failed.
  }
  const text = typeof message === 'string' ? message.replaceAll(STACK_LINE, '') : '';
  return safeText(text, MAX_LENGTH) || 'The tool failed without a reason.';
}

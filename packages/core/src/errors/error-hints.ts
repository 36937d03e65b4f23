import type { ErrorCode } from './error-code.js';

/**
 * A next step for the user: a text, or a function that derives it from the error and the request. `undefined` stands for the common one.
 *
 * @param said The message of the server, without quotations of the prompt.
 * @param requestBody The body that was sent. The text must not quote its prompts.
 */
export type ErrorHint = string | ((said: string, requestBody: unknown) => string | undefined);

/** Next steps for the user, by error code. */
export type ErrorHints = Readonly<Partial<Record<ErrorCode, ErrorHint>>>;

/** An error as a server sends it, shortened: where it comes from, its status and its body. */
export type Row = readonly [source: string, status: number, body: unknown];

export const openai = (message: string, code?: string | number, type = 'invalid_request_error'): unknown => ({
  error: { message, type, param: null, code: code ?? null },
});

export const google = (code: number, status: string, message: string): unknown => ({
  error: { code, message, status },
});

export const anthropic = (type: string, message: string): unknown => ({ type: 'error', error: { type, message } });

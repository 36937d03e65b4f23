import { createClient } from '@lmux/core';
import { toErrorResponse, toResponse } from '@lmux/core/web';
import { lmstudio } from '@lmux/provider-lmstudio';

const baseUrl = process.env.LM_BASE_URL ?? 'http://localhost:1234';
const client = createClient({ plugins: [lmstudio], config: { provider: 'lmstudio', baseUrl } });

/** Responds to a request for /chat or /embed. Both runtimes use it. */
export async function respond(request: Request): Promise<Response> {
  const body = await request.json();
  const { signal } = request;
  if (new URL(request.url).pathname.endsWith('/chat'))
    return toResponse(client.chatStream(body, { signal, retry: false }));
  try {
    return Response.json(await client.embed(body, { signal }));
  } catch (error) {
    return toErrorResponse(error);
  }
}

import { createClient } from '@lmux/core';
import { toErrorResponse, toResponse } from '@lmux/core/web';
import { lmstudio } from '@lmux/provider-lmstudio';

/** Shared by all requests, as in an application. */
let client;

export default {
  async fetch(request, { LM_BASE_URL }) {
    client ??= createClient({ plugins: [lmstudio], config: { provider: 'lmstudio', baseUrl: LM_BASE_URL } });
    const body = await request.json();
    const { signal } = request;
    if (request.url.endsWith('/chat')) return toResponse(client.chatStream(body, { signal }));
    try {
      return Response.json(await client.embed(body, { signal }));
    } catch (error) {
      return toErrorResponse(error);
    }
  },
};

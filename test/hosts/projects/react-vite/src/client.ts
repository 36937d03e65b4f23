import { createClient } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';

/** The test of this project passes the address of its server in the query. */
const baseUrl = new URLSearchParams(location.search).get('server') ?? 'http://localhost:1234';

export const client = createClient({
  plugins: [lmstudio],
  config: {
    provider: 'lmstudio',
    baseUrl,
    model: 'qwen/qwen3-4b-2507',
    embedModel: 'text-embedding-nomic-embed-text-v1.5',
  },
});

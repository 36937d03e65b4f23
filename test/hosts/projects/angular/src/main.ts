import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { provideLmux } from './provide-lmux';

/** The test of this project passes the address of its server in the query. */
const baseUrl = new URLSearchParams(location.search).get('server') ?? 'http://localhost:1234';

await bootstrapApplication(App, {
  providers: [
    provideLmux({
      baseUrl,
      model: 'qwen/qwen3-4b-2507',
      embedModel: 'text-embedding-nomic-embed-text-v1.5',
    }),
  ],
});

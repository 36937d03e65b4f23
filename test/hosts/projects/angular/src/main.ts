import { mergeApplicationConfig } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app';
import { appConfig } from './app.config';
import { provideLmux } from './provide-lmux';

// The host passes the address of its server in the query.
const lmux = provideLmux({
  baseUrl: new URLSearchParams(location.search).get('server') ?? 'http://localhost:1234',
  model: 'qwen/qwen3-4b-2507',
  embedModel: 'text-embedding-nomic-embed-text-v1.5',
});
await bootstrapApplication(App, mergeApplicationConfig(appConfig, { providers: [lmux] }));

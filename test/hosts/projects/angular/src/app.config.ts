import type { ApplicationConfig } from '@angular/core';
import { provideLmux } from './provide-lmux';

export const appConfig: ApplicationConfig = {
  providers: [provideLmux({ baseUrl: 'http://localhost:1234', model: 'qwen/qwen3-4b-2507' })],
};

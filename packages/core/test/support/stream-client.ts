import type { LmClient } from '../../src/contract/lm-client.js';
import type { StreamEvent } from '../../src/contract/stream-event.js';
import { createClient } from '../../src/client/create-client.js';
import type { Provider } from '../../src/provider/provider.js';
import { fakeProvider } from '../../src/testing/fake-provider.js';

export const request = { messages: [{ role: 'user', content: 'one two' }] } as const;

export const START: StreamEvent = { type: 'start', model: 'm', route: 'fake' };

export const A: StreamEvent = { type: 'text-delta', text: 'a' };

export function clientOf(methods: Provider): LmClient {
  return createClient({ plugins: [fakeProvider({ methods })], config: { provider: 'fake', model: 'm' } });
}

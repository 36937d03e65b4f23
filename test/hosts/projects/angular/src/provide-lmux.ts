import { DestroyRef, type FactoryProvider, inject, InjectionToken } from '@angular/core';
import { type ClientConfig, createClient, type LmClient } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';

export const LM_CLIENT = new InjectionToken<LmClient>('lmux client');

export function provideLmux(config: Omit<ClientConfig, 'provider'>): FactoryProvider {
  return {
    provide: LM_CLIENT,
    useFactory: () => {
      const client = createClient({ plugins: [lmstudio], config: { ...config, provider: 'lmstudio' } });
      inject(DestroyRef).onDestroy(() => client.close());
      return client;
    },
  };
}

import { createClient, LM_CLIENT, type LmClient } from '@lmux/core';
import { lmstudio } from '@lmux/provider-lmstudio';
import { Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LmErrorFilter } from './lm-error.filter';

const baseUrl = process.env.LM_BASE_URL ?? 'http://localhost:1234';
const model = 'qwen/qwen3-4b-2507';

@Module({
  providers: [
    {
      provide: LM_CLIENT,
      useFactory: () => createClient({ plugins: [lmstudio], config: { provider: 'lmstudio', baseUrl, model } }),
    },
    { provide: APP_FILTER, useClass: LmErrorFilter },
  ],
  exports: [LM_CLIENT],
})
export class LmuxModule implements OnModuleDestroy {
  constructor(@Inject(LM_CLIENT) private readonly client: LmClient) {}

  async onModuleDestroy(): Promise<void> {
    await this.client.close();
  }
}

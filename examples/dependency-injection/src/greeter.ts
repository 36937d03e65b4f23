import { LM_CLIENT, type LmClient } from '@lmux/core';
import { inject, injectable } from 'tsyringe';

/** Uses the default client of the configuration. */
@injectable()
export class Greeter {
  constructor(@inject(LM_CLIENT) private readonly client: LmClient) {}

  async greet(name: string): Promise<string> {
    const { text } = await this.client.chat({
      messages: [{ role: 'user', content: `Greet ${name} in one sentence.` }],
      maxOutputTokens: 60,
    });
    return text;
  }
}

import { lmClient, type LmClient } from '@lmux/core';
import { inject, singleton } from 'tsyringe';
import { Greeter } from './greeter.js';

/** Uses a class of the application, injected by its type, and the client of one provider, injected by its name in the configuration. */
@singleton()
export class WelcomeService {
  constructor(
    private readonly greeter: Greeter,
    @inject(lmClient('local')) private readonly local: LmClient,
  ) {}

  async welcome(name: string): Promise<string> {
    const greeting = await this.greeter.greet(name);
    return `${greeting}\n(provider ${this.local.provider})`;
  }
}

// What to see: a class of one's own gets the client injected; the transport and the logger are replaced in the container. LM_PROVIDER,
// LM_BASE_URL, LM_API_KEY and LM_MODEL choose the server and the model.
import {
  configFromEnv,
  createClient,
  FetchTransport,
  LM_CLIENT,
  type LmClient,
  LOGGER,
  type Logger,
  TRANSPORT,
} from '@lmux/core';
import { container, inject, injectable } from 'tsyringe';
import { plugins } from './plugins.ts';

class Greeter {
  readonly #client: LmClient;

  constructor(client: LmClient) {
    this.#client = client;
  }

  async greet(name: string): Promise<string> {
    const messages = [{ role: 'user', content: `Greet ${name} in one sentence.` }] as const;
    return (await this.#client.chat({ messages, maxOutputTokens: 60 })).text;
  }
}
// What `@injectable()` and `@inject(LM_CLIENT)` do, called by hand: Node runs this file as it is, and knows no parameter decorators.
inject(LM_CLIENT)(Greeter, undefined, 0);
injectable()(Greeter);

const say = (message: string, fields = {}): void => console.log(`[${message}]`, JSON.stringify(fields));
const logger: Logger = { debug: say, info: say, warn: say, error: say };

const services = container.createChildContainer();
services.register(LOGGER, { useValue: logger });
services.register(TRANSPORT, { useValue: new FetchTransport() });

await using client = createClient({ plugins, config: configFromEnv(), container: services });
console.log(`provider ${client.provider}`);
console.log(await services.resolve(Greeter).greet('Ada'));

/** The part of a transport that sends requests. */
interface Sender<Request, Response> {
  send(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/**
 * A transport with a separate connection for each request, for requests that are never sent twice, such as loads. A kept-alive connection may
 * have died while it was idle.
 */
export class SeparateConnections<Request, Response> implements Sender<Request, Response> {
  readonly #create: () => Sender<Request, Response>;
  readonly #transports: Sender<Request, Response>[] = [];

  /** @param create Creates the transport of one request. */
  constructor(create: () => Sender<Request, Response>) {
    this.#create = create;
  }

  send(request: Request): Promise<Response> {
    const transport = this.#create();
    this.#transports.push(transport);
    return transport.send(request);
  }

  async close(): Promise<void> {
    await Promise.all(this.#transports.map((transport) => transport.close()));
  }
}

import type { Server } from 'node:http';

/** Counts the open connections of a server. */
export class SocketTracker {
  #open = 0;
  #waiters: (() => void)[] = [];

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#open += 1;
      socket.once('close', () => {
        this.#open -= 1;
        if (this.#open > 0) return;
        const waiters = this.#waiters;
        this.#waiters = [];
        for (const resolve of waiters) resolve();
      });
    });
  }

  /** Number of open connections. */
  get open(): number {
    return this.#open;
  }

  /** Resolves when no connection is open. */
  allClosed(): Promise<void> {
    if (this.#open === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }
}

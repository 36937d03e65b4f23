/**
 * Counts the users of each instance that this client has loaded. `ensureLoaded` may return an instance several times. It is unloaded when
 * the last user releases it, so that one user does not unload the model of another.
 */
export class RefCount {
  readonly #users = new Map<string, number>();

  /** Adds a user of an instance that this client has loaded. */
  acquire(instanceId: string): void {
    this.#users.set(instanceId, (this.#users.get(instanceId) ?? 0) + 1);
  }

  /** Adds a user of a loaded instance. Returns false if this client has not loaded it. It must then not be unloaded. */
  acquireExisting(instanceId: string): boolean {
    const ours = this.#users.has(instanceId);
    if (ours) this.acquire(instanceId);
    return ours;
  }

  /** Removes a user. Returns true for the last one, who has to unload the instance. */
  release(instanceId: string): boolean {
    const users = this.#users.get(instanceId);
    if (users === undefined) return false;
    if (users > 1) this.#users.set(instanceId, users - 1);
    else this.#users.delete(instanceId);
    return users === 1;
  }

  /** Forgets an instance that was unloaded explicitly. A later `release` then returns false. */
  forget(instanceId: string): void {
    this.#users.delete(instanceId);
  }
}

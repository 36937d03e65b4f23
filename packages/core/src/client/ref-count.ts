/**
 * Who still uses the instances that were loaded here. An instance may be handed out several times (`ensureLoaded`); it is
 * unloaded when the last one gives it back, so that nobody's model is taken away by somebody else's end of a block.
 */
export class RefCount {
  readonly #users = new Map<string, number>();

  /** An instance was loaded here and is handed out. */
  acquire(instanceId: string): void {
    this.#users.set(instanceId, (this.#users.get(instanceId) ?? 0) + 1);
  }

  /** An instance that runs already is handed out. Gives false for one that was not loaded here: it is nobody's to unload. */
  acquireExisting(instanceId: string): boolean {
    const ours = this.#users.has(instanceId);
    if (ours) this.acquire(instanceId);
    return ours;
  }

  /** One user gives it back. Gives true for the last one, who has to unload it. */
  release(instanceId: string): boolean {
    const users = this.#users.get(instanceId);
    if (users === undefined) return false;
    if (users > 1) this.#users.set(instanceId, users - 1);
    else this.#users.delete(instanceId);
    return users === 1;
  }

  /** It was unloaded by hand: whoever gives it back later has nothing to do. */
  forget(instanceId: string): void {
    this.#users.delete(instanceId);
  }
}

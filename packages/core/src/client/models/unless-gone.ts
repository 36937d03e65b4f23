import { isLmError } from '../../errors/guards.js';

/** Waits for an unload. An instance that is not loaded is not a failure, since servers unload idle models on their own. */
export async function unlessGone(unloading: Promise<unknown>): Promise<void> {
  try {
    await unloading;
  } catch (error) {
    if (!isLmError(error, 'model_not_found')) throw error;
  }
}

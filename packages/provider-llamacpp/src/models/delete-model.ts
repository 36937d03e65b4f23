import { isApiError, LmError, type CallOptions, type HttpClient } from '@lmux/core/provider';
import { deleteModel as sendDelete } from './endpoint.js';

/** Deletes a model that the router downloaded. A router also unloads it. It rejects the deletion of a model of a folder or a preset. */
export async function deleteModel(http: HttpClient, model: string, options: CallOptions): Promise<void> {
  try {
    await sendDelete(http, model, options);
  } catch (error) {
    if (!isApiError(error) || !/is not removable/i.test(error.message)) throw error;
    throw new LmError(
      'invalid_request',
      `The router cannot delete "${model}", because it deletes only models that it downloaded. Delete the file of the model, or its section in the preset file, and restart the router.`,
      { provider: 'llamacpp', cause: error },
    );
  }
}

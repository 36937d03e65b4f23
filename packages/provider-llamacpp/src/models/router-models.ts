import type { HttpClient, Provider, ProviderContext } from '@lmux/core/provider';
import { DownloadJobs } from '@lmux/core/provider/streams';
import type { ServerRole } from '../server/server-role.js';
import { deleteModel } from './delete-model.js';
import { downloadSource, downloadStatusOf } from './download-model.js';
import { encodeDownload } from './encode-model-request.js';
import { loadModel } from './load-model.js';
import { unloadModel } from './unload-model.js';

/** The provider methods that require a router. */
export type RouterModels = Required<
  Pick<Provider, 'loadModel' | 'unloadModel' | 'downloadModel' | 'downloadStatus' | 'deleteModel'>
> & { readonly close: () => void };

/** Creates the methods that manage the models of a router. Each rejects if the server is not a router. */
export function createRouterModels(http: HttpClient, role: ServerRole, clock: ProviderContext['clock']): RouterModels {
  const jobs = new DownloadJobs();
  return {
    async loadModel(request, { options, route, onProgress }) {
      await role.needRouter('models.load', route, options);
      return loadModel(http, request, options, { now: () => clock.now(), onProgress });
    },
    async unloadModel(instanceId, { options, route }) {
      await role.needRouter('models.unload', route, options);
      return unloadModel(http, instanceId, options);
    },
    async downloadModel(request, { options, route }) {
      await role.needRouter('models.download', route, options);
      const body = encodeDownload(request);
      return jobs.start(body.model, downloadSource(http, body, options));
    },
    async downloadStatus(jobId, { options, route }) {
      const known = jobs.status(jobId);
      if (known !== undefined) return known;
      await role.needRouter('models.downloadStatus', route, options);
      return downloadStatusOf(http, jobId, options);
    },
    async deleteModel(model, { options, route }) {
      await role.needRouter('models.delete', route, options);
      return deleteModel(http, model, options);
    },
    close: () => jobs.close(),
  };
}

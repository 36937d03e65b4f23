import type { LoadOptions } from '../../contract/lm-client.js';
import type { LoadProgress } from '../../contract/model.js';
import type { Warning } from '../../contract/warning.js';
import { supportOf } from '../../capability/support.js';
import { callBack } from '../../logging/call-back.js';
import type { ProviderCall } from '../../provider/provider.js';
import { checkLoadOptions } from '../../validate/check-call-options.js';
import type { ClientCore } from '../client-core.js';

/** The call of a load, its progress callback, which is not an option of the wire client, and the warning that nothing calls it. */
export interface LoadCall {
  readonly call: ProviderCall;
  readonly onProgress: LoadOptions['onProgress'];
  readonly warnings: readonly Warning[];
}

/** Plans a load. The errors of its progress callback are reported instead of failing the load. */
export function planLoad(core: ClientCore, loadOptions: LoadOptions): LoadCall {
  checkLoadOptions(loadOptions);
  const { onProgress, ...options } = loadOptions;
  const { call } = core.prepare('models.load', [], {}, core.begin(options));
  if (onProgress === undefined) return { call, onProgress, warnings: [] };
  const { matrix } = core.parts;
  const isReported = supportOf(matrix.routes[call.route]?.['models.loadProgress']) !== 'no';
  return {
    call,
    onProgress: guardListener(onProgress),
    warnings: isReported ? [] : [noProgress(matrix.provider, call.route)],
  };
}

function noProgress(provider: string, route: string): Warning {
  return {
    code: 'feature_dropped',
    feature: 'models.loadProgress',
    message: `"onProgress" was not called because route "${route}" of provider "${provider}" does not report the progress of a load.`,
  };
}

function guardListener(listener: (progress: LoadProgress) => void): (progress: LoadProgress) => void {
  return (progress) => callBack('onProgress', listener, () => listener(progress));
}

import {
  createHttpClient,
  defineProvider,
  wireOptionsOf,
  type CapabilityMatrix,
  type HttpClient,
  type Provider,
  type ProviderContext,
} from '@lmux/core/provider';
import { createAcmeProvider } from '../src/create-acme-provider.ts';

/** Returns the example with some methods replaced, which have an HTTP client of their own. */
export function variantOf<const Matrix extends CapabilityMatrix & { readonly provider: 'acme' }>(
  capabilities: Matrix,
  methods: (http: HttpClient, context: ProviderContext) => Provider,
) {
  return defineProvider({
    id: 'acme',
    capabilities,
    create(context) {
      const provider = createAcmeProvider(context);
      const { http, close } = createHttpClient(wireOptionsOf(context), {
        provider: 'acme',
        defaultBaseUrl: 'http://localhost:7070',
        errorRules: [
          { code: /^no_such_model$/, is: 'model_not_found' },
          { code: /^too_long$/, is: 'context_overflow' },
        ],
      });
      return {
        ...provider,
        ...methods(http, context),
        async close() {
          await Promise.all([provider.close?.(), close()]);
        },
      };
    },
  });
}

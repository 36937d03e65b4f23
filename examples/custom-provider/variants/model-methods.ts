import type {
  ChatRequest,
  DescribedModel,
  HttpClient,
  Provider,
  ProviderCall,
  ProviderCountCall,
  ProviderDescribeCall,
  WithModel,
} from '@lmux/core/provider';
import { encodeId, requestObject } from '@lmux/core/provider/json';
import { encodeChat } from '../src/encode-chat.ts';

/** The response of `GET /catalog/:name`. Older servers do not have `seeds`. */
interface AcmeDetails {
  readonly name: string;
  readonly seeds?: boolean;
  readonly window: number;
}

/** The response of `GET /running`. */
interface AcmeRunning {
  readonly models: ReadonlyArray<{ readonly name: string; readonly window: number }>;
}

const isString = (value: unknown): boolean => typeof value === 'string';

const ACME = { provider: 'acme', server: 'an Acme server' } as const;
const DETAILS = { ...ACME, field: 'name', isExpected: isString };
const RUNNING = { ...ACME, field: 'models', isExpected: Array.isArray };
const DELETED = { ...ACME, field: 'deleted', isExpected: isString };
const COUNTED = { ...ACME, field: 'tokens', isExpected: (value: unknown) => value === null || Number.isInteger(value) };

/** The methods for `models.describe`, `models.delete` and `tokens.count`. */
export function modelMethods(
  http: HttpClient,
): Required<Pick<Provider, 'describeModel' | 'deleteModel' | 'countTokens'>> {
  return {
    async describeModel(model: string, { options, isLookup }: ProviderDescribeCall): Promise<DescribedModel> {
      const path = `/catalog/${encodeId(model, 'model')}`;
      const { body } = await requestObject(http, { method: 'GET', path, options }, DETAILS);
      const { name, seeds, window } = body as unknown as AcmeDetails;
      // Booleans by the names of the matrix. The client adds their source and the time.
      const described = { id: name, features: { seed: seeds }, maxContextLength: window };
      if (isLookup) return described;
      const running = await requestObject(http, { method: 'GET', path: '/running', options }, RUNNING);
      const { models } = running.body as unknown as AcmeRunning;
      const contextLength = models.find((each) => each.name === name)?.window;
      return { ...described, contextLength, loaded: contextLength !== undefined };
    },

    async deleteModel(model: string, { options }: ProviderCall): Promise<void> {
      const path = `/catalog/${encodeId(model, 'model')}`;
      await requestObject(http, { method: 'DELETE', path, options, safeToRetry: false }, DELETED);
    },

    async countTokens(
      request: WithModel<ChatRequest>,
      { options, load }: ProviderCountCall,
    ): Promise<number | undefined> {
      const body = { ...encodeChat(request, false), load };
      const counted = await requestObject(http, { method: 'POST', path: '/count', body, options }, COUNTED);
      // Acme sends null if it would have to load the model.
      return (counted.body['tokens'] as number | null) ?? undefined;
    },
  };
}

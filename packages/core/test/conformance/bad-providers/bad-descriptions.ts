import { isLmError, type DescribedModel } from '../../../src/provider/index.js';
import { goodFixtures } from '../good-provider/good-fixtures.js';
import { withMethods, type BadProviders } from './bad-provider.js';

/** Creates the good provider with its descriptions changed. */
function withDescription(change: (described: DescribedModel, isLookup: boolean) => DescribedModel) {
  return withMethods((good) => ({
    describeModel: async (model, call) => change(await good.describeModel(model, call), call.isLookup),
  }));
}

const SILENT = 'models.describe/silent';

/** Mistakes in descriptions of models, in their deletion and in counts of tokens. */
export const BAD_DESCRIPTIONS: BadProviders = {
  'describes features by other names than the matrix': {
    factory: withDescription((described) => ({ ...described, features: { vision: true } as object })),
    failingCase: "models.describe: matches the server's response",
    message: /must have names of the matrix, such as imageInput; received vision/,
  },
  'describes features without saying yes or no': {
    factory: withDescription((described) => ({ ...described, features: { tools: 'maybe' } as object })),
    failingCase: "models.describe: matches the server's response",
    message: /"features\.tools" of the description must be a boolean; received "maybe"/,
  },
  'describes a context of no length': {
    factory: withDescription((described) => ({ ...described, contextLength: 0 })),
    failingCase: "models.describe: matches the server's response",
    message: /"contextLength" of the description must be a positive integer or absent; received 0/,
  },
  'denies what the server does not mention': {
    factory: withDescription((described) => ({ ...described, features: { tools: false, ...described.features } })),
    failingCase: `${SILENT}: describes such a model`,
    fixtures: {
      all: {
        ...goodFixtures,
        [SILENT]: { json: { id: 'm', can: { imageInput: true, reasoning: true, embedding: true } } },
      },
    },
    message: /without mentioning one of tools, imageInput, reasoning, embedding; received {"tools":false/,
  },
  'tells less in a lookup': {
    factory: withDescription((described, isLookup) => (isLookup ? { ...described, features: {} } : described)),
    failingCase: 'tools: follows the description of models.describe/lacks (response 1)',
    message: /chat: the description says that the model lacks tools, but a request with tools was sent/,
    onlyFailure: true,
  },
  'tells something else in a lookup': {
    factory: withDescription((described, isLookup) =>
      isLookup ? { ...described, features: { ...described.features, imageInput: false } } : described,
    ),
    failingCase: `imageInput: follows the description of ${SILENT}`,
    message:
      /a request with imageInput was refused, but the complete description does not say that the model lacks it: {}/,
  },
  'sends two requests for a lookup': {
    factory: withMethods((good) => ({
      describeModel: async (model, call) => {
        await good.describeModel(model, call);
        return good.describeModel(model, call);
      },
    })),
    failingCase: `tools: follows the description of ${SILENT}`,
    message: /A lookup must send at most one request; it sent 2/,
  },
  'describes models without the server': {
    factory: withMethods((good) => ({
      describeModel: async (model, call) => {
        try {
          return await good.describeModel(model, call);
        } catch (error) {
          if (isLmError(error, 'server_error')) return { id: model, features: { tools: false } };
          throw error;
        }
      },
    })),
    failingCase: 'tools: is sent if the lookup fails',
    message: /chat: the lookup failed, so the request must be sent\. Do not describe a model without the server/,
  },
  'has a fixture of a model that lacks nothing': {
    factory: withMethods(() => ({})),
    fixtures: {
      all: { ...goodFixtures, 'models.describe/lacks': { json: { id: 'm', can: { tools: true } } } },
    },
    failingCase: 'models.describe/lacks: describes such a model',
    message: /must describe a model that lacks one of tools, imageInput, reasoning, embedding; received {"tools":true}/,
  },
  'deletes a model twice': {
    factory: withMethods((good) => ({
      deleteModel: (model, call) => good.deleteModel(model, call).catch(() => good.deleteModel(model, call)),
    })),
    failingCase: 'models.delete: is never retried',
    message: /After a refused connection, the call must fail; it resolved with/,
  },
  'deletes another model': {
    factory: withMethods((good) => ({ deleteModel: (_, call) => good.deleteModel('another', call) })),
    failingCase: 'models.delete: sends the values of the request',
    message: /does not contain conformance-model/,
    onlyFailure: true,
  },
  'counts half tokens': {
    factory: withMethods((good) => ({
      countTokens: async (request, call) => (await good.countTokens(request, call)) / 8,
    })),
    failingCase: "tokens.count: matches the server's response",
    message: /must be a positive integer; received 1\.5/,
  },
  'counts another prompt': {
    factory: withMethods((good) => ({
      countTokens: (request, call) => good.countTokens({ ...request, messages: [] }, call),
    })),
    failingCase: 'tokens.count: sends the values of the request',
    message: /does not contain conformance prompt/,
    onlyFailure: true,
  },
};

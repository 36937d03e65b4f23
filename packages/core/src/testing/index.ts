// For tests of applications that use lmux, and for tests of providers.
export { FakeClock } from './fake-clock.js';
export {
  FakeTransport,
  type FakeResponse,
  type FakeOutcome,
  type FakeRequest,
  type FakeScript,
} from './fake-transport.js';
export type { FakeChunk } from './fake-body.js';
export { ABLE_ROUTE, type AbleRoute, type DefaultFakeRoute } from './fake-matrix.js';
export {
  fakeProvider,
  type FakeCall,
  type FakeProviderOptions,
  type FakeProviderPlugin,
  type FakeRoutes,
} from './fake-provider.js';
export type {
  FakeChatRequest,
  FakeReply,
  FakeReplyFunction,
  FakeReplyParts,
  FakeReplyValue,
  FakeToolCall,
} from './fake-reply.js';
export type { FakeModel } from './fake-model-store.js';

export { providerConformance } from './conformance/provider-conformance.js';
export { conformanceValues } from './conformance/conformance-values.js';
export { parseRecorded } from './conformance/parse-recorded.js';
export type {
  ConformanceOptions,
  ConformanceParts,
  ConformanceSubject,
  ConformanceTest,
} from './conformance/conformance-options.js';
export type {
  ConformanceResponse,
  ConformanceFixture,
  ConformanceFixtures,
  ExpectedFailure,
  ExpectedValue,
  NoResponse,
  RouteFixtures,
  ScenarioName,
} from './conformance/conformance-fixtures.js';

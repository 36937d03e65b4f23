// For tests: of applications that use lmux, and of providers.
export { FakeClock } from './fake-clock.js';
export { FakeTransport, type FakeAnswer, type FakeReply, type FakeRequest, type FakeScript } from './fake-transport.js';
export type { FakeChunk } from './fake-body.js';
export { ABLE_ROUTE, type AbleRoute } from './fake-matrix.js';
export {
  fakeProvider,
  type FakeCall,
  type FakeProviderOptions,
  type FakeProviderPlugin,
  type FakeRoutes,
} from './fake-provider.js';
export type { FakeModel } from './fake-shelf.js';

export { providerConformance } from './conformance/provider-conformance.js';
export { conformanceWords } from './conformance/conformance-words.js';
export { parseRecorded } from './conformance/parse-recorded.js';
export type {
  ConformanceOptions,
  ConformanceParts,
  ConformanceSubject,
  ConformanceTest,
} from './conformance/conformance-options.js';
export type {
  ConformanceAnswer,
  ConformanceFixture,
  ConformanceFixtures,
  ExpectedFailure,
  NoAnswer,
  RouteFixtures,
  ScenarioName,
} from './conformance/conformance-fixtures.js';
export type { Expected } from './conformance/expected.js';

// For tests: of applications that use lmux, and of providers.
export { FakeClock } from './fake-clock.js';

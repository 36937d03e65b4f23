import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { fromSource, packages } from './vitest.shared.ts';

const EXCLUDE = [
  '**/node_modules/**',
  '**/dist/**',
  '**/*.browser.test.ts',
  '**/*.live.test.ts',
  '**/*.proxy.test.ts',
  // Run by Jest, where their dependencies are installed.
  'test/hosts/projects/**',
];

const perPackage = packages.map((name): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, root: `packages/${name}`, include: ['src/**/*.test.ts', 'test/**/*.test.ts'], exclude: EXCLUDE },
}));

const repository: TestProjectInlineConfiguration = {
  extends: true,
  test: { name: 'repository', include: ['test/**/*.test.ts', 'examples/**/*.test.ts'], exclude: EXCLUDE },
};

export default defineConfig({
  ...fromSource,
  test: {
    projects: [...perPackage, repository],
    pool: 'forks',
    isolate: true,
    maxWorkers: '100%',
    // Disables performance advice after every run, most of which recommends disabling isolation.
    experimental: { diagnostics: false },
    // Long enough for a busy machine. Tests that hang are still ended.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    retry: 0,
  },
});

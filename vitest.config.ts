import { defineConfig } from 'vitest/config';
import { FileOrder } from './e2e/support/file-order.js';

const conditions = ['@kervan/source', 'module', 'node', 'development|production'];

/** Three projects by cost: `unit` does no I/O, `integration` needs the real stack, `e2e` runs every service as a process. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  environments: { __vitest__: { resolve: { conditions } } }, // where Vitest runs global setups
  test: {
    sequence: { sequencer: FileOrder },
    teardownTimeout: 60_000, // a platform stops before the run ends
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{libs,apps,tools,bench,e2e}/**/*.spec.ts'],
          setupFiles: 'tools/test/property-seed.ts',
          exclude: ['**/node_modules/**', '**/*.{int,e2e}.spec.ts'],
          maxWorkers: 2, // the default leaves one processor of two idle
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{libs,apps,tools,e2e}/**/*.int.spec.ts'],
          setupFiles: 'tools/test/property-seed.ts',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 3, // they wait more than they work: a third keeps two processors busy
          retry: 1, // a broker's rebalance may outlast a test's patience; the report names what needed it
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.e2e.spec.ts'],
          globalSetup: 'e2e/support/shared-platform.ts',
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          fileParallelism: false,
          retry: 1, // twelve processes on two cores may outlast a test's patience; the report names what needed it
        },
      },
    ],
  },
});

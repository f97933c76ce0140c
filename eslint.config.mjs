import eslint from '@eslint/js';
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { constraints, testConstraints } from './tools/boundaries/constraints.mjs';

// The boundary rule reads Nx's cached project graph and is silent without one, so it is made here, from today's files.
process.env.NX_DAEMON = 'false';
await createProjectGraphAsync({ exitOnError: false });

const boundaries = (depConstraints, allow = []) => ['error', { banTransitiveDependencies: true, depConstraints, allow }];

const globalsOfNode = Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, 'readonly']));

const environment = 'Read the environment in src/config.ts only, where it is checked once.';

const partsAreForTools = 'The parts of a project are for the runs under tools: use its door.';

export default tseslint.config(
  {
    ignores: ['**/node_modules/', '**/dist/', '**/dist-web*/', '.nx/', '.local/', 'coverage/', 'tools/boundaries/fixtures/'],
  },
  eslint.configs.recommended,
  tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: globalsOfNode },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(constraints),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      // A record's interface and its RecordType share their name, as do an enum's values and their union.
      'no-redeclare': 'off',
    },
  },
  { files: ['apps/console/web/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['**/*.spec.ts', '**/fixtures/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': boundaries(testConstraints) },
  },
  {
    files: ['tools/model/**/*.ts'], // puts services together from their parts
    rules: { '@nx/enforce-module-boundaries': boundaries(testConstraints, ['^@kervan/[^/]+/parts$']) },
  },
  {
    files: ['{apps,libs}/**/*.ts'],
    ignores: ['libs/testing/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ regex: '^@kervan/[^/]+/parts$', message: partsAreForTools }] }],
    },
  },
  {
    files: ['{apps,libs}/**/*.ts'],
    ignores: [
      'apps/*/src/config.ts',
      'apps/console/web/build.ts', // builds, and serves nothing
      'libs/service-host/src/config/**',
      'libs/service-host/src/telemetry/telemetry.ts', // runs before the service and its config are loaded
      'libs/testing/**',
      '**/*.spec.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: "MemberExpression[object.name='process'][property.name='env']", message: environment },
        { selector: "VariableDeclarator[init.name='process'] Property[key.name='env']", message: environment },
        { selector: 'ImportDeclaration[source.value=/^(node:)?process$/]', message: environment },
      ],
    },
  },
);

/**
 * Who may depend on whom, and on which packages: by the tags of each project.json.
 *
 * Packages with one owner are refused to every other scope, so that a new project is held without being named here.
 */
const MESSAGING_CLIENTS = ['kafkajs', 'avsc', '@kafkajs/confluent-schema-registry'];
const FRAMEWORKS = ['@nestjs/*', 'typeorm', 'pg', '@opentelemetry/*'];
const WORKSHOPS = 'testing|tools|e2e|bench';

const everyScopeBut = (...scopes) => `/^scope:(?!(${[...scopes, WORKSHOPS].join('|')})$)/`;

const ownedPackages = [
  { sourceTag: everyScopeBut('outbound'), bannedExternalImports: ['axios'] },
  { sourceTag: everyScopeBut('messaging', 'contracts'), bannedExternalImports: ['avsc'] },
  { sourceTag: everyScopeBut('messaging'), bannedExternalImports: MESSAGING_CLIENTS.filter((name) => name !== 'avsc') },
  { sourceTag: 'type:commerce', bannedExternalImports: FRAMEWORKS },
];

/** What production code may depend on. */
export const constraints = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: [], allowedExternalImports: ['avsc'] },
  { sourceTag: 'type:commerce', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:platform', onlyDependOnLibsWithTags: ['type:contracts', 'type:platform'] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:contracts', 'type:commerce', 'type:platform'] },
  { sourceTag: 'type:sandbox', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:contracts', 'type:platform'] },
  { sourceTag: 'type:tooling', onlyDependOnLibsWithTags: ['*'] },
  ...ownedPackages,
];

const TESTED_WITH_TESTING = ['type:platform', 'type:app'];
const TEST_PACKAGES = ['vitest', 'fast-check'];

/** What tests may depend on besides: @kervan/testing, and the packages that tests are written with. */
export const testConstraints = constraints.map((constraint) => ({
  ...constraint,
  ...(TESTED_WITH_TESTING.includes(constraint.sourceTag) && {
    onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:testing'],
  }),
  ...(constraint.allowedExternalImports && {
    allowedExternalImports: [...constraint.allowedExternalImports, ...TEST_PACKAGES],
  }),
}));

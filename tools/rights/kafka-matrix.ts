import type { KafkaRight } from './kafka-rights.js';

/** What was found, or is expected, of every principal: its rights, Describe told even where Read or Write bring it. */
export interface KafkaMatrix {
  readonly principals: readonly string[];
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  may(principal: string, resource: KafkaRight['resource'], name: string, operation: KafkaRight['operation']): boolean;
}

const LETTERS = { Create: 'c', Describe: 'd', Read: 'r', Write: 'w' } as const;
const NOTHING = '·';

/** The matrix that follows from rights, as Kafka's authorizer reads them. */
export function matrixOf(rights: readonly KafkaRight[]): KafkaMatrix {
  const key = ({ principal, resource, name, operation }: KafkaRight): string =>
    [principal, resource, name, operation].join(' ');
  const keys = new Set(rights.map(key));
  const names = (resource: KafkaRight['resource']): string[] =>
    [...new Set(rights.filter((right) => right.resource === resource).map(({ name }) => name))].sort();
  return {
    principals: [...new Set(rights.map(({ principal }) => principal))],
    topics: names('topic'),
    groups: names('group'),
    may(principal, resource, name, operation) {
      const has = (one: KafkaRight['operation']): boolean => keys.has(key({ principal, resource, name, operation: one }));
      return has(operation) || (operation === 'Describe' && (has('Read') || has('Write')));
    },
  };
}

/** The matrix as a page for people. */
export function renderMatrix(matrix: KafkaMatrix): string {
  const table = (resource: KafkaRight['resource'], names: readonly string[]): string[] => [
    `| ${resource} | ${matrix.principals.join(' | ')} |`,
    `|---|${matrix.principals.map(() => ':-:').join('|')}|`,
    ...names.map((name) => `| \`${name}\` | ${matrix.principals.map((who) => cell(who, resource, name)).join(' | ')} |`),
  ];
  const cell = (principal: string, resource: KafkaRight['resource'], name: string): string => {
    const operations = Object.keys(LETTERS) as (keyof typeof LETTERS)[];
    const letters = operations.filter((operation) => matrix.may(principal, resource, name, operation));
    return letters.map((operation) => LETTERS[operation]).join('') || NOTHING;
  };
  return `${[
    '# Who may do what in Kafka',
    '',
    'Generated from `schemas/topics.yaml` by `npm run rights:generate`, and compared by a test with what a secured broker allows.',
    '**d**escribe, **r**ead, **w**rite, **c**reate; a group is read by joining it. What is not here, nobody may.',
    '',
    ...table('topic', matrix.topics),
    '',
    ...table('group', matrix.groups),
  ].join('\n')}\n`;
}

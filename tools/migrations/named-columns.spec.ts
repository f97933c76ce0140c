import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../stack/checkout.js';
import { starredStatements } from './named-columns.js';

const sources = globSync('{apps,libs}/*/src/**/*.ts', { cwd: checkout, exclude: ['**/*.spec.ts', '**/fixtures/**', 'libs/testing/**'] });

describe('the statements of services', () => {
  it('name the columns that they answer with', () => {
    const starred = sources.map((file) => [file, starredStatements(readFileSync(join(checkout, file), 'utf8'))] as const);
    expect(starred.filter(([, statements]) => statements.length > 0)).toEqual([]);
  });

  it.each([
    'SELECT * FROM held_message',
    "SELECT h.*, h.first_cause ->> 'code' AS code FROM held_message h WHERE (h.topic) IN (SELECT $1)",
    'SELECT id, count(*) AS n, h.* FROM held_message h',
    'INSERT INTO held_message (id) SELECT id FROM unnest($1::uuid[]) AS new (id) RETURNING *',
    'WITH gone AS (DELETE FROM held_message RETURNING id) SELECT * FROM gone',
  ])('would be found by: %s', (sql) => {
    expect(starredStatements(`query(\`${sql}\`)`)).toEqual([sql]);
  });

  it.each([
    'SELECT count(*) FROM held_message',
    'SELECT total - done * 2 AS left FROM batch',
    'INSERT INTO held_key (id) SELECT * FROM unnest($1::uuid[]) AS new (id)',
    'INSERT INTO held_key (id, own) SELECT new.*, true FROM unnest($1::uuid[]) AS new (id)',
    'WITH gone AS (DELETE FROM held_message RETURNING *) SELECT id FROM gone',
    'SELECT id FROM (SELECT * FROM held_message) h',
  ])('may have: %s', (sql) => {
    expect(starredStatements(`query(\`${sql}\`)`)).toEqual([]);
  });
});

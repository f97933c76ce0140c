import { testStack } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { applied } from './apply.js';
import { findingsOf } from './findings.js';
import { releasedOf } from './released.js';
import { serviceMigrations } from './service-migrations.js';

const services = [...(await serviceMigrations())];

describe('the code of the last release works on the schema of this one', () => {
  it('is told of every service with a database', () => expect(services.map(([service]) => service)).toContain('erp-writer'));

  it.each(services)('%s', async (service, migrations) => {
    expect(findingsOf(service, await applied(testStack().databaseUrl, migrations), releasedOf(service))).toEqual([]);
  });
});

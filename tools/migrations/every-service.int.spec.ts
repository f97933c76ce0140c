import { testStack } from '@kervan/testing';
import { describe, expect, it } from 'vitest';
import { judged } from './apply.js';
import { releasedOf } from './released.js';
import { serviceMigrations } from './service-migrations.js';

const services = [...(await serviceMigrations())];

describe('the code of the last release works on the schema of this one', () => {
  it('is told of every service with a database', () => expect(services.map(([service]) => service)).toContain('erp-writer'));

  it.each(services)('%s', async (service, migrations) => {
    const { findings } = await judged(testStack().databaseUrl, service, migrations, releasedOf(service));
    expect(findings).toEqual([]);
  });
});

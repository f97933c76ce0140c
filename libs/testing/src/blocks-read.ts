import { escapeLiteral, type Pool } from 'pg';

interface Explained {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: Readonly<Record<'Shared Hit Blocks' | 'Shared Read Blocks', number>> }];
}

const literal = (value: unknown): string => (value === null ? 'NULL' : escapeLiteral(String(value)));

/**
 * How many blocks of tables and indexes a statement reads, which is run for it: what it costs, whatever the machine.
 *
 * It is planned by the settings of the pool, and whatever the parameters are, as one that has run often may be.
 *
 * @param params none of them an array.
 */
export async function blocksRead(pool: Pool, sql: string, params: readonly unknown[] = []): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
    await client.query(`PREPARE blocks_read AS ${sql}`);
    const values = params.length > 0 ? `(${params.map(literal).join()})` : '';
    const { rows } = await client.query<Explained>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE blocks_read ${values}`);
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0];
    await client.query('DEALLOCATE blocks_read');
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

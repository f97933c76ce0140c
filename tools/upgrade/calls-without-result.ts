import pg from 'pg';

/** The databases of the services that call outside systems. */
const CALLING = ['erp_writer', 'einvoice_sender'];

/** How often the lease of an outgoing call has ended without a result, so that its outcome had to be asked about. */
export async function callsWithoutResult(databaseUrl: string): Promise<number> {
  let count = 0;
  for (const database of CALLING) {
    const url = new URL(databaseUrl);
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      const sql = `SELECT count(*)::int FROM outbound_attempt WHERE result = 'lease-ended'`;
      count += (await client.query<{ count: number }>(sql)).rows[0]?.count ?? 0;
    } finally {
      await client.end();
    }
  }
  return count;
}

import { type DatabaseSettings, DatabaseWatch } from '../measure/database-watch.js';
import { LoadControl } from './load-control.js';
import type { LoadSettings } from './load-protocol.js';

/** What a run is measured with. */
export interface RunGauges {
  readonly load: LoadControl;
  readonly database: DatabaseWatch;
  readonly settings: DatabaseSettings;
}

/**
 * Starts a load beside a database that is watched, and lets go of both whatever becomes of the work.
 *
 * @throws unless what is committed is on the disk.
 */
export async function withLoad<T>(databaseUrl: string, tills: LoadSettings, work: (gauges: RunGauges) => Promise<T>): Promise<T> {
  const database = await DatabaseWatch.open(databaseUrl);
  try {
    const settings = await database.settings();
    const load = await LoadControl.start(tills);
    try {
      return await work({ load, database, settings });
    } finally {
      load.stop();
    }
  } finally {
    await database.close();
  }
}

import { openModelDatabase } from './model-world.js';
import { renderResult } from './render-result.js';
import { runModel } from './run-model.js';

/** How much of a failing run is shown; `npm run model -- --seed <N>` shows all of it. */
const SHOWN_LINES = 80;

/** Runs seeds one after another; gives back the first that finds something, as text. */
export async function firstFailure(from: number, count: number): Promise<string | undefined> {
  const database = await openModelDatabase();
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      const result = await runModel(database, { seed });
      if (result.findings.length > 0) return renderResult(result).split('\n').slice(0, SHOWN_LINES).join('\n');
    }
    return undefined;
  } finally {
    await database.close();
  }
}

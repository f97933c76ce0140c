import { checkInputs } from './check-inputs.js';
import { checkLedgers } from './check-ledgers.js';
import { checkNumbers, seriesAndYearsOf } from './check-numbers.js';
import { checkInvented, checkMoney, checkServices } from './check-totals.js';
import { courseOf } from './course.js';
import { effectsByOrder, effectsOf } from './effects.js';
import { type Finding } from './finding.js';
import { inputsOf } from './inputs.js';
import { type Ledgers, type Transmission } from './ledger-lines.js';
import { readLedgers } from './read-ledgers.js';
import { readServices, type ServiceAddresses } from './read-services.js';
import { rowsOf, type Row } from './rows.js';
import { type ServiceFacts } from './service-facts.js';

/** What was found, and the table of what became of the inputs. */
export interface Verdict {
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
  readonly ok: boolean;
}

/** Where to look. */
export interface JudgeOptions {
  /** The folder of the sandbox's ledgers. */
  readonly sandboxDir: string;
  /** The services to ask; without them the ledgers are judged alone. */
  readonly services?: ServiceAddresses;
}

/**
 * Says whether every order is where it should be, by what the outside world wrote down: nothing lost, doubled or
 * invented, every amount to the kuruş, and where a person is waited for, exactly one open item.
 *
 * Everything ever rung is judged, not only the last morning. It is asked once all is at rest; it does not wait.
 */
export async function judge({ sandboxDir, services }: JudgeOptions): Promise<Verdict> {
  const ledgers = await readLedgers(sandboxDir);
  const facts = services && (await readServices(services, seriesAndYearsOf(transmissionsIn(ledgers))));
  return judgeLedgers(ledgers, facts);
}

/** Judges ledgers that are already read, without and with what the services say of themselves. */
export function judgeLedgers(ledgers: Ledgers, services?: ServiceFacts): Verdict {
  const inputs = inputsOf(ledgers);
  const byOrder = effectsByOrder(ledgers);
  const undone = inputs.filter(
    (input) => input.rung.body.invoice && courseOf(input, effectsOf(byOrder, input.rung.orderNumber)) === 'reversed',
  );
  const findings = [
    ...checkLedgers(ledgers),
    ...checkInputs(inputs, byOrder, services),
    ...checkInvented(inputs, byOrder, services),
    ...checkNumbers(transmissionsIn(ledgers), undone.length, services),
    ...checkMoney(inputs, byOrder),
    ...(services ? checkServices(inputs, byOrder, services) : []),
  ];
  return { rows: rowsOf(inputs, byOrder, services), findings, ok: findings.length === 0 };
}

function transmissionsIn({ integrator }: Ledgers): Transmission[] {
  return integrator.filter((line) => line.kind === 'transmission');
}

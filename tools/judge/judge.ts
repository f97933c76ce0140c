import { checkControls, checkPings, checkShopAnswers, checkTillAnswers } from './check-answers.js';
import { checkBank } from './check-bank.js';
import { checkInputs } from './check-inputs.js';
import { checkLedgers } from './check-ledgers.js';
import { checkListed } from './check-listed.js';
import { checkNumbers, seriesAndYearsOf } from './check-numbers.js';
import { checkInterchanges, checkQuarantine } from './check-quarantine.js';
import { checkSoleSender } from './check-sole-sender.js';
import { checkInvented, checkMoney, checkServices } from './check-totals.js';
import { courseOf } from './course.js';
import { effectsByOrder, effectsOf, type Effects } from './effects.js';
import { type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type Ledgers, type Transmission } from './ledger-lines.js';
import { interchangesOf, partnerInputsOf } from './partner-inputs.js';
import { readLedgers } from './read-ledgers.js';
import { othersIn } from './others.js';
import { readServices, type ServiceAddresses } from './read-services.js';
import { decidableAmong, resolved, type Resolved } from './resolved.js';
import { settlementsIn } from './settlements.js';
import { transferRows } from './transfer-row.js';
import { shopInputsOf } from './shop-inputs.js';
import { tillInputsOf } from './till-inputs.js';
import { rowsOf, type Row } from './rows.js';
import { type ServiceFacts } from './service-facts.js';

const WITHOUT_SERVICES = 'Without the services, orders that came by hand cannot be told from invented ones.';

/** What was found, and the table of what became of the inputs. */
export interface Verdict {
  readonly rows: readonly Row[];
  /** For people: what persons resolved, and what cannot be told. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
  readonly ok: boolean;
}

/** Where to look. */
export interface JudgeOptions {
  /** The folder of the sandbox's ledgers. */
  readonly sandboxDir: string;
  /** The services to ask; without them the ledgers are judged alone. */
  readonly services?: ServiceAddresses;
  /**
   * Whether nobody but the sandbox has ever sent anything to these services, and no person has acted: what is otherwise
   * taken for sent by hand, or resolved by a person, is a finding then. Without the services every effect of it is one anyway.
   */
  readonly onlySandbox?: boolean;
}

/**
 * Says whether every order is where it should be, by what the outside world wrote down: nothing lost, doubled or
 * invented, every amount to the kuruş, and where a person is waited for, exactly one open item.
 *
 * Everything ever sent is judged, not only the last morning. It is asked once all is at rest; it does not wait.
 */
export async function judge({ sandboxDir, services, onlySandbox }: JudgeOptions): Promise<Verdict> {
  const ledgers = await readLedgers(sandboxDir);
  const seriesAndYears = seriesAndYearsOf(transmissionsIn(ledgers));
  const issueDates = [...new Set(transmissionsIn(ledgers).map(({ invoice }) => invoice.issueDate))];
  const decidable = decidableAmong([...tillInputsOf(ledgers), ...shopInputsOf(ledgers)]);
  const facts = services && (await readServices(services, { seriesAndYears, issueDates, decidable }));
  return judgeLedgers(ledgers, facts, { onlySandbox });
}

/** Judges ledgers that are already read, without and with what the services say of themselves. */
export function judgeLedgers(
  ledgers: Ledgers,
  services?: ServiceFacts,
  { onlySandbox = false }: Pick<JudgeOptions, 'onlySandbox'> = {},
): Verdict {
  const tills = tillInputsOf(ledgers);
  const shops = shopInputsOf(ledgers);
  const interchanges = interchangesOf(ledgers);
  const byOrder = effectsByOrder(ledgers);
  const settlements = settlementsIn(ledgers, services?.bankLines);
  const sent = [...tills, ...shops, ...partnerInputsOf(interchanges)];
  const course = sent.map((input) => {
    const { orderNumber } = input;
    if (!services) return { input, acts: [] };
    return resolved(input, effectsOf(byOrder, orderNumber), services, settlements.get(orderNumber));
  });
  const inputs = course.map(({ input }) => input);
  const others = services ? othersIn(sent, byOrder, services, settlements) : [];
  const all = [...inputs, ...others];
  const undone = inputs.filter((input) => isUndone(input, byOrder));
  const findings = [
    ...checkLedgers(ledgers),
    ...tills.flatMap(checkTillAnswers),
    ...shops.flatMap(checkShopAnswers),
    ...checkPings(ledgers),
    ...interchanges.flatMap(checkControls),
    ...checkInputs(all, byOrder, services),
    ...checkInvented(all, byOrder),
    ...checkNumbers(transmissionsIn(ledgers), undone, services),
    ...checkMoney(all, byOrder),
    ...checkBank(ledgers, inputs, byOrder, services, settlements),
    ...(services ? checkServices(all, byOrder, services) : []),
    ...(services ? checkListed(shops, services) : []),
    ...(services ? [...checkQuarantine(shops, services), ...checkInterchanges(interchanges, services)] : []),
    ...(services && onlySandbox ? checkSoleSender(ledgers, { others, course, bankLines: services.bankLines }) : []),
  ];
  const byPerson = course.filter(({ acts }) => acts.length > 0);
  const resolvedNumbers = new Set(byPerson.map(({ input }) => input.orderNumber));
  const rows = [...rowsOf({ inputs, resolved: resolvedNumbers, others }, byOrder, services), ...transferRows(ledgers)];
  const notes = services ? byPerson.map(inWords) : [WITHOUT_SERVICES];
  return { rows, notes, findings, ok: findings.length === 0 };
}

function inWords({ input, acts }: Resolved): string {
  return `${input.orderNumber}: resolved by a person: ${acts.join('; ')}`;
}

/** An order with an invoice that was taken back: a number may have been drawn for it and voided. */
function isUndone(input: Input, byOrder: ReadonlyMap<string, Effects>): boolean {
  return input.content.invoiced && courseOf(input, effectsOf(byOrder, input.orderNumber)) === 'reversed';
}

function transmissionsIn({ integrator }: Ledgers): Transmission[] {
  return integrator.filter((line) => line.kind === 'transmission');
}

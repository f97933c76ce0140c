import { listedSagas, takenOrders } from '../inspect/listed-orders.js';
import { urlOf, type Installation } from '../platform/services.js';

interface KindProgress {
  readonly planned: number;
  readonly answered: number;
  readonly accepted: number;
  readonly refused: number;
}

/** How far the morning is, as the sandbox tells. */
interface MorningProgress {
  readonly state: 'idle' | 'playing' | 'done';
  readonly zNumber: number;
  readonly kinds: Readonly<Record<string, KindProgress>>;
}

/** Orders that have been accepted and have not ended. */
interface OpenOrders {
  readonly onTheirWay: number;
  readonly awaitingPayment: number;
}

/** A morning that was played. */
export interface PlayedMorning {
  /** The number of the morning: 1 for the first one on this state. */
  readonly number: number;
  readonly began: Date;
}

/**
 * Lets every channel play its next morning, and waits until every order has come to rest: completed, reversed, waiting
 * for its payment or for a person.
 *
 * @param tell is given a line whenever the figures have changed, at most one a second.
 * @throws Error when orders are still on their way after `withinMs` without any change.
 */
export async function playMorning(
  installation: Installation,
  tell: (line: string) => void,
  withinMs = 60_000,
): Promise<PlayedMorning> {
  const began = new Date();
  const control = `${urlOf('sandbox', installation)}/control/morning`;
  const started = await fetch(control, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
  if (!started.ok) throw new Error(`The sandbox did not start the morning: ${await started.text()}`);

  let last = '';
  let changed = performance.now();
  for (;;) {
    const morning = (await (await fetch(control)).json()) as MorningProgress;
    const open = await openOrders(installation);
    const line = progressLine(morning.kinds, open);
    if (line !== last) {
      tell(line);
      last = line;
      changed = performance.now();
    } else if (morning.state === 'done' && open.onTheirWay === 0) {
      return { number: morning.zNumber, began };
    }
    if (performance.now() - changed > withinMs) throw new Error(`Nothing has moved for ${withinMs / 1000} s: ${line}`);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** One line on how far the kinds of input are, and the orders that they have become. */
export function progressLine(kinds: MorningProgress['kinds'], { onTheirWay, awaitingPayment }: OpenOrders): string {
  const played = Object.entries(kinds).filter(([, { planned }]) => planned > 0);
  const sent = played.map(([kind, { planned, answered, accepted, refused }]) => {
    const outcome = answered === 0 ? '' : ` (${accepted} accepted${refused > 0 ? `, ${refused} refused` : ''})`;
    return `${kind} ${answered}/${planned}${outcome}`;
  });
  const waiting = awaitingPayment > 0 ? [`${awaitingPayment} await payment`] : [];
  return [...sent, `${onTheirWay} on their way`, ...waiting].join(' · ');
}

/** What the table after that many mornings counts. */
export function tableHeading(mornings: number): string {
  const which = mornings === 1 ? 'one morning' : `${mornings} mornings`;
  return `Everything since the first start (${which}), each document once; the same number with other content is another document:`;
}

/** An order counts as on its way until the service that took it in knows its end, too. */
async function openOrders(installation: Installation): Promise<OpenOrders> {
  const states = ['accepted', 'taken'];
  const [waiting, ...open] = await Promise.all([
    listedSagas(installation, { status: 'waiting' }),
    ...states.map((state) => takenOrders(installation, { state })),
  ]);
  const atRest = new Set(waiting.map(({ orderId }) => orderId));
  const onTheirWay = new Set(open.flat().flatMap(({ id }) => (atRest.has(id) ? [] : [id])));
  return { onTheirWay: onTheirWay.size, awaitingPayment: atRest.size };
}

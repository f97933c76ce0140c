import { checkAmounts } from './check-amounts.js';
import { checkHeads } from './check-heads.js';
import { checkIssuer } from './check-issuer.js';
import { checkBuyers, checkReferences } from './check-parties.js';
import { contradictionsIn, courseOf, documentsOf, missingFrom } from './course.js';
import { acceptedOf, effectsOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { leavesNoTrace, type Input } from './inputs.js';
import { type AttentionItem, type ServiceFacts } from './service-facts.js';

/** What each input should have led to, held against what it led to; without services attention is taken on trust. */
export function checkInputs(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
): Finding[] {
  const numbersOf = (some: readonly Input[]): Set<string> => new Set(some.map(({ orderNumber }) => orderNumber));
  const accepted = numbersOf(inputs.filter(({ outcome }) => outcome === 'accepted'));
  const open = numbersOf(inputs.filter(({ outcome }) => outcome !== 'refused'));
  return inputs.flatMap((input) => {
    const effects = effectsOf(byOrder, input.orderNumber);
    if (input.outcome === 'accepted' && !leavesNoTrace(input)) return checkAccepted(input, effects, services);
    if (input.outcome === 'accepted') {
      return [...checkNoTrace(input, effects), ...checkClosed(input, services), ...checkNotBegun(input, services)];
    }
    if (accepted.has(input.orderNumber)) return [];
    if (input.outcome === 'unanswered') return checkUnanswered(input, effects, services);
    const unknown = open.has(input.orderNumber) ? [] : [...checkNotListed(input, services), ...checkNotBegun(input, services)];
    return [...checkNoTrace(input, effects), ...unknown];
  });
}

/** Nobody has told the sender: it may have been taken or not. If it was, it has to be whole, and there once. */
function checkUnanswered(input: Input, effects: Effects, services: ServiceFacts | undefined): Finding[] {
  const known = services?.orders.has(input.orderNumber) === true || documentsOf(effects).length > 0;
  if (!known) return [];
  return leavesNoTrace(input) ? checkNoTrace(input, effects) : checkAccepted(input, effects, services);
}

function checkNoTrace(input: Input, effects: Effects): Finding[] {
  const documents = documentsOf(effects);
  return documents.length === 0 ? [] : [traceOf(input, `there is ${documents.join(', ')}`)];
}

/** The door does not list what it has refused. */
function checkNotListed(input: Input, services: ServiceFacts | undefined): Finding[] {
  const listed = services?.orders.get(input.orderNumber);
  return listed ? [traceOf(input, `its service lists it as ${listed.state}`)] : [];
}

/** The orchestrator has never heard of what leaves no trace. */
function checkNotBegun(input: Input, services: ServiceFacts | undefined): Finding[] {
  const begun = services?.sagas.get(input.orderNumber);
  return begun ? [traceOf(input, `the orchestrator has it as ${begun.status}`)] : [];
}

function traceOf({ orderNumber, outcome, expectation }: Input, trace: string): Finding {
  const code = outcome === 'refused' ? 'effect-of-refused' : `effect-of-${expectation}`;
  return finding(code, orderNumber, `${expectation}, but ${trace}`);
}

function checkAccepted(input: Input, effects: Effects, services: ServiceFacts | undefined): Finding[] {
  const contradictions = contradictionsIn(input, effects);
  return [
    ...contradictions,
    ...checkAmounts(input, effects),
    ...checkHeads(input, effects),
    ...checkIssuer(input, effects),
    ...checkBuyers(input, effects),
    ...checkReferences(input, effects),
    ...(contradictions.length > 0 ? [] : checkEnd(input, effects, services)),
  ];
}

function checkEnd(input: Input, effects: Effects, services: ServiceFacts | undefined): Finding[] {
  const { orderNumber, expectation } = input;
  if (expectation === 'attention') return checkOpen(input, services);
  if (expectation === 'under-way') return [finding('not-at-rest', orderNumber, 'the orchestrator is not done with it')];
  const step = /^attention:(.+)$/.exec(expectation)?.[1];
  if (step !== undefined) return [...checkStuck(input, effects, step), ...checkOpen(input, services, step)];
  if (expectation === 'waiting-for-payment') return [...checkUnpaid(input, effects), ...checkClosed(input, services)];
  if (expectation !== 'reversed' && expectation !== 'compensated') {
    return [...missingFrom(input, effects), ...checkClosed(input, services)];
  }
  const course = courseOf(input, effects);
  if (course === 'reversed' || course === 'nothing') return checkClosed(input, services);
  const tooLate = course === 'whole' || acceptedOf(effects).length > 0;
  const asked = (services?.attention.get(orderNumber) ?? []).length > 0;
  if (input.takenBack && (tooLate || asked)) return checkOpen(input, services);
  const detail = `left with ${documentsOf(effects).join(', ')}: neither undone nor whole`;
  return [finding('half-reversed', orderNumber, detail)];
}

/** An order that is to be paid by transfer has everything but the payment. */
function checkUnpaid(input: Input, effects: Effects): Finding[] {
  const { orderNumber } = input;
  const paid = effects.payments.map(({ number }) => finding('paid-unexpectedly', orderNumber, `there is ${number}`));
  return [...missingFrom(input, effects).filter(({ code }) => code !== 'payment-missing'), ...paid];
}

/** An order that waits at a step has what came before it and nothing that comes after it. */
function checkStuck(input: Input, effects: Effects, step: string): Finding[] {
  if (step === 'cancellation') return missingFrom(input, effects);
  const { orderNumber } = input;
  const missing = step !== 'post-order' && standingOrders(effects).length === 0;
  return [
    ...(missing ? [finding('order-missing', orderNumber, 'the ERP has no standing sales order')] : []),
    ...effectsAfter(step, effects).map((number) =>
      finding('effect-after-stop', orderNumber, `should wait at ${step}, but there is ${number}`),
    ),
  ];
}

function effectsAfter(step: string, effects: Effects): string[] {
  const transmitted = effects.invoices.map(({ last }) => last);
  const accepted = acceptedOf(effects).map(({ last }) => last);
  const later = [...effects.erpInvoices, ...effects.payments, ...(step === 'transmit' ? accepted : transmitted)];
  return (step === 'post-order' ? [...effects.orders, ...later] : later).map(({ number }) => number);
}

/** No person is waited for. */
function checkClosed({ orderNumber, expectation }: Input, services: ServiceFacts | undefined): Finding[] {
  return (services?.attention.get(orderNumber) ?? []).map(({ step, code }) =>
    finding('attention-unexpected', orderNumber, `waits for a person at ${step} (${code}), expected ${expectation}`),
  );
}

/** Exactly one person is waited for, at the step where one is named. */
function checkOpen({ orderNumber }: Input, services: ServiceFacts | undefined, step?: string): Finding[] {
  if (!services) return [];
  const items: readonly AttentionItem[] = services.attention.get(orderNumber) ?? [];
  const [first, ...more] = items;
  if (!first) return [finding('attention-missing', orderNumber, 'should wait for a person, but is not listed')];
  if (more.length > 0) return [finding('attention-doubled', orderNumber, `is listed ${items.length} times`)];
  if (step === undefined || step === 'cancellation' || first.step === step) return [];
  return [finding('attention-elsewhere', orderNumber, `waits at ${first.step} (${first.code}), expected ${step}`)];
}

import { checkAmounts } from './check-amounts.js';
import { contradictionsIn, courseOf, missingFrom } from './course.js';
import { acceptedOf, effectsOf, standingOrders, type Effects } from './effects.js';
import { finding, type Finding } from './finding.js';
import { type Input } from './inputs.js';
import { type AttentionItem, type ServiceFacts } from './service-facts.js';

/** What each input should have led to, held against what it led to; without services attention is taken on trust. */
export function checkInputs(
  inputs: readonly Input[],
  byOrder: ReadonlyMap<string, Effects>,
  services: ServiceFacts | undefined,
): Finding[] {
  const accepted = new Set(inputs.filter(({ outcome }) => outcome === 'accepted').map(({ rung }) => rung.orderNumber));
  return inputs.flatMap((input) => {
    const { orderNumber } = input.rung;
    const effects = effectsOf(byOrder, orderNumber);
    const answers = checkAnswers(input);
    if (input.outcome === 'accepted') return [...answers, ...checkAccepted(input, effects, services)];
    if (input.outcome === 'unanswered' || accepted.has(orderNumber)) return answers;
    return [...answers, ...checkRefused(input, effects)];
  });
}

function checkAnswers({ rung, answers, outcome, cancellationAnswers, saleId }: Input): Finding[] {
  const { orderNumber, expectation, sends, cancellation } = rung;
  const found = (code: string, detail: string): Finding[] => [finding(code, orderNumber, detail)];
  const known = answers.filter(({ answer }) => answer !== 'unknown');
  const sendings = new Set(known.map(({ sending }) => sending));
  const ids = new Set(known.flatMap(({ saleId: id }) => id ?? []));
  const wanted = expectation === 'refused' ? 'refused' : 'accepted';
  const cancelled = cancellationAnswers.filter(({ answer }) => answer !== 'unknown').length;
  const open = sendings.size < sends || (cancellation !== undefined && saleId !== undefined && cancelled === 0);
  return [
    ...(open ? found('unanswered', 'a till still waits for an answer') : []),
    ...(known.length > sendings.size ? found('answer-doubled', 'a sending has more than one answer') : []),
    ...(ids.size > 1 ? found('sale-doubled', `accepted under ${ids.size} ids`) : []),
    ...(known.some(({ answer }) => answer !== outcome)
      ? found('answers-differ', 'accepted once and refused once')
      : []),
    ...(outcome !== 'unanswered' && outcome !== wanted
      ? found(`wrongly-${outcome}`, `should have been ${wanted}${codeOf(answers)}`)
      : []),
  ];
}

function checkRefused({ rung: { orderNumber } }: Input, effects: Effects): Finding[] {
  const { orders, cancellations, erpInvoices, payments, invoices } = effects;
  const numbers = [...orders, ...cancellations, ...erpInvoices, ...payments, ...invoices.map(({ last }) => last)];
  if (numbers.length === 0) return [];
  return [
    finding(
      'effect-of-refused',
      orderNumber,
      `refused, but there is ${numbers.map(({ number }) => number).join(', ')}`,
    ),
  ];
}

function checkAccepted(input: Input, effects: Effects, services: ServiceFacts | undefined): Finding[] {
  const contradictions = contradictionsIn(input, effects);
  return [
    ...contradictions,
    ...checkAmounts(input, effects),
    ...(contradictions.length > 0 ? [] : checkEnd(input, effects, services)),
  ];
}

function checkEnd(input: Input, effects: Effects, services: ServiceFacts | undefined): Finding[] {
  const { orderNumber, expectation } = input.rung;
  const course = courseOf(input, effects);
  const items = services?.attention.get(orderNumber) ?? [];
  const step = /^attention:(.+)$/.exec(expectation)?.[1];
  const open = (wanted?: string): Finding[] => (services ? checkAttention(orderNumber, items, wanted) : []);
  const closed = items.map(({ step: at, code }) =>
    finding('attention-unexpected', orderNumber, `waits for a person at ${at} (${code}), expected ${expectation}`),
  );
  if (step !== undefined) return [...checkStuck(input, effects, step), ...open(step)];
  if (expectation !== 'reversed') return [...missingFrom(input, effects), ...closed];
  if (course === 'reversed' || course === 'nothing') return closed;
  const tooLate = course === 'whole' || acceptedOf(effects).length > 0;
  if (tooLate || items.length > 0) return open();
  return [finding('half-reversed', orderNumber, 'cancelled by the till, but neither undone nor whole')];
}

/** An order that waits at a step has what came before it and nothing that comes after it. */
function checkStuck(input: Input, effects: Effects, step: string): Finding[] {
  if (step === 'cancellation') return missingFrom(input, effects);
  const { orderNumber } = input.rung;
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

function checkAttention(orderNumber: string, items: readonly AttentionItem[], step: string | undefined): Finding[] {
  const [first, ...more] = items;
  if (!first) return [finding('attention-missing', orderNumber, 'should wait for a person, but is not listed')];
  if (more.length > 0) return [finding('attention-doubled', orderNumber, `is listed ${items.length} times`)];
  if (step === undefined || step === 'cancellation' || first.step === step) return [];
  return [finding('attention-elsewhere', orderNumber, `waits at ${first.step} (${first.code}), expected ${step}`)];
}

function codeOf(answers: Input['answers']): string {
  const code = answers.find((answer) => answer.code !== undefined)?.code;
  return code ? `, answered ${code}` : '';
}

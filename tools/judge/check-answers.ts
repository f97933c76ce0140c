import { finding, type Finding } from './finding.js';
import { type Ledgers } from './ledger-lines.js';
import { refuses, type SentInterchange } from './partner-inputs.js';
import { type ShopInput } from './shop-inputs.js';
import { type TillInput } from './till-inputs.js';

/** WooCommerce pings the address of a webhook when it is saved. */
const PINGING_SHOP = 'ev';

/** Whether a till got the answer that its script wants, the same for every sending. */
export function checkTillAnswers({ rung, answers, outcome, cancellationAnswers, id }: TillInput): Finding[] {
  const { orderNumber, expectation, sends, cancellation } = rung;
  const found = (code: string, detail: string): Finding[] => [finding(code, orderNumber, detail)];
  const known = answers.filter(({ answer }) => answer !== 'unknown');
  const sendings = new Set(known.map(({ sending }) => sending));
  const ids = new Set(known.flatMap(({ saleId }) => saleId ?? []));
  const wanted = expectation === 'refused' ? 'refused' : 'accepted';
  const cancelled = cancellationAnswers.filter(({ answer }) => answer !== 'unknown').length;
  const open = sendings.size < sends || (cancellation !== undefined && id !== undefined && cancelled === 0);
  return [
    ...(open ? found('unanswered', 'a till still waits for an answer') : []),
    ...(known.length > sendings.size ? found('answer-doubled', 'a sending has more than one answer') : []),
    ...(ids.size > 1 ? found('sale-doubled', `accepted under ${ids.size} ids`) : []),
    ...(known.some(({ answer }) => answer !== outcome)
      ? found('answers-differ', 'accepted once and refused once')
      : []),
    ...(outcome !== 'unanswered' && outcome !== wanted
      ? found(`wrongly-${outcome}`, `should have been ${wanted}${told(answers.find(({ code }) => code)?.code)}`)
      : []),
  ];
}

/** Whether every sending of every webhook of a shop's order got the answer that its script wants, once. */
export function checkShopAnswers({ ordered, deliveries, orderNumber, expectation }: ShopInput): Finding[] {
  const wanted = expectation === 'refused' ? 'refused' : 'accepted';
  const known = deliveries.filter(({ answer }) => answer !== 'unknown');
  const otherwise = known.find(({ answer }) => answer !== wanted);
  const counts = ordered.webhooks.map(({ id, sends }) => {
    const answers = known.filter(({ webhookId }) => webhookId === id);
    const sendings = new Set(answers.map(({ sending }) => sending)).size;
    return { missing: sends - sendings, more: answers.length - sendings };
  });
  const found = (code: string, detail: string): Finding[] => [finding(code, orderNumber, detail)];
  return [
    ...(counts.some(({ missing }) => missing > 0) ? found('unanswered', 'a webhook has no answer') : []),
    ...(counts.some(({ more }) => more > 0) ? found('answer-doubled', 'a delivery has more than one answer') : []),
    ...(otherwise
      ? found(`wrongly-${otherwise.answer}`, `should have been ${wanted}${told(otherwise.outcome)}`)
      : []),
  ];
}

/** Whether the shop that pings the address of its webhooks has done so, and each ping was answered 2xx in the end. */
export function checkPings({ shops }: Pick<Ledgers, 'shops'>): Finding[] {
  const pings = shops.filter((line) => line.kind === 'pinged');
  const sells = shops.some((line) => line.kind === 'ordered' && line.shop === PINGING_SHOP);
  const attempts = [...Map.groupBy(pings, ({ ping }) => ping).values()];
  const refused = attempts.some((ofPing) => {
    return ofPing.some(({ answer }) => answer === 'refused') || !ofPing.some(({ answer }) => answer === 'accepted');
  });
  return [
    ...(sells && pings.length === 0 ? [finding('ping-missing', PINGING_SHOP, 'sells, but has not pinged')] : []),
    ...(refused ? [finding('ping-refused', PINGING_SHOP, 'its ping was not answered 2xx')] : []),
  ];
}

/** Whether each file of an interchange was dropped and has its CONTRL, and all say what they should; more may come. */
export function checkControls({ entry, dropped, controls }: SentInterchange): Finding[] {
  const { interchange, sends, expectation, orders } = entry;
  const found = (code: string, detail: string): Finding[] => [finding(code, interchange, detail)];
  const wanted = expectation === 'refused';
  const otherwise = controls.find((control) => orders.some(({ message }) => refuses(control, message) !== wanted));
  return [
    ...(dropped.length !== sends ? found('interchange-not-sent', `${dropped.length} files of ${sends}`) : []),
    ...(controls.length < sends ? found('unanswered', `${controls.length} CONTRL for ${sends} files`) : []),
    ...(otherwise
      ? found('control-differs', `should be ${expectation}, and is not by ${otherwise.file}${told(otherwise.code)}`)
      : []),
  ];
}

function told(code: string | undefined): string {
  return code ? `, answered ${code}` : '';
}

import type { Verdict } from '@kervan/tools/judge/judge';

const INVENTIONS = ['order-invented', 'act-invented', 'line-invented'];

/**
 * What names an order or a bank line that a test file has sent: its number tells when that was, where the sandbox counts
 * from one; or it is what `publish-an-order.e2e` publishes.
 */
const BY_HAND = /\d{10}|^FS-/;

/**
 * The verdict of a judge who takes the sandbox for the only sender (`onlySandbox`), without those inventions that are none: what
 * test files have sent to the same state, and their acts on it. Everything else that it finds about them stays.
 */
export function exceptByHand({ findings: all, ...verdict }: Verdict): Verdict {
  const findings = all.filter(({ code, subject }) => !(INVENTIONS.includes(code) && BY_HAND.test(subject)));
  return { ...verdict, findings, ok: findings.length === 0 };
}

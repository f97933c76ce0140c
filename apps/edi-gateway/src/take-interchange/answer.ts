import { Action, type Answer } from '../acknowledge/contrl.js';
import { FaultCode, type SyntaxFault } from '../edifact/syntax-fault.js';
import type { Partner } from '../partners/partner.js';
import { isAcknowledgement, isOfAcknowledgements } from './agreement.js';
import type { Verdict } from './verdict.js';

/** Why an interchange is refused whose control reference is taken. */
export function duplicateFault(verdict: Verdict, detail: string): SyntaxFault {
  const { offset = 0, number = 0 } = verdict.interchange.header?.segment ?? {};
  const place = { tag: 'UNB', segment: number, element: 6, offset };
  return { ...place, problem: 'edi-duplicate', code: FaultCode.duplicate, detail };
}

/**
 * What an interchange is answered by the profile, if anything: an acknowledgement never is.
 *
 * @param faults why all of it is refused.
 */
export function answerTo(verdict: Verdict, faults: readonly SyntaxFault[], partner: Partner): Answer | undefined {
  const { interchange, messages } = verdict;
  if (!interchange.header || partner.acknowledgement === 'none' || isOfAcknowledgements(interchange)) return undefined;
  if (faults.length > 0) return { action: Action.refused, faults, groups: [], messages: [] };
  const told = messages
    .filter(({ message }) => !isAcknowledgement(message))
    .map((judged) => ({ ...judged.message, faults: judged.kind === 'refused' ? judged.faults : [] }));
  const inOrder = told.every((one) => one.faults.length === 0);
  if (partner.acknowledgement === 'received' && inOrder) {
    return { action: Action.received, faults: [], groups: [], messages: [] };
  }
  return { action: Action.acknowledged, faults: [], groups: interchange.groups, messages: told };
}

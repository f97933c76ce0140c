import { isGln } from '@kervan/commerce';
import { isCharacterSet } from '../edifact/character-set.js';
import {
  type EdifactMessage,
  type FunctionalGroup,
  type Identification,
  type Interchange,
  type InterchangeHeader,
  typeName,
} from '../edifact/interchange.js';
import { faultAt, placeOf } from '../edifact/segment.js';
import { FaultCode, type FaultProblem, type SyntaxFault } from '../edifact/syntax-fault.js';
import type { Partner } from '../partners/partner.js';

const GLN_QUALIFIER = '14';

/** What in the envelope is not as agreed with the partner in whose inbox it was found. */
export function envelopeFaults(header: InterchangeHeader, partner: Partner): SyntaxFault[] {
  const { segment, sender, recipient, characterSet, test } = header;
  const found: SyntaxFault[] = [];
  const fault = (element: number, problem: FaultProblem, code: FaultCode, detail: string): void => {
    found.push(faultAt(placeOf(segment, element), problem, code, detail));
  };
  const wrong = (element: number, detail: string): void =>
    fault(element, 'edi-unknown-partner', FaultCode.invalidValue, detail);
  if (!isWho(sender, partner.them)) {
    if (isWrongGln(sender)) wrong(2, 'The sender in UNB has a GLN with a wrong check digit.');
    else
      fault(2, 'edi-unknown-partner', FaultCode.unknownSender, 'The sender in UNB is not the partner of this inbox.');
  }
  if (!isWho(recipient, partner.us)) {
    if (isWrongGln(recipient)) wrong(3, 'The recipient in UNB has a GLN with a wrong check digit.');
    else fault(3, 'edi-unknown-partner', FaultCode.notActualRecipient, 'The recipient in UNB is not us.');
  }
  if (isCharacterSet(characterSet) && !partner.characterSets.includes(characterSet)) {
    fault(1, 'edi-envelope', FaultCode.syntaxNotSupported, 'The character set in UNB is not agreed.');
  }
  if (test && partner.testIndicator === 'refused') {
    fault(11, 'edi-envelope', FaultCode.testNotSupported, 'Test interchanges are not agreed.');
  }
  return found;
}

/** What is not agreed about a message: the kind of message it is. */
export function messageFaults(message: EdifactMessage, { messages }: Partner): SyntaxFault[] {
  const name = typeName(message.type);
  if (messages.some((agreed) => name === agreed || name.startsWith(`${agreed}:`))) return [];
  const known = messages.some((agreed) => agreed.startsWith(`${message.type.type}:`));
  const detail = known ? 'This version of the message is not agreed.' : 'This kind of message is not agreed.';
  const place = { ...placeOf(message.segments[0]!, 2, known ? 2 : 1), segmentInMessage: 1 };
  return [faultAt(place, 'edi-unknown-message', FaultCode.noAgreement, detail)];
}

/** Whether nothing but acknowledgements is in it: such an interchange is never answered. */
export function isOfAcknowledgements({ messages }: Interchange): boolean {
  return messages.length > 0 && messages.every(isAcknowledgement);
}

/** Whether a message is a CONTRL. */
export function isAcknowledgement({ type }: Pick<EdifactMessage, 'type'>): boolean {
  return type.type === 'CONTRL';
}

/** The faults of the functional group that a message is in: they are its own too. */
export function groupFaults(message: EdifactMessage, groups: readonly FunctionalGroup[]): readonly SyntaxFault[] {
  return message.group === undefined ? [] : groups[message.group]!.faults;
}

function isWho([id = '', qualifier = '']: Identification, who: Partner['us']): boolean {
  return id === who.id && qualifier === (who.qualifier ?? '');
}

function isWrongGln([id = '', qualifier = '']: Identification): boolean {
  return qualifier === GLN_QUALIFIER && !isGln(id);
}

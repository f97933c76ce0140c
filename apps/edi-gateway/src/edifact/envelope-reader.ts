import type { EdifactMessage, FunctionalGroup, Identification, MessageType } from './interchange.js';
import { faultAt, placeOf, type Segment, valueOf } from './segment.js';
import { FaultCode, type FaultProblem, type Place, type SyntaxFault } from './syntax-fault.js';

/** The most messages of an interchange: they are recorded in one transaction. */
export const MAX_MESSAGES = 1_000;
/** The most segments and bytes of a message: it is judged in one go. */
export const MAX_MESSAGE_SEGMENTS = 20_000;
export const MAX_MESSAGE_BYTES = 2_000_000;

/** Enough to tell what is wrong. */
const MAX_FAULTS = 100;
const AROUND_MESSAGES = new Set(['UNB', 'UNG', 'UNE', 'UNZ']);

/** What an interchange consists of, after its UNB. */
export interface Envelope {
  readonly groups: readonly FunctionalGroup[];
  readonly messages: readonly EdifactMessage[];
  readonly faults: readonly SyntaxFault[];
}

type Growing<T extends { readonly faults: readonly SyntaxFault[] }> = Omit<T, 'faults'> & { faults: SyntaxFault[] };
type OpenMessage = Growing<EdifactMessage> & { segments: Segment[] };
type OpenGroup = Growing<FunctionalGroup> & { messages: number; header: Segment };

/**
 * Takes the segments of an interchange and finds its groups and messages, and every count and reference that is wrong.
 *
 * What is wrong within a message is that message's fault; what is wrong around it makes the whole interchange unusable.
 */
export class EnvelopeReader {
  private readonly groups: OpenGroup[] = [];
  private readonly messages: OpenMessage[] = [];
  private readonly references = new Set<string>();
  private readonly faults: SyntaxFault[] = [];
  private header?: Segment;
  private trailer?: Segment;
  private group?: OpenGroup;
  private message?: OpenMessage;
  private ungrouped = 0;
  private last = 0;

  take(segment: Segment): void {
    this.last = segment.number;
    if (this.trailer) return this.misplaced(segment, 'A segment follows UNZ.');
    const ofMessage = segment.tag === 'UNH' || (this.message && !AROUND_MESSAGES.has(segment.tag));
    if (segment.fault && !ofMessage) this.add(segment.fault);
    switch (segment.tag) {
      case 'UNB':
        return this.beginInterchange(segment);
      case 'UNG':
        return this.beginGroup(segment);
      case 'UNH':
        return this.beginMessage(segment);
      case 'UNT':
        return this.endMessage(segment);
      case 'UNE':
        return this.endGroup(segment);
      case 'UNZ':
        return this.endInterchange(segment);
      default:
        return this.body(segment);
    }
  }

  /** Tells that nothing follows. */
  end(offset: number): void {
    if (this.trailer) return;
    this.closeOpen();
    const place = { tag: 'UNZ', segment: this.last + 1, offset };
    this.fault(place, 'edi-envelope', FaultCode.missing, 'UNZ is missing.');
  }

  /** Tells that what follows cannot be read. */
  breakOff(fault: SyntaxFault): void {
    this.add(fault);
  }

  result(): Envelope {
    const groups = this.groups.map(({ reference, sender, recipient, faults }) => ({
      reference,
      sender,
      recipient,
      faults,
    }));
    return { groups, messages: this.messages, faults: this.faults };
  }

  private beginInterchange(segment: Segment): void {
    if (this.header) return this.misplaced(segment, 'UNB is repeated: a file holds one interchange.');
    this.header = segment;
  }

  private beginGroup(segment: Segment): void {
    this.closeOpen();
    if (this.ungrouped > 0) this.mixed(segment);
    const composite = (element: number): Identification => segment.elements[element - 1] ?? [];
    this.group = {
      reference: valueOf(segment, 5),
      sender: composite(2),
      recipient: composite(3),
      faults: [],
      messages: 0,
      header: segment,
    };
    if (this.group.reference === '') {
      this.fault(placeOf(segment, 5), 'edi-envelope', FaultCode.missing, 'UNG has no reference.');
    }
    this.groups.push(this.group);
    if (this.groups.length === MAX_MESSAGES + 1) this.tooMuch(segment, `${MAX_MESSAGES} groups`);
  }

  private beginMessage(segment: Segment): void {
    this.closeMessage('UNT is missing before the next UNH.', segment);
    if (this.group) this.group.messages += 1;
    else if (this.groups.length > 0) this.mixed(segment);
    else this.ungrouped += 1;
    const message: OpenMessage = {
      reference: valueOf(segment, 1),
      type: typeOf(segment),
      position: this.messages.length + 1,
      ...(this.group && { group: this.groups.length - 1 }),
      segments: [],
      faults: [],
    };
    this.message = message;
    this.messages.push(message);
    if (this.messages.length === MAX_MESSAGES + 1) this.tooMuch(segment, `${MAX_MESSAGES} messages`);
    this.body(segment);
    if (message.reference === '') this.ofMessage(segment, 1, FaultCode.missing, 'UNH has no message reference.');
    else if (this.references.has(message.reference)) {
      this.ofMessage(
        segment,
        1,
        FaultCode.duplicate,
        'The message reference in UNH is used twice in this interchange.',
      );
    }
    this.references.add(message.reference);
    if (this.group) this.compareTypes(segment, this.group.header);
  }

  /** UNG tells the kind of its messages too; where it tells another, nobody knows which is meant. */
  private compareTypes(unh: Segment, ung: Segment): void {
    const [type, version, release] = [valueOf(ung, 1), valueOf(ung, 7), valueOf(ung, 7, 2)];
    for (const [index, told] of [type, version, release].entries()) {
      if (told === '' || told === valueOf(unh, 2, index + 1)) continue;
      this.ofMessage(unh, 2, FaultCode.invalidValue, 'UNG and UNH tell different kinds of message.', index + 1);
      return;
    }
  }

  private body(segment: Segment): void {
    if (!this.message) return this.misplaced(segment, 'A segment is outside of a message.');
    this.message.segments.push(segment);
    if (segment.fault) this.message.faults.push({ ...segment.fault, segmentInMessage: this.message.segments.length });
  }

  private endMessage(segment: Segment): void {
    if (!this.message) return this.misplaced(segment, 'UNT has no UNH.');
    this.body(segment);
    const { segments, reference } = this.message;
    if (segments.length > MAX_MESSAGE_SEGMENTS) this.tooMuch(segment, `${MAX_MESSAGE_SEGMENTS} segments in a message`);
    if (segment.offset - segments[0]!.offset > MAX_MESSAGE_BYTES) {
      this.tooMuch(segment, `${MAX_MESSAGE_BYTES} bytes in a message`);
    }
    if (Number(valueOf(segment, 1)) !== segments.length || !/^\d+$/.test(valueOf(segment, 1))) {
      const detail = `UNT does not tell the ${segments.length} segments that the message has.`;
      this.ofMessage(segment, 1, FaultCode.countDiffers, detail);
    }
    if (valueOf(segment, 2) !== reference) {
      this.ofMessage(segment, 2, FaultCode.referencesDiffer, 'The message references in UNH and UNT differ.');
    }
    delete this.message;
  }

  private endGroup(segment: Segment): void {
    const { group } = this;
    if (!group) return this.misplaced(segment, 'UNE has no UNG.');
    this.closeMessage('UNT is missing before UNE.', segment);
    const wrong = (element: number, code: FaultCode, detail: string): void => {
      group.faults.push(faultAt(placeOf(segment, element), 'edi-envelope', code, detail));
    };
    if (Number(valueOf(segment, 1)) !== group.messages || !/^\d+$/.test(valueOf(segment, 1))) {
      wrong(1, FaultCode.countDiffers, `UNE does not tell the ${group.messages} messages that the group has.`);
    }
    if (group.messages === 0) wrong(1, FaultCode.lowerLevelEmpty, 'The group has no message.');
    if (valueOf(segment, 2) !== group.reference) {
      wrong(2, FaultCode.referencesDiffer, 'The group references in UNG and UNE differ.');
    }
    delete this.group;
  }

  private endInterchange(segment: Segment): void {
    this.closeOpen(segment);
    this.trailer = segment;
    const count = this.groups.length || this.messages.length;
    const wrong = (element: number, code: FaultCode, detail: string): void =>
      this.fault(placeOf(segment, element), 'edi-envelope', code, detail);
    if (Number(valueOf(segment, 1)) !== count || !/^\d+$/.test(valueOf(segment, 1))) {
      const what = this.groups.length > 0 ? 'groups' : 'messages';
      wrong(1, FaultCode.countDiffers, `UNZ does not tell the ${count} ${what} that the interchange has.`);
    }
    if (valueOf(segment, 2) !== valueOf(this.header, 5)) {
      wrong(2, FaultCode.referencesDiffer, 'The control references in UNB and UNZ differ.');
    }
    if (this.messages.length === 0) {
      this.fault(placeOf(segment), 'edi-envelope', FaultCode.lowerLevelEmpty, 'The interchange has no message.');
    }
  }

  private closeOpen(before?: Segment): void {
    this.closeMessage('UNT is missing.', before);
    if (!this.group) return;
    const place = placeOf(before ?? this.group.header);
    this.group.faults.push(faultAt({ ...place, tag: 'UNE' }, 'edi-envelope', FaultCode.missing, 'UNE is missing.'));
    delete this.group;
  }

  private closeMessage(detail: string, before?: Segment): void {
    if (!this.message) return;
    const { segments } = this.message;
    const place = { ...placeOf(before ?? segments.at(-1)!), tag: 'UNT', segmentInMessage: segments.length + 1 };
    this.message.faults.push(faultAt(place, 'edi-envelope', FaultCode.missing, detail));
    delete this.message;
  }

  private mixed(segment: Segment): void {
    const detail = 'Messages in functional groups and messages without are mixed.';
    this.fault(placeOf(segment), 'edi-envelope', FaultCode.groupsAndMessagesMixed, detail);
  }

  private tooMuch(segment: Segment, what: string): void {
    this.fault(placeOf(segment), 'edi-limit', FaultCode.unspecified, `The interchange has more than ${what}.`);
  }

  private misplaced(segment: Segment, detail: string): void {
    this.fault(placeOf(segment), 'edi-envelope', FaultCode.outsideMessage, detail);
  }

  private ofMessage(segment: Segment, element: number, code: FaultCode, detail: string, component?: number): void {
    const place = { ...placeOf(segment, element, component), segmentInMessage: this.message!.segments.length };
    this.message!.faults.push(faultAt(place, 'edi-envelope', code, detail));
  }

  private fault(place: Place, problem: FaultProblem, code: FaultCode, detail: string): void {
    this.add(faultAt(place, problem, code, detail));
  }

  private add(fault: SyntaxFault): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
  }
}

function typeOf(segment: Segment): MessageType {
  const [type, version, release, agency, association] = [1, 2, 3, 4, 5].map((part) => valueOf(segment, 2, part));
  return { type: type!, version: version!, release: release!, agency: agency!, association: association! };
}

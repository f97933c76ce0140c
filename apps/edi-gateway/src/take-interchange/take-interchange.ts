import { createHash } from 'node:crypto';
import { activeTraceparent, type DatabaseTransaction, Transactions } from '@kervan/messaging';
import { inTurns, type Problem, SERVICE_CONFIG, type ServiceConfig } from '@kervan/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { nextControlReference, owe, oweAgain } from '../acknowledge/acknowledgement.repository.js';
import { contrl } from '../acknowledge/contrl.js';
import { contrlFileName } from '../acknowledge/contrl-file-name.js';
import type { InterchangeHeader } from '../edifact/interchange.js';
import type { SyntaxFault } from '../edifact/syntax-fault.js';
import type { Partner } from '../partners/partner.js';
import { answerTo, duplicateFault } from './answer.js';
import { type FileProblem, problemOfFaults, problemOfFile } from './file-problem.js';
import {
  findAccepted,
  findById,
  findRefused,
  insertInterchange,
  InterchangeState,
  type NewInterchange,
  type RecordedInterchange,
} from './interchange.repository.js';
import { recordMessages } from './record-messages.js';
import { type Verdict, verdictOf } from './verdict.js';

const LONGEST_REFERENCE = 35;

/** A file that this service has claimed. */
export interface ClaimedFile {
  /** Of the claim: it names one interchange for ever. */
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** What became of a file. */
export interface Outcome {
  readonly state: InterchangeState;
  /** Why it, or a part of it, was refused. */
  readonly problem: FileProblem | null;
}

/**
 * Takes an interchange exactly once.
 *
 * The interchange, its messages, OrderPlaced for each order, and the CONTRL that is owed commit together. A claim that
 * is taken again, after a crash or a lost commit, gets the outcome that was recorded. The same interchange again gets
 * the answer that the profile names; another one under its control reference is refused.
 */
@Injectable()
export class TakeInterchange {
  constructor(
    private readonly transactions: Transactions,
    @Inject(SERVICE_CONFIG) private readonly config: ServiceConfig,
  ) {}

  /** @throws {CommitUnknown} or what the database throws: take the claim again. */
  async take(file: ClaimedFile, content: Buffer, partner: Partner): Promise<Outcome> {
    const traceparent = activeTraceparent();
    const read: ReadFile = {
      file,
      verdict: await inTurns(verdictOf(content, partner, new Date())),
      contentHash: createHash('sha256').update(content).digest(),
      partner,
      ...(traceparent !== undefined && { traceparent }),
    };
    return this.transactions.run(async (db) => {
      let outcome: Outcome | undefined;
      while (!outcome) outcome = (await recordedBefore(db, file)) ?? (await this.record(db, read));
      return outcome;
    });
  }

  /** Records that a file was refused without having been read. */
  refuse(file: ClaimedFile, problem: Problem, { code: partner }: Partner): Promise<Outcome> {
    const unread = { contentHash: null, sender: null, recipient: null, controlReference: null, test: false };
    const { name: fileName, ...claim } = file;
    const row: NewInterchange = {
      ...claim,
      ...unread,
      fileName,
      partner,
      state: InterchangeState.refused,
      repeats: null,
      problem: problemOfFile(problem, file.id, this.config.problemTypeBase),
    };
    return this.transactions.run(async (db) => {
      const inserted = await insertInterchange(db, row);
      return (!inserted && (await recordedBefore(db, file))) || row;
    });
  }

  /** @returns undefined when the claim, or its control reference, has been recorded by another meanwhile. */
  private async record(db: DatabaseTransaction, read: ReadFile): Promise<Outcome | undefined> {
    const { verdict, contentHash, partner } = read;
    const { header } = verdict.interchange;
    const known = header && (await findAccepted(db, partner.code, referenceOf(header)));
    if (known?.contentHash?.equals(contentHash)) {
      if (partner.duplicates === 'same-answer') return this.repeat(db, read, known);
      return this.refuseAll(db, read, [duplicateFault(verdict, `This interchange ${wasAccepted(known)}.`)]);
    }
    if (verdict.faults.length > 0) return this.refuseAll(db, read, verdict.faults);
    if (known) {
      const detail = `Another interchange of this control reference ${wasAccepted(known)}.`;
      return this.refuseAll(db, read, [duplicateFault(verdict, detail)]);
    }
    const { state, faults } = stateOf(verdict);
    const problem = faults.length > 0 ? this.problemOf(read, faults) : null;
    return this.settle(db, read, [], { state, problem });
  }

  private refuseAll(
    db: DatabaseTransaction,
    read: ReadFile,
    faults: readonly SyntaxFault[],
  ): Promise<Outcome | undefined> {
    return this.settle(db, read, faults, { state: InterchangeState.refused, problem: this.problemOf(read, faults) });
  }

  /** Records an interchange with its messages, and what it is answered; undefined where it cannot be inserted. */
  private async settle(
    db: DatabaseTransaction,
    read: ReadFile,
    faults: readonly SyntaxFault[],
    outcome: Outcome,
  ): Promise<Outcome | undefined> {
    const { verdict, file, partner, traceparent } = read;
    const first = outcome.state === InterchangeState.refused ? await this.sameRefusal(db, read, outcome) : undefined;
    if (!(await insertInterchange(db, rowOf(read, outcome, first?.id)))) return undefined;
    if (first) await oweAgain(db, first.id);
    else await this.answer(db, read, faults);
    const recording = { id: file.id, partner: partner.code, ...(traceparent !== undefined && { traceparent }) };
    await recordMessages(db, recording, faults.length > 0 ? [] : verdict.messages);
    return outcome;
  }

  private async repeat(
    db: DatabaseTransaction,
    read: ReadFile,
    first: RecordedInterchange,
  ): Promise<Outcome | undefined> {
    const outcome = { state: InterchangeState.repeated, problem: null };
    if (!(await insertInterchange(db, rowOf(read, outcome, first.id)))) return undefined;
    await oweAgain(db, first.id);
    return outcome;
  }

  /** The same interchange, refused before for the same: it gets the same answer. */
  private async sameRefusal(
    db: DatabaseTransaction,
    { verdict, partner, contentHash }: ReadFile,
    { problem }: Outcome,
  ): Promise<RecordedInterchange | undefined> {
    const { header } = verdict.interchange;
    if (!header) return undefined;
    const refused = await findRefused(db, partner.code, referenceOf(header), contentHash);
    return refused && isSame(refused.problem, problem) ? refused : undefined;
  }

  private async answer(db: DatabaseTransaction, read: ReadFile, faults: readonly SyntaxFault[]): Promise<void> {
    const { verdict, file, partner } = read;
    const { header } = verdict.interchange;
    const answer = answerTo(verdict, faults, partner);
    if (!header || !answer) return;
    const controlReference = await nextControlReference(db);
    const { id, qualifier = '' } = partner.us;
    await owe(db, {
      interchangeId: file.id,
      partner: partner.code,
      controlReference,
      fileName: contrlFileName(header.reference, controlReference),
      content: contrl(header, answer, { us: [id, qualifier], reference: controlReference, now: new Date() }),
    });
  }

  private problemOf({ file }: ReadFile, faults: readonly SyntaxFault[]): FileProblem {
    return problemOfFaults(faults, file.id, this.config.problemTypeBase);
  }
}

interface ReadFile {
  readonly file: ClaimedFile;
  readonly verdict: Verdict;
  readonly contentHash: Buffer;
  readonly partner: Partner;
  readonly traceparent?: string;
}

/** What a claim came to when it was taken before; told behind a commit that waits for the standby as the first did. */
async function recordedBefore(db: DatabaseTransaction, { id }: ClaimedFile): Promise<RecordedInterchange | undefined> {
  const recorded = await findById(db, id);
  if (recorded) await db.confirm();
  return recorded;
}

/** What becomes of an interchange whose envelope is in order. */
function stateOf({ messages }: Verdict): { state: InterchangeState; faults: readonly SyntaxFault[] } {
  const refused = messages.filter((judged) => judged.kind === 'refused');
  const faults = refused.flatMap((judged) => judged.faults);
  if (refused.length === messages.length) return { state: InterchangeState.refused, faults };
  return { state: refused.length > 0 ? InterchangeState.partly_accepted : InterchangeState.accepted, faults };
}

function rowOf({ file, verdict, contentHash, partner }: ReadFile, outcome: Outcome, repeats?: string): NewInterchange {
  const { header } = verdict.interchange;
  return {
    id: file.id,
    partner: partner.code,
    fileName: file.name,
    bytes: file.bytes,
    contentHash,
    sender: header?.sender.join(':') ?? null,
    recipient: header?.recipient.join(':') ?? null,
    controlReference: header ? referenceOf(header) : null,
    test: header?.test ?? false,
    ...outcome,
    repeats: repeats ?? null,
  };
}

/** A control reference has 14 characters; of one that is wrong no more is kept. */
function referenceOf({ reference }: InterchangeHeader): string {
  return reference.slice(0, LONGEST_REFERENCE);
}

function wasAccepted({ receivedAt }: RecordedInterchange): string {
  return `was accepted at ${receivedAt.toISOString()}`;
}

/** Whether two refusals tell the same. */
function isSame(one: FileProblem | null, other: FileProblem | null): boolean {
  return ['code', 'detail', 'segment', 'offset', 'tag'].every((name) => one?.[name] === other?.[name]);
}

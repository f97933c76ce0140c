import { type Answered, type Ledgers, type Rung } from './ledger-lines.js';

/** One receipt that a till rang up, with all that came back to the till. */
export interface Input {
  readonly rung: Rung;
  readonly answers: readonly Answered[];
  readonly cancellationAnswers: readonly Answered[];
  readonly outcome: 'accepted' | 'refused' | 'unanswered';
  /** Whether the till's cancellation was accepted. */
  readonly cancelled: boolean;
  readonly saleId?: string;
  readonly sentAt?: string;
}

/** The inputs of the tills, oldest first; one for each natural key and content. */
export function inputsOf({ tills }: Pick<Ledgers, 'tills'>): Input[] {
  const answers = new Map<string, Answered[]>();
  for (const line of tills) {
    if (line.kind === 'rung') continue;
    const key = keyOf(line);
    answers.set(key, [...(answers.get(key) ?? []), line]);
  }
  const rungs = new Map<string, Rung>();
  for (const line of tills) if (line.kind === 'rung' && !rungs.has(keyOf(line))) rungs.set(keyOf(line), line);
  return [...rungs].map(([key, rung]) => inputOf(rung, answers.get(key) ?? []));
}

/** What makes two lines of the tills speak of the same input. */
export function keyOf({ orderNumber, contentHash }: Rung | Answered): string {
  return `${orderNumber} ${contentHash}`;
}

function inputOf(rung: Rung, lines: readonly Answered[]): Input {
  const answers = lines.filter(({ kind }) => kind === 'answered');
  const cancellationAnswers = lines.filter(({ kind }) => kind === 'cancellation-answered');
  const accepted = answers.find(({ answer }) => answer === 'accepted');
  const refused = answers.some(({ answer }) => answer === 'refused');
  return {
    rung,
    answers,
    cancellationAnswers,
    outcome: accepted ? 'accepted' : refused ? 'refused' : 'unanswered',
    cancelled: cancellationAnswers.some(({ answer }) => answer === 'accepted'),
    saleId: accepted?.saleId,
    sentAt: answers[0]?.sentAt,
  };
}

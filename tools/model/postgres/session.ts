import type { ModelSocket } from './model-socket.js';
import type { PostgresServer } from './postgres-server.js';
import { type AnswerFacts, answersIn, completed, factsOf, framed, type FrontendMessage, FrontendReader, greeting, leadingText, ready, zeroEnded } from './wire.js';

/** As a service's connections are: what is idle in a transaction for longer is ended. */
const IDLE_IN_TRANSACTION_MS = 10_000;
const ROLLBACK = framed('Q', zeroEnded('ROLLBACK'));
const PARSE_COMPLETE = framed('1');
/** What tells a statement that changes something, or waits for somebody, from one that only looks. */
const CHANGES = /\b(INSERT|UPDATE|DELETE)\b|advisory|emit_message/i;

/** A statement with all that is needed to carry it out, and how it is known. */
interface Question {
  readonly bytes: Buffer;
  readonly sql: string;
  /** What prepares it, and under which name, where the client asks for that. */
  readonly parse: { readonly name: string; readonly bytes: Buffer } | undefined;
}

const sqlOf = new Map<string, string>();

/** One connection, from the server's side. */
export class Session {
  private readonly reader = new FrontendReader();
  private readonly questions: Question[] = [];
  private gathered: FrontendMessage[] = [];
  private schema = '';
  /** In a transaction that has asked the database nothing yet. */
  private isBegun = false;
  /** In a transaction that has. */
  private isInside = false;
  private isOver = false;
  /** In a transaction that has changed something, as it seems. */
  private hasWritten = false;
  private turns = 0;
  private isWaiting = false;

  constructor(
    private readonly server: PostgresServer,
    private readonly socket: ModelSocket,
    private readonly id: number,
  ) {}

  /** Takes what has come from the client. */
  receive(chunk: Buffer): void {
    if (this.isOver) return;
    for (const message of this.reader.read(chunk)) this.take(message);
    this.goOn();
  }

  /** The client is gone: what it had begun is undone. What had come before is carried out all the same. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.questions.length = 0;
    if (this.isInside) this.server.database.ask(this.schema, ROLLBACK);
    this.isInside = false;
    this.server.forget(this);
  }

  /** The database is this session's: carries out what has come together. @returns whether it is kept. */
  proceed(): boolean {
    this.isWaiting = false;
    const questions = this.flight();
    const [first] = questions;
    if (!first || this.isOver) return this.isInside;
    const { machine } = this.server;
    const faults = this.server.faults();
    if (machine.random.chance(faults.lostBefore)) {
      machine.trace.tell('postgres', `${this.socket.owner.name} loses a connection before ${brief(first.sql)}`);
      this.lose();
      return false;
    }
    this.carryOut(questions);
    if (machine.random.chance(faults.lostAfter)) {
      machine.trace.tell('postgres', `${this.socket.owner.name} loses a connection after ${brief(questions.at(-1)!.sql)}`);
      this.lose();
      return false;
    }
    machine.after(this.delay(), undefined, () => this.afterwards());
    this.watchIdleness();
    return true;
  }

  /** In a transaction, all that has come up to its end; else one question. */
  private flight(): Question[] {
    if (!this.isInside && !this.isBegun) return this.questions.splice(0, 1);
    const end = this.questions.findIndex(({ sql }) => sql === 'COMMIT' || sql === 'ROLLBACK');
    return this.questions.splice(0, end < 0 ? this.questions.length : end + 1);
  }

  private afterwards(): void {
    if (this.isOver) return;
    if (!this.isInside) this.server.release(this);
    if (this.questions.length === 0) return;
    if (this.isInside) this.proceed();
    else this.goOn();
  }

  private carryOut(questions: readonly Question[]): void {
    const { server, schema } = this;
    const { prepared } = server.database;
    const [isFirst, wasBegun] = [!this.isInside, this.isBegun];
    const known = questions.map(({ parse }) => parse !== undefined && prepared.has(parse.name));
    const bytes = questions.flatMap(({ parse, bytes }, at) => (parse && !known[at] ? [parse.bytes, bytes] : [bytes]));
    const answer = server.database.ask(schema, Buffer.concat(bytes), wasBegun ? 'BEGIN' : undefined);
    this.isBegun = false;
    const answers = answersIn(answer.bytes).map((own, at) => {
      const { parse } = questions[at]!;
      if (parse && own[0] === PARSE_COMPLETE[0]) prepared.add(parse.name);
      return known[at] ? Buffer.concat([PARSE_COMPLETE, own]) : own;
    });
    const effects = answers.map((own, at) => this.effectOf(questions[at]!, factsOf(own)));
    const [only] = answers;
    if (isFirst && answers.length === 1 && effects[0] === 'none') {
      if (wasBegun) this.backToBegun();
      server.remember(schema, questions[0]!.sql, questions[0]!.bytes.toString('latin1'), only!);
    }
    this.socket.deliver(Buffer.concat(answers));
  }

  private effectOf({ sql }: Question, facts: AnswerFacts): 'none' | 'some' {
    const { state, tag, error } = facts;
    this.isInside = state !== 'I';
    const isEmpty = tag.endsWith(' 0');
    const isLook = /^\s*(SELECT|WITH)\b/i.test(sql) && !CHANGES.test(sql);
    if (!isEmpty && !isLook && !/^(BEGIN|COMMIT|ROLLBACK)/.test(tag)) {
      this.server.changed(this.schema, sql);
      this.hasWritten = this.isInside;
    }
    this.tell(sql, facts);
    return !error && (isLook || isEmpty) ? 'none' : 'some';
  }

  /** The transaction has only looked so far: it lets go of the database until it asks something else. */
  private backToBegun(): void {
    this.server.database.ask(this.schema, ROLLBACK);
    this.isInside = false;
    this.isBegun = true;
  }

  private tell(sql: string, { error, tag }: AnswerFacts): void {
    const { trace } = this.server.machine;
    const { name } = this.socket.owner;
    if (error) trace.tell('postgres', `${name}: ${error.code} ${error.message}`);
    if (sql === 'COMMIT' && this.hasWritten) trace.tell(name, tag === 'COMMIT' ? 'commits' : 'is rolled back');
    if (!this.isInside) this.hasWritten = false;
  }

  private take(message: FrontendMessage): void {
    if (message.type === 'startup') {
      const settings = message.body.subarray(4).toString().split('\0');
      this.schema = this.server.schemaOf(settings[settings.indexOf('database') + 1] ?? '');
      return this.socket.deliver(greeting(this.id));
    }
    if (message.type === 'X') return this.end();
    this.gathered.push(message);
    if (message.type !== 'S' && message.type !== 'Q') return;
    this.questions.push(this.questionOf(this.gathered));
    this.gathered = [];
  }

  /** Answers what can be answered without the database; asks for it when there is more. */
  private goOn(): void {
    while (!this.isInside && !this.isWaiting && this.questions.length > 0) {
      const [question] = this.questions as [Question];
      const answer = this.answerAtOnce(question);
      if (!answer) {
        this.isWaiting = true;
        return this.server.want(this);
      }
      this.questions.shift();
      this.socket.deliver(answer);
    }
    if (this.isInside && !this.isWaiting && this.questions.length > 0) {
      this.isWaiting = true;
      this.server.machine.after(0, undefined, () => this.isWaiting && !this.isOver && void this.proceed());
    }
  }

  private answerAtOnce({ sql, bytes }: Question): Buffer | undefined {
    if (sql === 'BEGIN') {
      this.isBegun = true;
      return Buffer.concat([completed('BEGIN'), ready('T')]);
    }
    if (this.isBegun && (sql === 'COMMIT' || sql === 'ROLLBACK')) {
      this.isBegun = false;
      return Buffer.concat([completed(sql), ready('I')]);
    }
    const known = this.server.remembered(this.schema, sql, bytes.toString('latin1'));
    if (!known) return undefined;
    const answer = Buffer.from(known);
    answer.write(this.isBegun ? 'T' : 'I', answer.length - 1, 'latin1');
    return answer;
  }

  /** The database has one session: what is prepared there is not prepared again, and goes by a name of its own. */
  private questionOf(messages: readonly FrontendMessage[]): Question {
    const { database } = this.server;
    let sql = '';
    let parse: Question['parse'];
    const parts = messages.flatMap(({ type, body }): Buffer[] => {
      if (type === 'Q') sql = leadingText(body).text;
      if (type === 'P') {
        const { text: own, rest } = leadingText(body);
        const name = database.nameOf(this.schema, own);
        sql = leadingText(rest).text;
        sqlOf.set(name, sql);
        parse = { name, bytes: framed('P', zeroEnded(name), rest) };
        return [];
      }
      if (type === 'B') {
        const { text: portal, rest } = leadingText(body);
        const { text: own, rest: values } = leadingText(rest);
        const name = database.nameOf(this.schema, own);
        sql = sqlOf.get(name) ?? sql;
        return [framed('B', zeroEnded(portal), zeroEnded(name), values)];
      }
      return [framed(type, body)];
    });
    return { bytes: Buffer.concat(parts), sql, parse };
  }

  private lose(): void {
    this.end();
    this.socket.breakOff();
  }

  private delay(): number {
    const { machine } = this.server;
    if (machine.random.chance(this.server.faults().slow)) return 50 + machine.random.next() * 1_500;
    return 0.1 + machine.random.next() * 0.9;
  }

  private watchIdleness(): void {
    const turn = ++this.turns;
    if (!this.isInside) return;
    this.server.machine.after(IDLE_IN_TRANSACTION_MS, undefined, () => {
      if (this.isOver || !this.isInside || this.turns !== turn) return;
      this.server.machine.trace.tell('postgres', `ends a transaction of ${this.socket.owner.name} that is idle`);
      this.lose();
    });
  }
}

/** A statement as a trace shows it: what it does to which table. */
function brief(sql: string): string {
  const [, verb = ''] = /^\s*(\w+)/.exec(sql) ?? [];
  const [, table = ''] = /\b(?:FROM|INTO|UPDATE)\s+(\w+)/.exec(sql) ?? [];
  return `${verb} ${table}`.trim();
}

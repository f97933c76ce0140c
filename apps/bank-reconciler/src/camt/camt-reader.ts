import { isCurrency } from '@kervan/commerce';
import { Turn } from '@kervan/service-host';
import { accountNumber } from '../accounts/bank-account.js';
import type { XmlElement } from '../xml/xml-element.js';
import type { XmlTree } from '../xml/read-xml.js';
import { entryOf } from './camt-entry.js';
import { CamtFault, CamtFaults } from './camt-fault.js';
import {
  amountOf,
  controlSumOf,
  countOf,
  dayOf,
  idOf,
  isCredit,
  isTrue,
  pageOf,
  required,
  sequenceOf,
} from './camt-fields.js';
import type { Balance, BankStatement, ControlTotal, StatementAccount, StatementFile } from './statement.js';

const TAKEN = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.0[2-8]$/;

/** Whether a document says that it is a statement in a version that is read: camt.053.001.02 to .08. */
export function isTaken({ namespace, root }: XmlTree): boolean {
  return root.name === 'Document' && TAKEN.test(namespace);
}

/**
 * Reads a camt.053 of version .02 to .08, whose differences are few: `Sts` is a word or holds a code, parties are
 * wrapped or not, accounts are IBANs or other numbers.
 *
 * Amounts are exact. What does not add up is read all the same; what has no meaning is not. In turns with all else.
 *
 * @throws {CamtFaults} with every fault, where an element that counts is missing or has a value that it cannot have.
 */
export async function readStatements({ root }: XmlTree): Promise<StatementFile> {
  const faults: CamtFault[] = [];
  const message = attempt(faults, () => headerOf(root));
  const elements = root.all('BkToCstmrStmt', 'Stmt');
  if (message && elements.length === 0) {
    faults.push(new CamtFault('missing-element', root.one('BkToCstmrStmt') ?? root, 'at least one Stmt'));
  }
  const statements: BankStatement[] = [];
  for (const element of elements) {
    const statement = await statementOf(element, message?.day ?? '', faults);
    if (statement) statements.push(statement);
  }
  if (!message || faults.length > 0) throw new CamtFaults(faults);
  return { messageId: message.id, messagePage: message.page, statements };
}

interface Header {
  readonly id: string;
  readonly page: number;
  readonly day: string;
}

function headerOf(root: XmlElement): Header {
  const header = required(root, 'BkToCstmrStmt', 'GrpHdr');
  const id = idOf(required(header, 'MsgId')) ?? '';
  const day = dayOf(required(header, 'CreDtTm')) ?? '';
  return { id, day, page: pageOf(header.one('MsgPgntn', 'PgNb')) };
}

async function statementOf(
  element: XmlElement,
  messageDay: string,
  faults: CamtFault[],
): Promise<BankStatement | undefined> {
  const head = attempt(faults, () => headOf(element, messageDay));
  const account = attempt(faults, () => accountOf(required(element, 'Acct')));
  const balances = await each(faults, element.all('Bal'), balanceOf);
  const totals = attempt(faults, () => totalsOf(element));
  const entries = await each(faults, element.all('Ntry'), (entry, index) => entryOf(entry, index + 1));
  if (!areSummable([...balances, ...entries, ...entries.flatMap(({ details }) => details)])) {
    faults.push(new CamtFault('invalid-amount', element, 'amounts whose sum is below 2^53 minor units'));
  }
  if (!head || !account || !totals) return undefined;
  const closing = balances
    .filter(({ type }) => type === 'CLBD')
    .map(({ date }) => date)
    .sort();
  const currency = account.currency ?? balances[0]?.currency ?? entries[0]?.currency ?? null;
  return {
    at: element,
    ...head,
    date: closing.at(-1) ?? head.date,
    account: { ...account, currency },
    balances,
    totals,
    entries,
  };
}

/** Whether every sum of some of these amounts is exact. */
function areSummable(amounts: readonly { readonly minor: number | null }[]): boolean {
  return Number.isSafeInteger(amounts.reduce((sum, { minor }) => sum + (minor ?? 0), 0));
}

type Head = Omit<BankStatement, 'at' | 'account' | 'balances' | 'totals' | 'entries'>;

function headOf(element: XmlElement, messageDay: string): Head {
  const made = dayOf(element.one('CreDtTm')) ?? messageDay;
  const copy = element.one('CpyDplctInd');
  if (copy && !['COPY', 'DUPL', 'CODU'].includes(copy.text)) {
    throw new CamtFault('invalid-indicator', copy, 'COPY, DUPL or CODU');
  }
  return {
    statementId: idOf(required(element, 'Id')) ?? '',
    page: pageOf(element.one('StmtPgntn', 'PgNb')),
    lastPage: element.one('StmtPgntn', 'LastPgInd') === undefined || isTrue(element.one('StmtPgntn', 'LastPgInd')),
    electronicNumber: sequenceOf(element.one('ElctrncSeqNb')),
    legalNumber: sequenceOf(element.one('LglSeqNb')),
    date: dayOf(element.one('FrToDt', 'ToDtTm')) ?? made,
    copy: copy !== undefined,
  };
}

function accountOf(element: XmlElement): StatementAccount {
  const iban = element.one('Id', 'IBAN');
  const number = iban ?? required(element, 'Id', 'Othr', 'Id');
  const plain = accountNumber(number.text);
  if (!/^[!-~]{1,34}$/.test(plain)) throw new CamtFault('invalid-account', number, 'a number of 1 to 34 characters');
  const currency = element.one('Ccy');
  if (currency && !isCurrency(currency.text)) {
    throw new CamtFault('unknown-currency', currency, 'an active code of ISO 4217');
  }
  return { at: number, number: plain, isIban: iban !== undefined, currency: currency?.text ?? null };
}

function balanceOf(element: XmlElement): Balance {
  const type = required(element, 'Tp', 'CdOrPrtry');
  const date = required(element, 'Dt');
  return {
    at: element,
    type: (type.one('Cd') ?? required(type, 'Prtry')).text,
    ...amountOf(required(element, 'Amt')),
    credit: isCredit(element),
    date: dayOf(date) ?? '',
  };
}

const TOTALS = { TtlNtries: 'all', TtlCdtNtries: 'credits', TtlDbtNtries: 'debits' } as const;

function totalsOf(element: XmlElement): ControlTotal[] {
  return Object.entries(TOTALS).flatMap(([name, of]) =>
    element.all('TxsSummry', name).map((total) => ({
      at: total,
      of,
      count: countOf(total.one('NbOfNtries')),
      sum: controlSumOf(total.one('Sum')),
    })),
  );
}

function attempt<T>(faults: CamtFault[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CamtFault)) throw error;
    faults.push(error);
    return undefined;
  }
}

async function each<T>(
  faults: CamtFault[],
  elements: readonly XmlElement[],
  read: (element: XmlElement, index: number) => T,
): Promise<T[]> {
  const all: T[] = [];
  const turn = new Turn();
  for (const [index, element] of elements.entries()) {
    const one = attempt(faults, () => read(element, index));
    if (one !== undefined) all.push(one);
    if (turn.isOver()) await turn.next();
  }
  return all;
}

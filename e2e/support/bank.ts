import { eventually } from '@kervan/testing';
import { urlOf, type Installation } from '@kervan/tools/platform/services';
import { freshNumber } from './fresh-number.js';
import type { Answer } from './http.js';
import { decimal } from './kurus.js';
import type { Operator } from './operator.js';

/** The company's account at the sandbox's bank. */
const IBAN = 'TR050006200010000001720038';

/** Money that came in, in kuruş, and what its sender wrote. */
export interface Credit {
  readonly amount: bigint;
  readonly text: string;
  readonly endToEndId?: string;
}

/** A bank line as bank-reconciler lists it. */
export interface BankLine {
  readonly id: string;
  readonly reason: string;
  readonly amount: string;
  readonly proposals: readonly { readonly orderId: string; readonly orderNumber: string }[];
}

/** Statements as a bank makes them, on a test's command. */
export class Bank {
  constructor(
    private readonly installation: Installation,
    private readonly operator: Operator,
  ) {}

  /** A camt.053.001.08 with these credits; `closingOff` makes its balance wrong by so many kuruş. */
  statement(credits: readonly Credit[], closingOff = 0n): string {
    const number = freshNumber();
    const total = credits.reduce((sum, { amount }) => sum + amount, 0n);
    const opening = 1_000_000n;
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Istanbul' }).format(new Date());
    const balance = (code: string, kurus: bigint): string =>
      `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="TRY">${decimal(kurus)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
    const entries = credits.map(({ amount, text, endToEndId = 'NOTPROVIDED' }, index) => `
      <Ntry><NtryRef>${number}-${index + 1}</NtryRef><Amt Ccy="TRY">${decimal(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>B${number}${index + 1}</AcctSvcrRef>
        <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
        <NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><Amt Ccy="TRY">${decimal(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
          <RltdPties><Dbtr><Pty><Nm>Defne Örnek</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`);
    return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>E2E${number}</MsgId><CreDtTm>${new Date().toISOString()}</CreDtTm></GrpHdr>
  <Stmt><Id>E2E${number}</Id><CreDtTm>${new Date().toISOString()}</CreDtTm>
    <Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>TRY</Ccy></Acct>${balance('OPBD', opening)}${balance('CLBD', opening + total + closingOff)}${entries.join('')}
  </Stmt></BkToCstmrStmt></Document>`;
  }

  /** Hands a statement in, whatever is answered. */
  async upload(xml: string): Promise<Answer> {
    const response = await fetch(`${urlOf('bank-reconciler', this.installation)}/v1/statements`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.installation.secrets.operatorKey}`, 'Content-Type': 'application/xml' },
      body: xml,
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
  }

  /** The undecided line of this amount, once it is listed. */
  undecided(kurus: bigint): Promise<BankLine> {
    return eventually(`an undecided line of ${decimal(kurus)}`, async () => {
      const { items } = await this.operator.get<{ items: BankLine[] }>('bank-reconciler', '/v1/lines?state=undecided&limit=200');
      return items.find(({ amount }) => amount === decimal(kurus));
    });
  }

  /** A person's word that a line pays an order, also by another amount where the difference is accepted. */
  match(line: BankLine, orderId: string, acceptDifference = false): Promise<Answer> {
    const body = { decision: 'match', orderId, acceptDifference, by: 'operator of the tests', reason: 'asked the customer' };
    return this.operator.ask('bank-reconciler', 'POST', `/v1/lines/${line.id}/decision`, body);
  }
}

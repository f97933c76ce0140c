import { fromKurus, sumOf, toKurus } from '../money.js';
import { type StatementEntry, type StatementLine } from './bank-ledger.js';

/** What a statement says. */
export type Statement = Omit<StatementEntry, 'kind' | 'xml' | 'contentHash'>;

const ACCOUNT_OWNER = 'Anadolu Market Perakende A.Ş.';
const BANK = 'ORNKTRIS';
const MOST_SINGLE = 2;

/**
 * Writes a statement as camt.053.001.08, or .02: opening balance, entries and closing balance that add up; single
 * entries, and one that the bank books for many transfers, with each of them in its details.
 */
export function camt053(statement: Statement, createdAt: Date): string {
  const { version, messageId, statementId, sequence, iban, date, opening, closing, lines } = statement;
  const credits = lines.filter(({ direction }) => direction === 'credit');
  const debits = lines.filter(({ direction }) => direction === 'debit');
  const batch = credits.slice(MOST_SINGLE);
  const entries = [
    ...credits.slice(0, MOST_SINGLE).map((line) => [line]),
    ...(batch.length > 0 ? [batch] : []),
    ...debits.map((line) => [line]),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${createdAt.toISOString()}</CreDtTm></GrpHdr>
  <Stmt>
   <Id>${statementId}</Id>
   <ElctrncSeqNb>${sequence}</ElctrncSeqNb>
   <CreDtTm>${createdAt.toISOString()}</CreDtTm>
   <FrToDt><FrDtTm>${date}T00:00:00+03:00</FrDtTm><ToDtTm>${date}T23:59:59+03:00</ToDtTm></FrToDt>
   <Acct>
    <Id><IBAN>${iban}</IBAN></Id><Ccy>TRY</Ccy><Ownr><Nm>${ACCOUNT_OWNER}</Nm></Ownr>
    <Svcr><FinInstnId>${bic(version)}</FinInstnId></Svcr>
   </Acct>
   ${balance('OPBD', opening, date)}
   ${balance('CLBD', closing, date)}
   <TxsSummry>
    <TtlNtries><NbOfNtries>${entries.length}</NbOfNtries></TtlNtries>
    ${summary('TtlCdtNtries', entries, 'credit')}
    ${summary('TtlDbtNtries', entries, 'debit')}
   </TxsSummry>
${entries.map((entry, index) => entryOf(entry, `${statementId}-${index + 1}`, statement)).join('\n')}
  </Stmt>
 </BkToCstmrStmt>
</Document>
`;
}

/** The sum of the lines in kuruş, debits negative. */
export function movementOf(lines: readonly StatementLine[]): bigint {
  return sumOf(lines.map(({ direction, amount }) => (direction === 'credit' ? 1n : -1n) * (toKurus(amount) ?? 0n)));
}

function bic(version: Statement['version']): string {
  return version === '02' ? `<BIC>${BANK}</BIC>` : `<BICFI>${BANK}</BICFI>`;
}

function balance(type: 'OPBD' | 'CLBD', amount: string, date: string): string {
  const tag = `<Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp>`;
  return `<Bal>${tag}${money(amount)}<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function summary(
  element: string,
  entries: readonly (readonly StatementLine[])[],
  direction: StatementLine['direction'],
): string {
  const ofDirection = entries.filter((lines) => lines[0]?.direction === direction);
  const sum = sumOf(ofDirection.flat().map(({ amount }) => toKurus(amount) ?? 0n));
  return `<${element}><NbOfNtries>${ofDirection.length}</NbOfNtries><Sum>${fromKurus(sum)}</Sum></${element}>`;
}

function entryOf(lines: readonly StatementLine[], reference: string, { version, date }: Statement): string {
  const amount = absolute(movementOf(lines));
  const credit = lines[0]?.direction === 'credit';
  const batch =
    lines.length > 1 ? `<Btch><NbOfTxs>${lines.length}</NbOfTxs><TtlAmt Ccy="TRY">${amount}</TtlAmt></Btch>` : '';
  return `   <Ntry>
    <NtryRef>${reference}</NtryRef>${money(amount)}<CdtDbtInd>${indicator(credit)}</CdtDbtInd>
    <Sts>${version === '02' ? 'BOOK' : '<Cd>BOOK</Cd>'}</Sts>
    <BookgDt><Dt>${date}</Dt></BookgDt><ValDt><Dt>${date}</Dt></ValDt>
    <AcctSvcrRef>${lines.length > 1 ? `TOPLU-${reference}` : lines[0]?.bankReference}</AcctSvcrRef>
    <BkTxCd><Domn><Cd>PMNT</Cd>${credit ? family('RCDT', 'DMCT') : family('MDOP', 'CHRG')}</Domn></BkTxCd>
    <NtryDtls>
     ${batch}
${lines.map((line) => transactionOf(line, version)).join('\n')}
    </NtryDtls>
   </Ntry>`;
}

function family(code: string, subFamily: string): string {
  return `<Fmly><Cd>${code}</Cd><SubFmlyCd>${subFamily}</SubFmlyCd></Fmly>`;
}

function transactionOf(line: StatementLine, version: Statement['version']): string {
  const { bankReference, endToEndId, amount, direction, payer, text } = line;
  const told = version === '02' ? `<AmtDtls><TxAmt>${money(amount)}</TxAmt></AmtDtls>` : money(amount);
  const name = payer && `<Nm>${escaped(payer.name)}</Nm>`;
  const debtor = version === '02' ? name : `<Pty>${name}</Pty>`;
  const parties =
    payer &&
    `<RltdPties><Dbtr>${debtor}</Dbtr><DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id></DbtrAcct></RltdPties>`;
  // In version 02 the direction is told by the entry alone.
  const side = version === '02' ? '' : `<CdtDbtInd>${indicator(direction === 'credit')}</CdtDbtInd>`;
  return `     <TxDtls>
      <Refs><AcctSvcrRef>${bankReference}</AcctSvcrRef><EndToEndId>${escaped(endToEndId)}</EndToEndId></Refs>
      ${told}${side}
      ${parties ?? ''}
      <RmtInf><Ustrd>${escaped(text)}</Ustrd></RmtInf>
     </TxDtls>`;
}

function money(amount: string): string {
  return `<Amt Ccy="TRY">${amount}</Amt>`;
}

function indicator(credit: boolean): string {
  return credit ? 'CRDT' : 'DBIT';
}

function absolute(kurus: bigint): string {
  return fromKurus(kurus < 0n ? -kurus : kurus);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

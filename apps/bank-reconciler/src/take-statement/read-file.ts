import { problem, type Problem } from '@kervan/service-host';
import { bankProblems } from '../bank.problems.js';
import { CamtFaults } from '../camt/camt-fault.js';
import { isTaken, readStatements } from '../camt/camt-reader.js';
import type { StatementFile } from '../camt/statement.js';
import { readXml, XmlMalformed, type XmlTree } from '../xml/read-xml.js';
import { refusalOf, type XmlRefusal } from '../xml/xml-limits.js';

/** What is taken, as the answer to another message tells it. */
const ACCEPTED = ['02', '03', '04', '05', '06', '07', '08'].map((version) => `camt.053.001.${version}`);

/**
 * Reads an uploaded file: bytes, XML, message, statements, in this order.
 *
 * @throws {Problem} 400 for what is no XML of ours, 422 for another message or one with faults; nothing of it is taken.
 */
export async function readFile(bytes: Buffer | undefined): Promise<StatementFile> {
  if (!bytes || bytes.length === 0)
    throw problem('body-missing', { detail: 'Send the statement as the request body.' });
  const refusal = refusalOf(bytes);
  if (refusal) throw refused(refusal);
  const tree = await parsed(bytes);
  if (!isTaken(tree))
    throw bankProblems('unsupported-message', { detail: otherMessage(tree), extensions: { accepted: ACCEPTED } });
  try {
    return await readStatements(tree);
  } catch (error) {
    if (error instanceof CamtFaults) throw invalid(error);
    throw error;
  }
}

function refused(refusal: XmlRefusal): Problem {
  if (refusal.code === 'invalid-encoding') {
    return problem('invalid-encoding', { detail: 'The file must be UTF-8 without byte order mark and NUL.' });
  }
  if (refusal.code === 'doctype-forbidden') return bankProblems('doctype-forbidden');
  return bankProblems('xml-limit', { detail: `More than ${refusal.allowed} ${refusal.limit} are not accepted.` });
}

async function parsed(bytes: Buffer): Promise<XmlTree> {
  try {
    return await readXml(bytes);
  } catch (error) {
    if (!(error instanceof XmlMalformed)) throw error;
    const { line, column } = error;
    throw bankProblems('malformed-xml', {
      detail: `The XML is not well-formed at line ${line}, column ${column}.`,
      extensions: { line, column },
    });
  }
}

/** Names the message only where its namespace is of the form that ISO 20022 gives. */
function otherMessage({ namespace, root }: XmlTree): string {
  const [, name] = /^urn:iso:std:iso:20022:tech:xsd:([a-z]{4}\.\d{3}\.\d{3}\.\d{2})$/.exec(namespace) ?? [];
  if (root.name !== 'Document' || name === undefined) return 'The root element is no Document of ISO 20022.';
  return `A ${name} is not taken.`;
}

function invalid({ faults }: CamtFaults): Problem {
  const [first] = faults;
  return bankProblems('statement-invalid', {
    errors: faults.map(({ code, at: { path, line }, expected }) => ({
      code,
      detail: `Line ${line}, ${path}: expected ${expected}.`,
    })),
    ...(first && {
      detail: `Line ${first.at.line}, ${first.at.path}: expected ${first.expected}.`,
      extensions: { line: first.at.line, path: first.at.path },
    }),
  });
}

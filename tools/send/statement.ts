import type { KnownInstallation } from '../inspect/installation.js';
import { urlOf } from '../platform/services.js';
import { post, told, type Sent } from './sent.js';

/** Uploads a bank statement with the operator's key; the answer tells each statement with its findings. */
export async function sendStatement(body: Buffer, installation: KnownInstallation): Promise<Sent> {
  const headers = { 'content-type': 'application/xml', authorization: `Bearer ${installation.secrets.operatorKey}` };
  return told(await post(`${urlOf('bank-reconciler', installation)}/v1/statements`, headers, body));
}

import type { Secrets } from './secrets.js';

/** Reads the administration APIs of the services with the operator key. */
export class OperatorApi {
  constructor(private readonly secrets: Pick<Secrets, 'operatorKey'>) {}

  /** @throws Error naming the address and the status, unless it answers 2xx. */
  async get<T>(url: string): Promise<T> {
    const response = await fetch(url, { headers: { Authorization: `Bearer ${this.secrets.operatorKey}` } });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return (await response.json()) as T;
  }
}

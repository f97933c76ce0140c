/** Where a target is, read from its base URL once rather than with each request. */
export interface Endpoint {
  /** Origin, and path prefix if any, without a slash at the end. */
  readonly base: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
}

/** @throws {TypeError} when the text is no URL. */
export function endpointOf(url: string): Endpoint {
  const { protocol, hostname: host, port } = new URL(url);
  return { base: url.replace(/\/+$/, ''), protocol, host, port: Number(port || (protocol === 'https:' ? 443 : 80)) };
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether what is sent there stays between the two: it is encrypted, or does not leave this machine. */
export function isConfidential({ protocol, host }: Endpoint): boolean {
  return protocol === 'https:' || LOOPBACK.includes(host);
}

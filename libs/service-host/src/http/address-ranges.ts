import { BlockList, isIP } from 'node:net';

/** A set of IP addresses, given as single addresses and ranges (CIDR, RFC 4632 and RFC 4291 section 2.3). */
export class AddressRanges {
  private readonly list = new BlockList();

  /** @throws an Error that names the first entry that is neither an address nor a range. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.add(entry);
  }

  /** Whether an address is one of these; an IPv4 address in its IPv6 notation is the IPv4 address. */
  has(address: string): boolean {
    const plain = plainAddress(address);
    return plain !== undefined && this.list.check(plain, familyOf(plain));
  }

  private add(entry: string): void {
    const [, address = '', prefix] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(entry) ?? [];
    const longest = isIP(address) === 4 ? 32 : 128;
    if (isIP(address) === 0 || Number(prefix ?? 0) > longest) throw new Error(`${entry} is no address and no range of addresses`);
    this.list.addSubnet(address, Number(prefix ?? longest), familyOf(address));
  }
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address without zone, an IPv4 address as such even where it is written as IPv6 (RFC 4291 section 2.5.5.2). */
export function plainAddress(text: string): string | undefined {
  const [address = ''] = text.split('%', 1);
  const plain = MAPPED.exec(address)?.[1] ?? address;
  return isIP(plain) === 0 ? undefined : plain;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

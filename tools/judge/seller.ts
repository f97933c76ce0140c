import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../stack/checkout.js';

/** For whom the sandbox's tills, shops and trading partner order: what their keys, and the profiles in `deploy/local`, say. */
export const SELLER = { company: 'AM01', mode: 'live' } as const;

/** A company as its invoices tell it: its tax number, and the first three characters of their numbers by mode and kind. */
export interface Company {
  readonly code: string;
  readonly seller: { readonly vkn: string };
  readonly series: Readonly<Record<string, { readonly eFatura: string; readonly eArsiv: string }>>;
}

interface CompaniesFile {
  readonly companies: readonly Company[];
}

const { companies } = JSON.parse(readFileSync(join(checkout, 'deploy/local/companies.json'), 'utf8')) as CompaniesFile;

/** The company of a code; `undefined` for one that `deploy/local` does not have. */
export function companyOf(code: string | undefined): Company | undefined {
  return companies.find((company) => company.code === code);
}

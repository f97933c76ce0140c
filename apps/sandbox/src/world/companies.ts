import { companyTaxId } from './tax-ids.js';

/** A company that buys with an invoice. */
export interface Company {
  readonly taxId: string;
  readonly name: string;
  readonly taxOffice: string;
  readonly city: string;
  readonly district: string;
}

/** The companies on the tax authority's list of e-invoice users. */
export const REGISTERED_COMPANIES: readonly Company[] = [
  company('734102885', 'Deniz Restoran İşletmeleri A.Ş.', 'Beşiktaş', 'İstanbul', 'Beşiktaş'),
  company('281990346', 'Toros Yapı Malzemeleri Ltd. Şti.', 'Seyhan', 'Adana', 'Seyhan'),
  company('615507921', 'Ege Zeytincilik San. ve Tic. A.Ş.', 'Konak', 'İzmir', 'Konak'),
  company('902334718', 'Başkent Danışmanlık A.Ş.', 'Çankaya', 'Ankara', 'Çankaya'),
  company('457781203', 'Uludağ Otelcilik Turizm A.Ş.', 'Osmangazi', 'Bursa', 'Osmangazi'),
  company('180662594', 'Karadeniz Nakliyat Ltd. Şti.', 'Hızırbey', 'Trabzon', 'Ortahisar'),
];

/** Companies that are not on the list: their invoices are e-Arşiv. */
export const OTHER_COMPANIES: readonly Company[] = [
  company('348820117', 'Yıldız Kırtasiye', 'Kadıköy', 'İstanbul', 'Kadıköy'),
  company('560043982', 'Çınar Kafe ve Pastane', 'Muratpaşa', 'Antalya', 'Muratpaşa'),
  company('771926405', 'Özgür Elektrik & Tesisat', 'Meram', 'Konya', 'Meram'),
  company('219475530', 'Gülşen Terzi Atölyesi', 'Şahinbey', 'Gaziantep', 'Şahinbey'),
];

/** A chain of markets that orders by EDI; it is on the list. */
export const MARKETIM = company('612093347', 'Marketim Zincir Mağazaları A.Ş.', 'Kozyatağı', 'İstanbul', 'Kadıköy');

/** A registered company whose mailbox the authority has closed: every invoice to it is refused for good. */
export const REFUSED_COMPANY = company('843310056', 'Kapalı Posta Kutusu A.Ş.', 'Nilüfer', 'Bursa', 'Nilüfer');

const listed = [...REGISTERED_COMPANIES, MARKETIM, REFUSED_COMPANY];
const registered = new Set(listed.map(({ taxId }) => taxId));

/** Tells whether a tax id is on the authority's list of e-invoice users. */
export function isRegistered(taxId: string): boolean {
  return registered.has(taxId);
}

function company(nineDigits: string, name: string, taxOffice: string, city: string, district: string): Company {
  return { taxId: companyTaxId(nineDigits), name, taxOffice, city, district };
}

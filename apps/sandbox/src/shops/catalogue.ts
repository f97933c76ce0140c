/** An article of the web shops; the price is in kuruş, in whatever price basis the order has. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: bigint;
  readonly taxRate: ShopTaxRate;
}

/** The VAT rates that the shops charge, in percent. */
export type ShopTaxRate = 1 | 10 | 20;

/** What the shops sell; most prices do not divide evenly by their tax. */
export const CATALOGUE: readonly [Product, ...Product[]] = [
  { sku: 'KIT-0101', name: 'Bulgur (pilavlık) 2,5 kg', price: 13_475n, taxRate: 1 },
  { sku: 'KIT-0102', name: 'Taş değirmen un 5 kg', price: 21_990n, taxRate: 1 },
  { sku: 'KIT-0103', name: 'Çökelek peyniri 500 g', price: 17_449n, taxRate: 1 },
  { sku: 'TEK-0201', name: 'Pamuklu tişört', price: 34_990n, taxRate: 10 },
  { sku: 'TEK-0202', name: 'Yün kazak “Şile”', price: 129_905n, taxRate: 10 },
  { sku: 'TEK-0203', name: 'Çift kişilik nevresim', price: 189_950n, taxRate: 10 },
  { sku: 'EV-0301', name: 'Döküm tava 28 cm', price: 89_990n, taxRate: 20 },
  { sku: 'EV-0302', name: 'Bakır cezve', price: 45_175n, taxRate: 20 },
  { sku: 'EV-0303', name: 'Masa lambası <Işık>', price: 62_333n, taxRate: 20 },
  { sku: 'EV-0304', name: 'Ahşap kesme tahtası', price: 27_777n, taxRate: 20 },
];

/** An article that the ERP has blocked for sale; the shops have not heard of it. */
export const BLOCKED_PRODUCT: Product = {
  sku: 'BLOCKED-9002',
  name: 'Geri çağrılan su ısıtıcısı',
  price: 54_321n,
  taxRate: 20,
};

/** An article on the shelf; the price is in kuruş and includes tax. */
export interface Article {
  readonly articleId: string;
  readonly name: string;
  readonly unitCode: 'C62' | 'KGM';
  readonly price: bigint;
  readonly taxRate: '0' | '1' | '10' | '20';
}

/** What the branches sell; most prices do not divide evenly by their tax. */
export const ASSORTMENT: readonly [Article, ...Article[]] = [
  { articleId: 'A-1001', name: 'Ekmek 250 g', unitCode: 'C62', price: 1_250n, taxRate: '1' },
  { articleId: 'A-1002', name: 'Domates', unitCode: 'KGM', price: 4_995n, taxRate: '1' },
  { articleId: 'A-1003', name: 'Beyaz peynir', unitCode: 'KGM', price: 28_990n, taxRate: '1' },
  { articleId: 'A-1004', name: 'Zeytin (Gemlik)', unitCode: 'KGM', price: 21_033n, taxRate: '1' },
  { articleId: 'A-1005', name: 'Yumurta 15’li', unitCode: 'C62', price: 8_999n, taxRate: '1' },
  { articleId: 'A-2001', name: 'Maden suyu 200 ml', unitCode: 'C62', price: 1_133n, taxRate: '10' },
  { articleId: 'A-2002', name: 'Çikolata 80 g', unitCode: 'C62', price: 3_333n, taxRate: '10' },
  { articleId: 'A-2003', name: 'Tuvalet kâğıdı 32’li', unitCode: 'C62', price: 24_950n, taxRate: '10' },
  { articleId: 'A-2004', name: 'Bebek bezi', unitCode: 'C62', price: 45_907n, taxRate: '10' },
  { articleId: 'A-3001', name: 'Deterjan 4 kg', unitCode: 'C62', price: 31_999n, taxRate: '20' },
  { articleId: 'A-3002', name: 'Şampuan 500 ml', unitCode: 'C62', price: 10_001n, taxRate: '20' },
  { articleId: 'A-3003', name: 'Pil AA 4’lü', unitCode: 'C62', price: 14_989n, taxRate: '20' },
  { articleId: 'A-3004', name: 'Kablosuz kulaklık', unitCode: 'C62', price: 129_990n, taxRate: '20' },
  { articleId: 'A-4001', name: 'Roman (basılı kitap)', unitCode: 'C62', price: 18_500n, taxRate: '0' },
];

/** An article that the ERP has blocked for sale; the tills have not heard of it. */
export const BLOCKED_ARTICLE: Article = {
  articleId: 'BLOCKED-9001',
  name: 'Geri çağrılan oyuncak',
  unitCode: 'C62',
  price: 7_777n,
  taxRate: '20',
};

/** Why an article of 0 % carries no tax, as the invoice has to say it. */
export const EXEMPTION = { exemptionCode: '351', exemptionReason: 'İstisna olmayan diğer' } as const;

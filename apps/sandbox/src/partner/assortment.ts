/** An article as the partner orders it; the agreed price is in kuruş without tax. */
export interface OrderedArticle {
  readonly gtin: string;
  readonly articleId: string;
  readonly name: string;
  /** The name in letters that ISO 8859-1 has. */
  readonly plainName: string;
  readonly price: bigint;
  /** Percent, as agreed between the two; the order itself does not tell it. */
  readonly taxRate: 1 | 10 | 20;
}

/** What the partner lists of the seller's articles. */
export const LISTED_ARTICLES: readonly [OrderedArticle, ...OrderedArticle[]] = [
  article('8690000100019', 'ZYT-500', 'Sızma zeytinyağı 500 ml', 'SIZMA ZEYTINYAGI 500 ML', 18_745n, 20),
  article('8690000100026', 'BAL-250', "O'brien balı 250 g", "O'BRIEN BALI 250 G", 8_136n, 10),
  article('8690000100033', 'UN-5KG', 'Buğday unu 5 kg', 'BUGDAY UNU 5 KG', 11_990n, 1),
  article('8690000100040', 'CAY-1000', 'Rize çayı + süzgeç 1 kg', 'RIZE ÇAYI + SÜZGEÇ 1 KG', 20_415n, 1),
  article('8690000100057', 'DET-4L', 'Çamaşır deterjanı 4 l', 'ÇAMASIR DETERJANI 4 L', 15_333n, 20),
  article('8690000100064', 'SUT-1L', 'Süt (yarım yağlı) 1 l', 'SÜT (YARIM YAGLI) 1 L', 3_067n, 1),
];

function article(
  gtin: string,
  articleId: string,
  name: string,
  plainName: string,
  price: bigint,
  taxRate: OrderedArticle['taxRate'],
): OrderedArticle {
  return { gtin, articleId, name, plainName, price, taxRate };
}

import type { Finding } from '@kervan/contracts';

interface Rule {
  readonly tr: string;
  readonly en: string;
  readonly fix: string;
}

/** What makes an order right in a field that the ERP holds, which it does before an invoice is asked for: no amendment. */
const anew = (how: string): string => `Cancel the order and place it anew under another number, ${how}.`;

/** What preflight can find, in both languages, with what would make it right. Codes are stable. */
const rules = {
  'seller-unknown': {
    tr: 'Satıcı firma tanımlı değil.',
    en: 'The selling company is not set up for invoicing.',
    fix: 'Add the company to the companies file, or cancel the order and place it anew under its right company.',
  },
  'mode-not-served': {
    tr: 'Test belgeleri canlı entegratöre, canlı belgeler test entegratörüne gönderilmez.',
    en: 'A test document never reaches a live integrator, nor a live one a test integrator.',
    fix: 'Send the order to the installation of its mode.',
  },
  'receipt-is-the-document': {
    tr: 'Satışın belgesi ÖKC fişidir; ayrıca fatura düzenlenmez.',
    en: 'The fiscal receipt is the document of this sale; an invoice would book the tax twice.',
    fix: 'Set fiscalDocument to invoice only where an invoice replaces the receipt.',
  },
  'currency-without-rate': {
    tr: 'Dövizli fatura kur bilgisi olmadan düzenlenemez.',
    en: 'An invoice in a foreign currency needs an exchange rate, which the order does not carry.',
    fix: anew('in TRY'),
  },
  'date-in-future': {
    tr: 'Satış tarihi ileri bir tarihtir.',
    en: 'The business date lies in the future of the company zone.',
    fix: `Correct the clock of the source. ${anew('with its right date')}`,
  },
  'lines-missing': {
    tr: 'Faturada en az bir kalem bulunmalıdır.',
    en: 'An invoice has at least one line.',
    fix: anew('with its lines'),
  },
  'text-missing': {
    tr: 'Zorunlu metin alanı boştur.',
    en: 'A mandatory text is empty.',
    fix: 'Fill the field in; if it is of a line, cancel the order and place it anew under another number.',
  },
  'text-not-allowed': {
    tr: 'Metin, XML içinde kullanılamayan karakter içeriyor.',
    en: 'The text contains a character that XML cannot carry.',
    fix: 'Remove control characters and broken emoji from the text; if it is of a line, cancel the order and place it anew under another number.',
  },
  'invalid-quantity': {
    tr: 'Miktar sıfırdan büyük bir ondalık sayı olmalıdır.',
    en: 'The quantity is not a decimal above 0.',
    fix: anew('with its right quantity'),
  },
  'unknown-unit': {
    tr: 'Ölçü birimi kodu UN/ECE Rec 20 listesinde yok.',
    en: 'The unit is not a known code of UN/ECE Recommendation 20.',
    fix: anew('with a code such as C62 (piece) or KGM (kilogram)'),
  },
  'invalid-unit-price': {
    tr: 'Birim fiyat en çok 8 ondalıklı, sıfır veya pozitif olmalıdır.',
    en: 'The unit price is not a decimal of 0 or more with at most 8 places.',
    fix: anew('with its right unit price'),
  },
  'negative-amount': {
    tr: 'Tutar negatif olamaz; iade ayrı bir belgedir.',
    en: 'An amount is negative; a return is a document of its own.',
    fix: anew('with its right discounts; send a return as a return'),
  },
  'invalid-rate': {
    tr: 'Vergi oranı 0 ile 100 arasında bir yüzde olmalıdır.',
    en: 'The tax rate is not a percentage from 0 to 100.',
    fix: anew('with its right rate'),
  },
  'tax-not-supported': {
    tr: 'Yalnızca KDV desteklenmektedir.',
    en: 'Only value added tax (KDV, 0015) can be invoiced.',
    fix: 'Set the tax scheme to VAT, or write this invoice by hand.',
  },
  'exemption-missing': {
    tr: 'KDV oranı 0 olan kalem için istisna sebebi ve kodu zorunludur.',
    en: 'A rate of 0 needs the reason for it and its code.',
    fix: 'Set exemptionReason and exemptionCode, such as 351.',
  },
  'exemption-code-unknown': {
    tr: 'İstisna kodu bu fatura türünde kullanılamaz.',
    en: 'The exemption code is none that a sales or exempt invoice may carry.',
    fix: 'Use a code 2xx or 3xx of the authority, such as 335 for printed books or 351 for other cases.',
  },
  'line-mismatch': {
    tr: 'Kalem tutarı miktar × birim fiyat − iskonto ile uyuşmuyor.',
    en: 'The line amount is not quantity x unit price - discounts + charges.',
    fix: anew('with its right amount, price and quantity'),
  },
  'tax-mismatch': {
    tr: 'Vergi tutarı matrah ve oranla uyuşmuyor (tolerans 0,01).',
    en: 'The tax of a rate differs from its taxable amount by more than 0.01.',
    fix: 'Tell scheme and exemption of a tax alike in lines and taxes; if an amount is wrong, cancel the order and place it anew under another number, its tax computed once per rate on the document.',
  },
  'totals-mismatch': {
    tr: 'Toplamlar kalemlerle uyuşmuyor.',
    en: 'A total does not equal what it is made of.',
    fix: anew('with totals that are those of its lines'),
  },
  'amounts-too-small': {
    tr: 'Tutarlar, vergisi ayrılarak kuruş kuruşuna yazılamıyor.',
    en: 'The amounts are too small to be written without their tax to the kuruş.',
    fix: anew('its charges joined into one, or put into the line prices'),
  },
  'buyer-id-scheme-missing': {
    tr: 'Alıcı kimlik numarasının türü belirtilmemiş.',
    en: 'The buyer has a tax id, but not which kind it is.',
    fix: 'Set taxIdScheme to VKN, TCKN or OTHER.',
  },
  'buyer-vkn-invalid': {
    tr: 'Alıcının VKN’si geçersiz.',
    en: 'The VKN of the buyer is not 10 digits with a right check digit, or a foreign buyer has an address in Türkiye.',
    fix: 'Ask the buyer for the number on the tax plate and set taxIdScheme to VKN, or TCKN for a person; of a buyer from abroad correct countryCode.',
  },
  'buyer-tckn-invalid': {
    tr: 'Alıcının TCKN’si geçersiz.',
    en: 'The TCKN of the buyer is not 11 digits with right check digits.',
    fix: 'Ask the buyer for the number; without one, leave it out: the buyer is then a final consumer.',
  },
  'buyer-name-incomplete': {
    tr: 'Gerçek kişi alıcının adı ve soyadı gereklidir.',
    en: 'A person needs a first and a family name.',
    fix: 'Fill in firstName and familyName.',
  },
  'buyer-address-missing': {
    tr: 'Kimliği bilinen alıcının adresi zorunludur.',
    en: 'A buyer with an id needs an address.',
    fix: 'Fill in street, district, city and country.',
  },
  'unknown-country': {
    tr: 'Ülke kodu ISO 3166-1 listesinde yok.',
    en: 'The country is no code of ISO 3166-1.',
    fix: 'Use two capital letters, such as TR.',
  },
  'ubl-schema': {
    tr: 'Belge UBL 2.1 şemasına uymuyor.',
    en: 'The document does not fit the schema of UBL 2.1.',
    fix: 'Correct the field; if it is of a line or an amount, cancel the order and place it anew under another number; if none is wrong, tell the operator of this service.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Code of a preflight rule. */
export type RuleCode = keyof typeof rules;

/** Whether the code is that of a preflight rule. */
export function isRuleCode(code: string): code is RuleCode {
  return Object.hasOwn(rules, code);
}

/** A finding of a rule at a place in the order. It repeats no value: values may be personal. */
export function finding(field: string, rule: RuleCode): Finding {
  const { tr, en, fix } = rules[rule];
  return { field, rule, reasonTr: tr, reasonEn: en, fix };
}

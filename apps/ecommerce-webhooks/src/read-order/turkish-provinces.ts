/** The provinces of Türkiye by their number, which also stands behind TR in ISO 3166-2. */
const PROVINCES =
  `Adana|Adıyaman|Afyonkarahisar|Ağrı|Amasya|Ankara|Antalya|Artvin|Aydın|Balıkesir|Bilecik|Bingöl|Bitlis|Bolu|
Burdur|Bursa|Çanakkale|Çankırı|Çorum|Denizli|Diyarbakır|Edirne|Elazığ|Erzincan|Erzurum|Eskişehir|Gaziantep|Giresun|
Gümüşhane|Hakkari|Hatay|Isparta|Mersin|İstanbul|İzmir|Kars|Kastamonu|Kayseri|Kırklareli|Kırşehir|Kocaeli|Konya|Kütahya|
Malatya|Manisa|Kahramanmaraş|Mardin|Muğla|Muş|Nevşehir|Niğde|Ordu|Rize|Sakarya|Samsun|Siirt|Sinop|Sivas|Tekirdağ|Tokat|
Trabzon|Tunceli|Şanlıurfa|Uşak|Van|Yozgat|Zonguldak|Aksaray|Bayburt|Karaman|Kırıkkale|Batman|Şırnak|Bartın|Ardahan|
Iğdır|Yalova|Karabük|Kilis|Osmaniye|Düzce`
    .replaceAll('\n', '')
    .split('|');

/** The province that a shop's code names: 'TR34', 'TR-34' and '34' are İstanbul. */
export function provinceOf(code: string): string | undefined {
  const number = /^(?:TR-?)?(\d{1,2})$/i.exec(code.trim())?.[1];
  return number === undefined ? undefined : PROVINCES[Number(number) - 1];
}

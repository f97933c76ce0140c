/** A buyer who asks for an invoice, as a till sends it. */
export interface Buyer {
  readonly name: string;
  readonly firstName?: string;
  readonly familyName?: string;
  readonly taxId?: string;
  readonly taxOffice?: string;
  readonly address: {
    readonly street: string;
    readonly district: string;
    readonly city: string;
    readonly postalCode: string;
    readonly countryCode: string;
  };
  readonly email?: string;
}

const address = { street: 'Cumhuriyet Cad. No: 12', district: 'Kadıköy', city: 'İstanbul', postalCode: '34710', countryCode: 'TR' };

/** A company on the sandbox authority's list of e-invoice users. */
export const registeredCompany: Buyer = {
  name: 'Deniz Restoran İşletmeleri A.Ş.', taxId: '7341028850', taxOffice: 'Beşiktaş', address, email: 'muhasebe@deniz.example',
};

/** A company that is not on that list. */
export const otherCompany: Buyer = {
  name: 'Yıldız Kırtasiye', taxId: '3488201176', taxOffice: 'Kadıköy', address, email: 'muhasebe@yildiz.example',
};

/** A company with one digit of its tax number mistyped. */
export const mistypedCompany: Buyer = { ...otherCompany, taxId: '3488201177' };

/** A name at which the sandbox's authority stumbles as at a broken form (1150). */
export const formRefusedCompany: Buyer = { ...otherCompany, name: 'SCHEMATRON Deneme Ltd. Şti.' };

/** A registered company whose every invoice the sandbox's authority refuses for good (1181). */
export const closedCompany: Buyer = { ...registeredCompany, name: 'Kapalı Posta Kutusu A.Ş.', taxId: '8433100565', taxOffice: 'Nilüfer' };

/** A person who gives a name and no identity number. */
export const finalConsumer: Buyer = { name: 'Ayşe Yılmaz', firstName: 'Ayşe', familyName: 'Yılmaz', address };

/** A person made of marker values that no log, span, header or error may repeat. */
export const markedPerson: Buyer = {
  name: 'Kanarya7q4x Saklıgil7q4x',
  firstName: 'Kanarya7q4x',
  familyName: 'Saklıgil7q4x',
  taxId: '97440734176',
  address: { street: 'Gizlibahçe7q4x Sokak 5', district: 'Üsküdar', city: 'İstanbul', postalCode: '34660', countryCode: 'TR' },
  email: 'kanarya.7q4x@example.test',
};

/** The values of {@link markedPerson} to search for; of the identity number what stays when its last digit is mistyped. */
export const markers: readonly string[] = ['Kanarya7q4x', 'Saklıgil7q4x', '9744073417', 'Gizlibahçe7q4x', 'kanarya.7q4x'];

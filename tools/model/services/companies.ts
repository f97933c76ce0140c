/** A companies file with the one company of the model. */
export const companies = JSON.stringify({
  companies: [
    {
      code: 'AM01',
      seller: {
        vkn: '9205121120',
        name: 'Anadolu Mağazacılık A.Ş.',
        taxOffice: 'Çankaya',
        website: 'https://anadolu.example',
        email: 'muhasebe@anadolu.example',
        phone: '+90 312 555 01 01',
        address: { street: 'Atatürk Bulvarı 1', district: 'Çankaya', city: 'Ankara', postalCode: '06100' },
      },
      series: { live: { eFatura: 'ANF', eArsiv: 'ANA' }, test: { eFatura: 'TNF', eArsiv: 'TNA' } },
    },
  ],
});

import { describe, expect, it } from 'vitest';
import { ubl } from '../fixtures/ubl.js';
import { readInvoice } from './ubl-reader.js';

const facts = (xml: string) => readInvoice(Buffer.from(xml));

describe('a UBL invoice', () => {
  it('is read whatever prefixes its namespaces have, and without what has the names but not the namespaces', () => {
    const renamed = ubl().replaceAll('cac:', 'a:').replaceAll('cbc:', 'b:');
    const prefixed = renamed.replace('xmlns:cac', 'xmlns:a').replace('xmlns:cbc', 'xmlns:b');
    expect(facts(prefixed)).toEqual(facts(ubl()));
    expect(facts(ubl().replace('<cbc:ProfileID>', '<ID>of nobody</ID><cbc:ProfileID>'))).toEqual(facts(ubl()));
  });

  it('names a party by the first of its ids that is a VKN or a TCKN', () => {
    const other = '<cac:PartyIdentification><cbc:ID schemeID="MERSISNO">0123</cbc:ID></cac:PartyIdentification>';
    expect(facts(ubl().replaceAll('<cac:Party>', `<cac:Party>${other}`))).toEqual(facts(ubl()));
  });

  it('names a person by first and family name', () => {
    const person = '<cac:Person><cbc:FirstName>Ayşe</cbc:FirstName><cbc:FamilyName>Yılmaz</cbc:FamilyName></cac:Person>';
    expect(facts(ubl().replace(/<cac:PartyName>.*<\/cac:PartyName>/, person)).buyerName).toBe('Ayşe Yılmaz');
  });

  it('has the taxes of all of its tax totals, and the amount of the first', () => {
    const [taxTotal] = /<cac:TaxTotal>.*<\/cac:TaxTotal>/s.exec(ubl())!;
    const { taxes, taxTotal: amount } = facts(ubl().replace(taxTotal, taxTotal + taxTotal.replace('20.05', '1.00')));
    expect(taxes).toEqual([...facts(ubl()).taxes, ...facts(ubl()).taxes]);
    expect(amount).toBe('20.05');
  });
});

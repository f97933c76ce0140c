import { Turn } from '@kervan/service-host';
import { describe, expect, it, vi } from 'vitest';
import { readXml, XmlMalformed } from './read-xml.js';

const read = async (xml: string) => (await readXml(Buffer.from(xml))).root;

describe('an XML document is read', () => {
  it('with text, CDATA, references and attributes, trimmed and decoded', async () => {
    const root = await read('<a Ccy="TRY">\n x &amp; <![CDATA[<y>]]> &#351; \n<b/></a>');
    expect([root.text, root.attributes.get('Ccy'), root.children.length]).toEqual(['x & <y> ş', 'TRY', 1]);
  });

  it('under any prefix, without what is of another namespace', async () => {
    const { namespace, root } = await readXml(
      Buffer.from('<n:a xmlns:n="urn:x" xmlns:o="urn:o"><n:b Ccy="TRY" o:Ccy="no">1</n:b><o:b>2</o:b></n:a>'),
    );
    expect([namespace, root.name, root.all('b').length]).toEqual(['urn:x', 'a', 1]);
    expect(root.one('b')?.attributes).toEqual(new Map([['Ccy', 'TRY']]));
  });

  it('with the place of each element', async () => {
    const root = await read('<a>\n<b/>\n<b><c/></b><d/></a>');
    expect(root.all('b', 'c').map(({ path, line }) => [path, line])).toEqual([['/a/b[2]/c', 3]]);
    expect(root.one('d')?.path).toBe('/a/d');
    expect(root.one('b', 'c')).toBeUndefined();
  });

  it('with names that are nothing to JavaScript', async () => {
    const root = await read('<a><__proto__>1</__proto__><constructor>2</constructor></a>');
    expect(root.one('constructor')?.text).toBe('2');
  });

  it('in turns with everything else', async () => {
    vi.spyOn(Turn.prototype, 'isOver').mockReturnValue(true);
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    await read(`<a>${'<b>1</b>'.repeat(30_000)}</a>`);
    clearInterval(other);
    vi.restoreAllMocks();
    expect(turns).toBeGreaterThan(0);
  });

  it('with the places of thirty thousand of one name', async () => {
    const places = (await read(`<a>${'<b/>'.repeat(30_000)}</a>`)).all('b').map(({ path }) => path);
    expect(places.at(-1)).toBe('/a/b[30000]');
  });

  it.each([
    ['a wrong end tag', '<a>\n<b></a>', 2],
    ['a cut document', '<a>\n\n<b', 3],
    ['an entity that nobody has declared', '<a>\n&x;</a>', 2],
    ['two roots', '<a/>\n<b/>', 2],
    ['nothing', '  ', 1],
  ])('never with %s: it tells the line', async (_what, xml, line) => {
    await expect(read(xml)).rejects.toThrow(XmlMalformed);
    await expect(read(xml)).rejects.toThrow(`line ${line}`);
  });
});

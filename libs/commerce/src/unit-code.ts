/** The units of UN/ECE Recommendation 20 (and 21 for packages) that trade in Kervan is counted and weighed in. */
export const unitCodes: ReadonlyMap<string, string> = new Map([
  ['C62', 'one (piece)'],
  ['NIU', 'number of international units'],
  ['EA', 'each'],
  ['PR', 'pair'],
  ['SET', 'set'],
  ['DZN', 'dozen'],
  ['PA', 'packet'],
  ['BX', 'box'],
  ['CT', 'carton'],
  ['BO', 'bottle'],
  ['RO', 'roll'],
  ['BG', 'bag'],
  ['MGM', 'milligram'],
  ['GRM', 'gram'],
  ['KGM', 'kilogram'],
  ['TNE', 'tonne'],
  ['MLT', 'millilitre'],
  ['CLT', 'centilitre'],
  ['LTR', 'litre'],
  ['MMT', 'millimetre'],
  ['CMT', 'centimetre'],
  ['MTR', 'metre'],
  ['MTK', 'square metre'],
  ['MTQ', 'cubic metre'],
  ['KWH', 'kilowatt hour'],
  ['MIN', 'minute'],
  ['HUR', 'hour'],
  ['DAY', 'day'],
  ['WEE', 'week'],
  ['MON', 'month'],
  ['ANN', 'year'],
]);

/** Tells whether Kervan trades in this unit (UN/ECE Recommendation 20). */
export function isUnitCode(code: string): boolean {
  return unitCodes.has(code);
}

/**
 * Codes of exemptions from KDV that a sales or an exempt invoice may carry: partial (2xx) and full (3xx) ones, 350 for
 * others and 351 for none by law. The authority's list of July 2026; 308 and 339 are for investment incentives only.
 */
const EXEMPTION_CODES: ReadonlySet<string> = new Set(
  `201 202 204 205 206 207 208 209 211 212 213 214 215 216 217 218 219 220 221 223 225 226 227 228 229 230 231 232 233 234
   235 236 237 238 239 240 241 242 250 301 302 303 304 305 306 307 309 310 311 312 313 314 315 316 317 318 319 320 321 322
   323 324 325 326 327 328 329 330 331 332 333 334 335 336 337 338 340 341 342 343 344 350 351`.split(/\s+/),
);

/** Tells whether the authority takes this code as the reason for a KDV of 0 on a sales or an exempt invoice. */
export function isExemptionCode(code: string): boolean {
  return EXEMPTION_CODES.has(code);
}

import fc from 'fast-check';

/**
 * Properties try the same values in every run, so that a commit that has passed passes again. Other values are tried by
 * `PROPERTY_SEED`, any integer; a failing property tells its own.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? 1);
if (!Number.isSafeInteger(seed)) throw new TypeError('PROPERTY_SEED has to be an integer.');
fc.configureGlobal({ seed });

import { checker, notInstalled } from '../checkers/checker.js';
import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { checkout } from '../stack/checkout.js';
import { Refusal } from '../stack/refusal.js';
import { findLeaks, inWords } from './leaks.js';

const usage = `Usage: npm run secrets:check

Looks for secrets in every commit of this clone, and in what is changed and not committed yet, by the rules of .gitleaks.toml.
Ends with 1 where it finds one. A secret that was committed is exchanged: to remove it from the files is not enough.`;

readCommandLine({ usage });

await refusing(async () => {
  const gitleaks = checker('gitleaks');
  if (gitleaks === undefined) throw new Refusal(notInstalled);
  const leaks = await findLeaks(gitleaks, checkout);
  for (const leak of leaks) console.error(inWords(leak));
  if (leaks.length === 0) console.log('No secret found.');
  else process.exitCode = 1;
});

import { readCommandLine } from '../command/command-line.js';
import { refusing } from '../command/refusing.js';
import { options, requestOf, usage } from './command.js';
import { placesOf, send } from './service-client.js';
import { jsonOf, show } from './show.js';

/** `npm run ops -- …`: what an operator does at the administration of the services. */
await refusing(async () => {
  const { positionals, values } = readCommandLine({ usage, accepts: { allowPositionals: true, options } });
  const request = requestOf(positionals, values);
  const answers = await Promise.all(placesOf(request, values, process.env).map((place) => send(place, request)));
  const [first] = answers;
  if (values.json) console.log(jsonOf(request.ofAll ? answers : first!.body));
  else console.log(show(request.shape, answers));
  const broken = request.shape === 'verification' && answers.some(({ body }) => !(body as { readonly intact: boolean }).intact);
  if (broken) process.exitCode = 1;
});

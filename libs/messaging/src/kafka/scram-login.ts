import { createRequire } from 'node:module';
import type { Login } from '@kervan/service-host';
import kafkajs, { type AuthenticationProviderArgs, type Authenticator, type Mechanism } from 'kafkajs';

const { KafkaJSConnectionError } = kafkajs; // no named exports for Node

type ScramProvider = (login: {
  readonly username: string;
  readonly password: string;
}) => (args: AuthenticationProviderArgs) => Authenticator;

const scram512 = createRequire(import.meta.url)('kafkajs/src/broker/saslAuthenticator/scram512.js') as ScramProvider;

/**
 * Authentication by SCRAM-SHA-512 (RFC 5802) with the password of the moment.
 *
 * A refusal is told to kafkajs as a lost connection, so that it tries again with what the password is by then. Its own
 * refusal would end a consumer for good, although a password that the brokers have and the service's file has not
 * yet is a matter of a minute.
 */
export function scramLogin({ username, password }: Login): Mechanism {
  return {
    mechanism: 'scram-sha-512',
    authenticationProvider: (args) => ({
      authenticate: async () => {
        try {
          await scram512({ username, password: password.current() })(args).authenticate();
        } catch (error) {
          const { message } = error as Error;
          throw new KafkaJSConnectionError(`${username}: ${message}`, { broker: `${args.host}:${args.port}` });
        }
      },
    }),
  };
}

import { Channel } from '@kervan/contracts';
import type { RefusalPolicy } from '@kervan/saga';

/** What differs between channels in the way from order to invoice. */
export interface ChannelPolicy {
  /** What a declared refusal before the pivot leads to. */
  readonly refusal: RefusalPolicy;
}

/**
 * The policy of every channel.
 *
 * At a till goods and money have changed hands: no refusal undoes that, a person decides. Elsewhere nothing has left
 * the house yet, and the order is taken back.
 */
export const channelPolicies: Readonly<Record<Channel, ChannelPolicy>> = {
  [Channel.till]: { refusal: 'needs_attention' },
  [Channel.web_shop]: { refusal: 'compensate' },
  [Channel.marketplace]: { refusal: 'compensate' },
  [Channel.edi]: { refusal: 'compensate' },
  [Channel.api]: { refusal: 'compensate' },
};

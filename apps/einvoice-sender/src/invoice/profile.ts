/** UBL-TR profiles of a sale: for a receiver registered with the authority, and for any other. */
export const Profile = {
  /** e-Fatura without a commercial answer. */
  basic: 'TEMELFATURA',
  /** e-Arşiv. */
  archive: 'EARSIVFATURA',
} as const;

export type Profile = (typeof Profile)[keyof typeof Profile];

/** What the authority's list says about a buyer. */
export interface Receiver {
  readonly registered: boolean;
  /** The post box of a registered receiver. */
  readonly alias?: string;
}

/** The receiver of an invoice whose buyer has no id to be looked up by. */
export const unregistered: Receiver = { registered: false };

/** A registered receiver gets an e-Fatura, anyone else an e-Arşiv invoice. */
export function profileFor(receiver: Receiver): Profile {
  return receiver.registered ? Profile.basic : Profile.archive;
}

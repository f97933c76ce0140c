import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const NAME = 'copartition';
const nothing = Buffer.alloc(0);

/**
 * Gives partition number p of every topic to one and the same member.
 *
 * So all messages of one key, whatever their topic, are handled by one member, and the outbox lane of the key has one
 * sender. It holds because all topics have the same number of partitions and one partitioner.
 */
export const copartitionAssigner: PartitionAssigner = ({ cluster }) => ({
  name: NAME,
  version: 0,
  async assign({ members, topics }) {
    const partitionsOf = (topic: string): number[] =>
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId);
    const shares = shareOut(
      members.map(({ memberId }) => memberId),
      new Map(topics.map((topic) => [topic, partitionsOf(topic)])),
    );
    return [...shares].map(([memberId, assignment]) => ({
      memberId,
      memberAssignment: MemberAssignment.encode({ version: 0, assignment, userData: nothing }),
    }));
  },
  protocol: ({ topics }) => ({
    name: NAME,
    metadata: MemberMetadata.encode({ version: 0, topics, userData: nothing }),
  }),
});

/** Who owns what: members take turns by partition number, in the order of their ids. */
export function shareOut(
  members: readonly string[],
  partitions: ReadonlyMap<string, readonly number[]>,
): Map<string, Record<string, number[]>> {
  const inTurn = members.toSorted();
  const shares = new Map<string, Record<string, number[]>>(inTurn.map((member) => [member, {}]));
  for (const [topic, numbers] of partitions) {
    for (const number of numbers) {
      const owner = inTurn[number % inTurn.length];
      const share = owner === undefined ? undefined : shares.get(owner);
      if (share) (share[topic] ??= []).push(number);
    }
  }
  return shares;
}

// Package kafka publishes the public record on a Kafka topic, and takes case
// events of other systems in from one.
//
// A [Publisher] writes every record once, as a CloudEvent in binary mode, keyed
// by case and therefore in order within each case. It keeps no state of its
// own: where it goes on is read from the topic. What it promises and why:
//
//   - One session at a time. A session begins with a new producer epoch under
//     the topic's transactional id and ends an empty transaction on every
//     partition. From there on the brokers refuse whatever an older session
//     still sends, so the tail that is read next is final.
//   - Nothing twice. Batches carry producer id, epoch and sequence; on any
//     doubt the same bytes are sent again, and the broker knows them. After
//     anything worse a new session reads the tails.
//   - Nothing left out. Records go out in rounds of at most [Round] records,
//     and a round begins only when all partitions have the one before. The
//     newest position in the topic therefore proves everything up to a round
//     before it.
//   - Same content always. Key, value, headers and partition are a function of
//     the record and the configuration alone.
//
// [Intake] reads CloudEvents and carries them out as orders on a case desk,
// exactly once; what cannot be carried out goes to a dead-letter topic with the
// reason. FORMAT.md specifies the messages of both.
package kafka

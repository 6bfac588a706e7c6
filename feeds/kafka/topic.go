package kafka

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	kgo "github.com/segmentio/kafka-go"
)

// TopicError: the topic is not one that the feed can be published on.
type TopicError struct{ Topic, Reason string }

func (e *TopicError) Error() string { return fmt.Sprintf("topic %s %s", e.Topic, e.Reason) }

// maxMessage is what the topic must take in one batch: the largest record with
// its headers, and room for many small ones.
const maxMessage = 2 << 20

// topicSettings are those of a topic that the publisher creates: nothing is
// ever deleted or compacted.
var topicSettings = []kgo.ConfigEntry{
	{ConfigName: "cleanup.policy", ConfigValue: "delete"},
	{ConfigName: "retention.ms", ConfigValue: "-1"},
	{ConfigName: "retention.bytes", ConfigValue: "-1"},
	{ConfigName: "max.message.bytes", ConfigValue: strconv.Itoa(maxMessage)},
}

// ensureTopic creates the topic or checks the one that is there.
func ensureTopic(ctx context.Context, c *client, topic string, partitions, replicas int) error {
	have, err := partitionCount(ctx, c, topic)
	if err != nil {
		return err
	}
	if have == 0 {
		return createTopic(ctx, c, topic, partitions, replicas)
	}
	if have != partitions {
		return &TopicError{topic, fmt.Sprintf("has %d partitions, not %d: another number would tear cases apart; set %d, or publish on a new topic", have, partitions, have)}
	}
	return checkSettings(ctx, c, topic)
}

// partitionCount is 0 where there is no such topic.
func partitionCount(ctx context.Context, c *client, topic string) (int, error) {
	res, err := c.Metadata(ctx, &kgo.MetadataRequest{Topics: []string{topic}})
	if err != nil {
		return 0, fmt.Errorf("read metadata of %s: %w", topic, err)
	}
	for _, t := range res.Topics {
		if t.Name != topic || errors.Is(t.Error, kgo.UnknownTopicOrPartition) {
			continue
		}
		if t.Error != nil {
			return 0, fmt.Errorf("read metadata of %s: %w", topic, t.Error)
		}
		return len(t.Partitions), nil
	}
	return 0, nil
}

func createTopic(ctx context.Context, c *client, topic string, partitions, replicas int) error {
	res, err := c.CreateTopics(ctx, &kgo.CreateTopicsRequest{Topics: []kgo.TopicConfig{{
		Topic: topic, NumPartitions: partitions, ReplicationFactor: replicas, ConfigEntries: topicSettings,
	}}})
	if err == nil {
		err = res.Errors[topic]
	}
	if err != nil && !errors.Is(err, kgo.TopicAlreadyExists) { // a rival created the same one
		return fmt.Errorf("create topic %s: %w", topic, err)
	}
	return nil
}

// checkSettings refuses settings under which records would vanish.
func checkSettings(ctx context.Context, c *client, topic string) error {
	res, err := c.DescribeConfigs(ctx, &kgo.DescribeConfigsRequest{Resources: []kgo.DescribeConfigRequestResource{{
		ResourceType: kgo.ResourceTypeTopic, ResourceName: topic, ConfigNames: []string{"cleanup.policy", "max.message.bytes"},
	}}})
	if err != nil {
		return fmt.Errorf("read settings of %s: %w", topic, err)
	}
	for _, r := range res.Resources {
		if r.Error != nil {
			return fmt.Errorf("read settings of %s: %w", topic, r.Error)
		}
		for _, e := range r.ConfigEntries {
			if e.ConfigName == "cleanup.policy" && strings.Contains(e.ConfigValue, "compact") {
				return &TopicError{topic, "is compacted, which drops all but the last record of a case; set cleanup.policy=delete"}
			}
			if n, err := strconv.Atoi(e.ConfigValue); e.ConfigName == "max.message.bytes" && err == nil && n < maxMessage {
				return &TopicError{topic, fmt.Sprintf("takes messages up to %d bytes only; set max.message.bytes=%d", n, maxMessage)}
			}
		}
	}
	return nil
}

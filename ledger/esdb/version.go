package esdb

import (
	"context"
	"crypto/tls"
	"fmt"

	client "github.com/EventStore/EventStore-Client-Go/v4/esdb"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/serverfeatures"
	"github.com/EventStore/EventStore-Client-Go/v4/protos/shared"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// ServerVersion asks the first node that the connection string names for its
// version, for example "23.10.8". The client library knows it and does not
// tell; the question needs no credentials.
func ServerVersion(ctx context.Context, connection string) (string, error) {
	config, err := client.ParseConnectionString(connection)
	if err != nil {
		return "", fmt.Errorf("ask for the server's version: %w", err)
	}
	address := config.Address
	if len(config.GossipSeeds) > 0 {
		address = config.GossipSeeds[0].String()
	}
	transport := insecure.NewCredentials()
	if !config.DisableTLS {
		transport = credentials.NewTLS(&tls.Config{RootCAs: config.RootCAs, InsecureSkipVerify: config.SkipCertificateVerification})
	}
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(transport))
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", address, err)
	}
	defer conn.Close()
	methods, err := serverfeatures.NewServerFeaturesClient(conn).GetSupportedMethods(ctx, &shared.Empty{})
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", address, err)
	}
	return methods.EventStoreServerVersion, nil
}

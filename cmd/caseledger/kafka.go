package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"caseledger/feeds/kafka"
)

// cluster says how to reach Kafka.
type cluster struct {
	Kafka    []string `env:"CASELEDGER_KAFKA" placeholder:"HOST:PORT,…" help:"Bootstrap brokers."`
	TLS      bool     `name:"kafka-tls" env:"CASELEDGER_KAFKA_TLS" help:"Speak TLS to the brokers."`
	CA       string   `name:"kafka-ca" env:"CASELEDGER_KAFKA_CA" placeholder:"FILE" help:"PEM file with the authority that signed the brokers' certificates; turns TLS on."`
	SASL     string   `name:"kafka-sasl" env:"CASELEDGER_KAFKA_SASL" enum:",plain,scram-sha-256,scram-sha-512" default:"" help:"Log in: plain, scram-sha-256 or scram-sha-512; the password is read from CASELEDGER_KAFKA_PASSWORD."`
	User     string   `name:"kafka-user" env:"CASELEDGER_KAFKA_USER" placeholder:"NAME" help:"User name to log in with."`
	Password string   `hidden:"" name:"kafka-password" env:"CASELEDGER_KAFKA_PASSWORD"`
}

func (c cluster) connection() (kafka.Connection, error) {
	out := kafka.Connection{Brokers: c.Kafka, Login: kafka.Mechanism(c.SASL), User: c.User, Password: c.Password}
	if len(c.Kafka) == 0 {
		return out, &usageError{"--kafka HOST:PORT names no broker"}
	}
	if c.SASL != "" && (c.User == "" || c.Password == "") {
		return out, &usageError{"--kafka-sasl needs --kafka-user and a password in CASELEDGER_KAFKA_PASSWORD"}
	}
	if c.TLS || c.CA != "" {
		out.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if c.CA == "" {
		return out, nil
	}
	pem, err := os.ReadFile(c.CA)
	if err != nil {
		return out, fmt.Errorf("--kafka-ca: %w", err)
	}
	out.TLS.RootCAs = x509.NewCertPool()
	if !out.TLS.RootCAs.AppendCertsFromPEM(pem) {
		return out, &usageError{"--kafka-ca " + c.CA + ": no certificate in PEM form is in it"}
	}
	return out, nil
}

package kafka_test

import (
	"crypto/tls"
	"crypto/x509"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"

	"caseledger/feeds/feedtest"
	"caseledger/feeds/kafka"
	"caseledger/ledger/memory"
)

// logins are the ways in that the brokers of these tests know.
var logins = []kafka.Connection{
	{Login: kafka.Plain, User: "clerk", Password: "word"},
	{Login: kafka.ScramSHA256, User: "clerk", Password: "word"},
	{Login: kafka.ScramSHA512, User: "clerk", Password: "word"},
}

// Publisher and intake work through TLS and a login.
func TestLoginAndTLS(t *testing.T) {
	t.Run("kfake", func(t *testing.T) {
		web := httptest.NewUnstartedServer(nil) // for its certificate
		web.StartTLS()
		defer web.Close()
		roots := x509.NewCertPool()
		roots.AddCert(web.Certificate())
		brokers := fake(t, kfake.TLS(&tls.Config{Certificates: web.TLS.Certificates}), kfake.EnableSASL(),
			kfake.User("PLAIN", "clerk", "word"), kfake.User("SCRAM-SHA-256", "clerk", "word"), kfake.User("SCRAM-SHA-512", "clerk", "word"))
		eachLogin(t, brokers, roots)
	})
	t.Run("apache", func(t *testing.T) {
		apache(t)
		pem, err := os.ReadFile(os.Getenv("CASELEDGER_TEST_KAFKA_CA"))
		if err != nil {
			t.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		eachLogin(t, strings.Split(os.Getenv("CASELEDGER_TEST_KAFKA_TLS"), ","), roots)
	})
}

func eachLogin(t *testing.T, brokers []string, roots *x509.CertPool) {
	for _, c := range logins {
		t.Run(string(c.Login), func(t *testing.T) {
			c.Brokers, c.TLS = brokers, &tls.Config{RootCAs: roots}
			topic := topicName(t)
			p := newPublisher(t, brokers, feedtest.New(20), topic)
			p.Connection = c
			stop := run(p)
			reach(t, p, 20)
			stop()
			// Published records are not what an intake expects, so that each of
			// them becomes a dead letter.
			in := newIntake(t, brokers, topic, memory.New())
			in.Connection = c
			// The topic may hold what a publisher writes for itself besides.
			takeUntil(t, in, func() bool { return in.Metrics().Dead >= 20 })
			if m := in.Metrics(); m.Dead != 20 || m.Added != 0 {
				t.Errorf("%+v, want 20 dead letters", m)
			}
		})
	}
}

func TestUnknownLogin(t *testing.T) {
	c := kafka.Connection{Brokers: []string{"127.0.0.1:1"}, Login: "kerberos"}
	if err := (&kafka.Publisher{Connection: c, Records: feedtest.New(1), Logger: quiet()}).Run(t.Context()); err == nil {
		t.Error("a login that does not exist was taken")
	}
}

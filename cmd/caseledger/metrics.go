package main

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"caseledger/graphql/clients"
	"caseledger/graphql/exec"
	"caseledger/ledger"
	"caseledger/projections"
)

// meters count what a server does. Labels come from short lists that are known
// here: none holds a case, a client, a text or anything else that could lead to
// a person.
type meters struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec   // route, method, status
	durations  *prometheus.HistogramVec // route; streams are left out
	limited    prometheus.Counter
	operations *prometheus.HistogramVec // kind, audience, outcome
	appends    *prometheus.HistogramVec // outcome
	records    prometheus.Counter
	now        func() time.Time
}

func newMeters(now func() time.Time) *meters {
	buckets := []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	m := &meters{registry: prometheus.NewRegistry(), now: now,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "caseledger_http_requests_total",
			Help: "Requests answered."}, []string{"route", "method", "status"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "caseledger_http_request_seconds",
			Help: "Time to answer a request, streams left out.", Buckets: buckets}, []string{"route"}),
		limited: prometheus.NewCounter(prometheus.CounterOpts{Name: "caseledger_http_rate_limited_total",
			Help: "Requests refused because their client asked too much."}),
		operations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "caseledger_graphql_operation_seconds",
			Help: "Time to execute a GraphQL operation; answers that were kept are not executed.", Buckets: buckets}, []string{"kind", "audience", "outcome"}),
		appends: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "caseledger_ledger_append_seconds",
			Help: "Time of durable appends by this process.", Buckets: buckets}, []string{"outcome"}),
		records: prometheus.NewCounter(prometheus.CounterOpts{Name: "caseledger_ledger_records_total",
			Help: "Records appended by this process, commands that were sent again included."}),
	}
	for _, failed := range []bool{false, true} { // a series that begins at zero can be added up
		m.appends.WithLabelValues(outcome(failed))
	}
	build := thisBuild()
	info := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "caseledger_build_info", Help: "This binary; always 1.",
		ConstLabels: prometheus.Labels{"version": build.Version, "revision": build.Revision, "go": build.Go}}, func() float64 { return 1 })
	m.registry.MustRegister(m.requests, m.durations, m.limited, m.operations, m.appends, m.records, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// scrapeTime bounds what one scrape asks ledger and views.
const scrapeTime = 3 * time.Second

// watch adds what is read when it is asked for: ledger, views, live readers.
func (m *meters) watch(s *site, readers func() int, book *clients.Book) {
	m.registry.MustRegister(&standing{store: s.store, views: s.views}, followerMetrics(s.ready.follows),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "caseledger_live_clients", Help: "Readers of /feeds/live now."},
			func() float64 { return float64(readers()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "caseledger_refused_total",
			Help: "Answers refused because the server was full; those of clients that ask too much are not among them."}, func() float64 {
			_, ever := book.Refused()
			return float64(ever)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "caseledger_ready", Help: "1 if /healthz answers 200."}, func() float64 {
			if s.ready.condition().serves() {
				return 1
			}
			return 0
		}))
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Timeout: 2 * scrapeTime})
}

// standing reads where ledger and views stand, once for each scrape. What
// cannot be read is left out.
type standing struct {
	store ledger.Store
	views *projections.Views
}

var (
	headDesc     = prometheus.NewDesc("caseledger_ledger_head_position", "Position of the ledger's last record.", nil, nil)
	positionDesc = prometheus.NewDesc("caseledger_views_position", "Position that the views have read.", nil, nil)
	lagDesc      = prometheus.NewDesc("caseledger_views_lag_positions", "How far the views are behind the ledger, in positions: records in the data folder, bytes of the log in EventStoreDB.", nil, nil)
	recordsDesc  = prometheus.NewDesc("caseledger_views_records", "Records that the views have read.", nil, nil)
)

// Describe implements [prometheus.Collector].
func (s *standing) Describe(ch chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{headDesc, positionDesc, lagDesc, recordsDesc} {
		ch <- d
	}
}

// Collect implements [prometheus.Collector].
func (s *standing) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), scrapeTime)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64) { ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v) }
	at, err := s.views.Position(ctx)
	if err == nil {
		gauge(positionDesc, float64(at))
	}
	if n, err := s.views.Count(ctx); err == nil {
		gauge(recordsDesc, float64(n))
	}
	head, headErr := s.store.Head(ctx)
	if headErr == nil {
		gauge(headDesc, float64(head))
	}
	if err == nil && headErr == nil {
		gauge(lagDesc, float64(max(head, at)-at))
	}
}

// meteredStore counts the appends to a store.
type meteredStore struct {
	ledger.Store
	meters *meters
}

// Append implements [ledger.Store].
func (s meteredStore) Append(ctx context.Context, stream ledger.StreamID, at ledger.Revision, drafts ...ledger.Draft) ([]ledger.Record, error) {
	began := s.meters.now()
	records, err := s.Store.Append(ctx, stream, at, drafts...)
	s.meters.appends.WithLabelValues(outcome(err != nil)).Observe(s.meters.now().Sub(began).Seconds())
	s.meters.records.Add(float64(len(records)))
	return records, err
}

func outcome(failed bool) string {
	if failed {
		return "failed"
	}
	return "ok"
}

// operation is called when a GraphQL operation has ended.
func (m *meters) operation(o exec.Operation, took time.Duration, failed bool) {
	m.operations.WithLabelValues(o.Kind, o.Roles.String(), outcome(failed)).Observe(took.Seconds())
}

package main

import (
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// composition is docker-compose.yml as the reference library reads it, with
// every profile on.
func composition(t *testing.T) *types.Project {
	t.Helper()
	p, err := loader.LoadWithContext(t.Context(), types.ConfigDetails{
		WorkingDir:  root,
		ConfigFiles: []types.ConfigFile{{Filename: filepath.Join(root, "docker-compose.yml")}},
		Environment: types.Mapping{},
	}, func(o *loader.Options) {
		o.SetProjectName("caseledger", true)
		o.Profiles = []string{"*"}
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// parse reads a command line as the program does, with an environment, and
// gives the values of its flags by name.
func parse(t *testing.T, args []string, environment types.MappingWithEquals) map[string]any {
	t.Helper()
	for name, value := range environment {
		t.Setenv(name, *value)
	}
	p := program{stdout: io.Discard, stderr: io.Discard}
	parsed, err := p.parse(t.Context(), args)
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	values := map[string]any{}
	for _, f := range parsed.Flags() {
		values[f.Name] = parsed.FlagValue(f)
	}
	return values
}

// Every command of ours must parse with the service's environment, and every
// variable must be one that the program reads.
func TestComposeStartsWhatThereIs(t *testing.T) {
	known := environment(t)
	roles := 0
	for name, s := range composition(t).Services {
		if s.Image != "caseledger" {
			continue
		}
		roles++
		t.Run(name, func(t *testing.T) {
			for variable := range s.Environment {
				if !slices.Contains(known, variable) {
					t.Errorf("the program does not read %s", variable)
				}
			}
			addr, _ := parse(t, s.Command, s.Environment)["addr"].(string)
			_, port, err := net.SplitHostPort(addr)
			if err != nil {
				t.Fatalf("address %q: %v", addr, err)
			}
			for _, p := range s.Ports {
				if p.HostIP != "127.0.0.1" || strconv.Itoa(int(p.Target)) != port {
					t.Errorf("port %+v does not lead to %s from this machine only", p, addr)
				}
			}
			if port != healthPort(t) {
				t.Errorf("listens on %s; the image's health check asks port %s", addr, healthPort(t))
			}
			if !s.ReadOnly || s.Restart != "unless-stopped" || !slices.Equal(s.CapDrop, []string{"ALL"}) {
				t.Error("a role runs on a read-only root, without capabilities, and is restarted")
			}
		})
	}
	if roles != 6 {
		t.Errorf("%d roles, want serve, project, supervise, publish, intake and alone", roles)
	}
}

// The addresses in the environment must be those of the services beside it.
func TestComposeAddressesLeadToServices(t *testing.T) {
	p := composition(t)
	for name, s := range p.Services {
		for variable, value := range s.Environment {
			if value == nil || s.Image != "caseledger" {
				continue
			}
			host := *value
			if u, err := url.Parse(*value); err == nil && u.Host != "" {
				host = u.Host
			}
			service, port, err := net.SplitHostPort(host)
			if err != nil {
				t.Errorf("%s: %s=%s names no host and port", name, variable, *value)
				continue
			}
			target, ok := p.Services[service]
			if !ok {
				t.Errorf("%s: %s leads to %s, which is no service", name, variable, service)
				continue
			}
			if !speaks(target, port) {
				t.Errorf("%s: %s leads to port %s, and %s says nothing of it", name, variable, port, service)
			}
		}
	}
	views, err := url.Parse(*p.Services["serve"].Environment["CASELEDGER_VIEWS"])
	if err != nil {
		t.Fatal(err)
	}
	password, _ := views.User.Password()
	pg := p.Services["postgres"].Environment
	got := []string{views.User.Username(), password, strings.TrimPrefix(views.Path, "/")}
	if want := []string{*pg["POSTGRES_USER"], *pg["POSTGRES_PASSWORD"], *pg["POSTGRES_DB"]}; !slices.Equal(got, want) {
		t.Errorf("views are at %v, the database is %v", got, want)
	}
}

// speaks says whether a service's ports or environment name the port.
func speaks(s types.ServiceConfig, port string) bool {
	for _, p := range s.Ports {
		if strings.HasSuffix(p.Published, port) {
			return true
		}
	}
	for _, v := range s.Environment {
		if v != nil && strings.Contains(*v, s.Name+":"+port) {
			return true
		}
	}
	return false
}

// Engines keep their data in volumes, say when they are healthy, come back by
// themselves, and their images are pinned.
func TestComposeEngines(t *testing.T) {
	p := composition(t)
	for _, name := range []string{"eventstore", "postgres", "kafka"} {
		s := p.Services[name]
		if s.Restart != "always" || s.HealthCheck == nil || len(s.HealthCheck.Test) == 0 {
			t.Errorf("%s needs restart: always and a health check", name)
		}
		if _, tag, ok := strings.Cut(s.Image, ":"); !ok || tag == "latest" {
			t.Errorf("%s: image %q is not pinned", name, s.Image)
		}
		for _, v := range s.Volumes {
			if _, ok := p.Volumes[v.Source]; v.Type != types.VolumeTypeVolume || !ok {
				t.Errorf("%s: %q is not a named volume", name, v.Source)
			}
		}
		if len(s.Volumes) == 0 {
			t.Errorf("%s keeps its data in the container", name)
		}
	}
	for name, s := range p.Services {
		for needed, d := range s.DependsOn {
			if d.Condition != types.ServiceConditionHealthy {
				t.Errorf("%s starts before %s is healthy", name, needed)
			}
		}
	}
}

// TestDockerfile holds the image against the code: the commands in it parse,
// it is built with the Go version of go.mod, statically, and runs without root.
func TestDockerfile(t *testing.T) {
	dockerfile, gomod := read(t, "cmd/caseledger/Dockerfile"), read(t, "go.mod")
	calls := regexp.MustCompile(`(?m)CMD (\[.*\])$`).FindAllStringSubmatch(dockerfile, -1)
	if len(calls) != 2 {
		t.Fatalf("%d commands found, want serve and health", len(calls))
	}
	for _, call := range calls {
		args := regexp.MustCompile(`[^\["\], ]+`).FindAllString(call[1], -1)
		if args[0] == "/caseledger" {
			args = args[1:]
		}
		parse(t, args, nil)
	}
	version := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(gomod)
	if version == nil || !strings.Contains(dockerfile, "FROM golang:"+version[1]+" ") {
		t.Errorf("the Dockerfile does not build with Go %v, which go.mod asks for", version)
	}
	for _, line := range []string{"CGO_ENABLED=0", "FROM scratch", "USER 65532:65532", "HEALTHCHECK"} {
		if !strings.Contains(dockerfile, line) {
			t.Errorf("the Dockerfile does not say %s", line)
		}
	}
}

// healthPort is the port that the image's health check asks.
func healthPort(t *testing.T) string {
	t.Helper()
	addr, _ := parse(t, []string{"health"}, nil)["addr"].(string)
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// environment lists the variables that the program reads.
func environment(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, leaf := range grammar(t).Leaves(false) {
		for _, level := range leaf.AllFlags(false) {
			for _, f := range level {
				out = append(out, f.Envs...)
			}
		}
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

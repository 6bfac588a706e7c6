package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// judged is what the stranger keeps of a case's ratings, by stage:
// ledger/casefile/FORMAT.md §2.
type judged struct{ ratings map[string]*judgement }

type judgement struct {
	Level                               int
	Channel                             string
	Named                               bool
	at, answered, reached, confirmed    time.Time
	invalid, complex, wasRead, wasAsked bool
}

func (k *judged) follow(kind string, f *fact) error {
	switch kind {
	case "rated", "rating_invalidated", "rater_contacted", "bad_review_rectified", "bad_review_explained", "rectification_confirmed":
	default:
		return nil
	}
	var e struct {
		judgement
		Stage, Finding, Result string
		Complex                bool
	}
	if err := json.Unmarshal(f.Public, &e); err != nil {
		return err
	}
	j := k.ratings[e.Stage]
	if kind == "rated" && j == nil {
		if k.ratings == nil {
			k.ratings = map[string]*judgement{}
		}
		e.judgement.at = f.Occurred
		k.ratings[e.Stage] = &e.judgement
	}
	if j == nil {
		return nil
	}
	switch kind {
	case "rating_invalidated":
		j.invalid = true
	case "rater_contacted":
		if !j.wasRead && e.Finding != "unreached" {
			j.wasRead, j.reached = true, f.Occurred
		}
		j.complex = j.complex || e.Complex
	case "bad_review_rectified", "bad_review_explained":
		if j.answered.IsZero() {
			j.answered = f.Occurred
		}
	case "rectification_confirmed":
		if !j.wasAsked && e.Result != "unreached" {
			j.wasAsked, j.confirmed = true, f.Occurred
		}
	}
	return nil
}

// answerBy is the last day in time for the answer to a bad review, FORMAT.md §4.
func (d *dossier) answerBy(j *judgement, c *dayCounter, b rulebook) (day date, provisional, ok bool) {
	on := dateOf(j.at, d.zone)
	r := b.at("rating", on.String())
	if r == nil {
		return 0, false, false
	}
	code := "bad_review_simple"
	if j.complex {
		code = "bad_review_complex"
	}
	from := max(on, dateOf(d.accepted, d.zone))
	for _, p := range r.Periods {
		if p.Code != code || p.Days == 0 {
			continue
		}
		if p.Unit == "calendar" {
			day = c.after(from+date(p.Days)-1, 1)
			return day, c.provisional(from+date(p.Days)-1, day), true
		}
		day = c.after(from, p.Days)
		return day, c.provisional(from, day), true
	}
	return 0, false, false
}

var levelNames = []string{"", "very_dissatisfied", "dissatisfied", "basically_satisfied", "satisfied", "very_satisfied"}

// judge counts the ratings of one case, FIGURES.md §3.
func (y *tally) judge(d *dossier, c *dayCounter, b rulebook) {
	rated := false
	for _, j := range d.ratings {
		on, bad := dateOf(j.at, d.zone), j.Level <= 2
		in := y.within(on)
		rated = rated || !j.invalid && on <= y.to
		y.add("invalidated_ratings", in && j.invalid)
		y.add("invalid bad", in && j.invalid && bad)
		if j.invalid {
			continue
		}
		y.add("ratings", in)
		y.add("ratings_"+levelNames[j.Level], in)
		channel := j.Channel
		if !strings.Contains(" evaluation_box terminal qr counter phone web ", " "+channel+" ") {
			channel = "other"
		}
		y.add("ratings_by_"+channel, in)
		if !bad {
			continue
		}
		y.add("bad_ratings", in)
		y.add("named bad", in && j.Named)
		y.add("followed", in && j.Named && (j.wasRead && dateOf(j.reached, d.zone) <= y.to || j.wasAsked && dateOf(j.confirmed, d.zone) <= y.to))
		day, provisional, limited := d.answerBy(j, c, b)
		due := limited && y.within(day)
		y.add("reviews due", due)
		y.add("provisional reviews", due && provisional)
		y.add("reviews in time", due && !j.answered.IsZero() && dateOf(j.answered, d.zone) <= day)
	}
	closed := d.status == "closed" && y.within(dateOf(d.ended, d.zone))
	y.add("rated_cases", closed && rated)
	y.add("unrated", closed && !rated)
}

// ratings gives the figures of ratings.
func (y *tally) ratings(out map[string]stated) {
	n := y.n
	ids := []string{"ratings", "bad_ratings", "invalidated_ratings", "rated_cases", "unrated"}
	for _, name := range levelNames[1:] {
		ids = append(ids, "ratings_"+name)
	}
	for _, name := range []string{"evaluation_box", "terminal", "qr", "counter", "phone", "web", "other"} {
		ids = append(ids, "ratings_by_"+name)
	}
	for _, id := range ids {
		out[id] = stated{fmt.Sprint(n[id]), "", fmt.Sprint(n[id]), false}
	}
	good := n["ratings_very_satisfied"] + n["ratings_satisfied"]
	out["good_rating_rate"] = quotient(good, n["ratings"], 100)
	out["satisfaction_rate"] = quotient(good+n["ratings_basically_satisfied"], n["ratings"], 100)
	out["rating_rate"] = quotient(n["rated_cases"], n["rated_cases"]+n["unrated"], 100)
	out["real_name_follow_up_rate"] = quotient(n["followed"], n["named bad"], 100)
	in := quotient(n["reviews in time"], n["reviews due"], 100)
	in.provisional = n["provisional reviews"] > 0
	out["bad_review_rectification_rate"] = in
}

package projections

// PauseLease stops the renewal of the views' lease, as a paused process does.
func PauseLease(v *Views) {
	l := v.place.(*postgresPlace).lease
	l.stop()
	l.done.Wait()
}

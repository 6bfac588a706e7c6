// Package follow keeps work going that reads along with the ledger: views,
// shared windows, publishers, intakes. A [Follower] does its work again after
// every fault, waits longer each time up to a bound, and says at any moment how
// it stands.
//
// It promises that no fault ends the work but one that its caller calls final,
// and that what it says of a fault is a class from a short list, never a text:
// neither health nor metrics can carry anything personal. It keeps no position
// across restarts; where work goes on is the work's own business, stored with
// what it writes.
//
//	f := follow.New("views", follow.Pace{})
//	err := f.Run(ctx, func(ctx context.Context) error { return views.Run(ctx, store, f) })
package follow

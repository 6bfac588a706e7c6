package projections

import "context"

// figureView keeps the figures' rows.
type figureView struct{}

// schema gives the statements that create the view's tables and indexes.
func (f *figureView) schema() []string { return nil }

// apply takes all changes of a batch, in ledger order, inside the batch's
// transaction.
func (f *figureView) apply(t tx, changes []change) error { return nil }

// Definitions lists the figures.
func Definitions() []Definition { panic("unwritten") }

// Figures computes figures of one population.
func (v *Views) Figures(ctx context.Context, q FigureQuery) ([]Figure, error) { panic("unwritten") }

// Series computes figures period by period over From … To, both required.
func (v *Views) Series(ctx context.Context, q FigureQuery, g Grain) ([]Point, error) {
	panic("unwritten")
}

// Ranking compares the values of a dimension by one figure, best first.
func (v *Views) Ranking(ctx context.Context, q FigureQuery, by Dimension, limit int) ([]Rank, error) {
	panic("unwritten")
}

// Values lists the values of a dimension that occur, sorted.
func (v *Views) Values(ctx context.Context, by Dimension) ([]string, error) { panic("unwritten") }

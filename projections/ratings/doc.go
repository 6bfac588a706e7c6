// Package ratings is the view of ratings by window (窗口) and month, of which the
// monthly bulletin of ratings (定期通报) is made. RECIPE.md says how a stranger
// counts the same from the public record.
package ratings

// Package vault seals personal values under the keys of their data subjects
// and erases them by destroying the key.
package vault

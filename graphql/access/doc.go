// Package access says who asks: it turns the bearer token of a request into an
// [Identity], which carries a pseudonym, the acting post and what the holder
// may do. It has one door, [Guard].
//
// There are six [Roles], and a holder may have several. The public brings no
// token and sees what is public; each role adds something to that. A supervisor
// may whatever a clerk may. Nobody is clerk and auditor: whoever looks after the
// record does not write it.
//
// Tokens come from two places: from [Tokens], made by the operator on this
// machine and kept as hashes, and from an OpenID Connect provider ([OIDC]),
// where the organisation keeps its staff. A token that cannot be taken is an
// error; it never makes its bearer one of the public.
//
// What it promises: no error, and nothing in an Identity, holds a token, a
// person's name or another claim of a provider; hashes are compared in
// constant time; a revoked token is refused from the next request on. What it
// does not do: it keeps no sessions and no passwords.
package access

// A real OpenID Connect provider on loopback, for the tests of package access:
//
//	node provider.mjs PORT KEYID
//
// It signs with a new key of that id, and gives client "clerk" and client
// "auditor" (secret "secret") JWT access tokens for the resource "urn:api", with
// the audience "caseledger". It prints "ready" when it answers.
import { generateKeyPairSync } from 'node:crypto'
import Provider from 'oidc-provider'

const [port, kid] = process.argv.slice(2)
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const client = (id) => ({
  client_id: id,
  client_secret: 'secret',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
})

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [client('clerk'), client('auditor'), client('visitor')],
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' }] },
  enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  ttl: { ClientCredentials: 600 },
  extraTokenClaims: (_, token) => ({ post: `${token.clientId}-post`, groups: [token.clientId, 'everybody'] }),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:api',
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'caseledger',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
})
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))

// Subscribes with the npm clients graphql-sse and graphql-ws: counts events and
// checks their order, asks a query, sends a document with an error, and cancels.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, base, wanted] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + '/package.json'));
const sse = require('graphql-sse');
const ws = require('graphql-ws');
const WebSocket = require('ws');

const url = base + '/graphql';
const clients = {
  sse: sse.createClient({ url, retryAttempts: 0 }),
  ws: ws.createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 }),
};
const all = (client, request, stopAt = Infinity) => new Promise((resolve, reject) => {
  const got = [];
  const stop = client.subscribe(request, {
    next: (v) => { got.push(v); if (got.length === stopAt) { stop(); resolve(got); } },
    error: reject,
    complete: () => resolve(got),
  });
});
const events = 'subscription { caseEvents(after: 0) { position event { type post } } }';
const out = {};
for (const [name, client] of Object.entries(clients)) {
  const began = process.hrtime.bigint();
  const got = await all(client, { query: events }, Number(wanted));
  const milliseconds = Number((process.hrtime.bigint() - began) / 1000000n);
  const positions = got.map((v) => Number(v.data.caseEvents.position));
  const query = await all(client, { query: '{ ledger { caughtUp } }' });
  const wrong = await all(client, { query: '{ caze }' }).catch((e) => e);
  for (let i = 0; i < 200; i++) await all(client, { query: events }, 1);
  out[name] = {
    count: got.length, milliseconds,
    ordered: positions.every((p, i) => i === 0 || p > positions[i - 1]),
    query: query[0].data.ledger.caughtUp,
    wrong: JSON.stringify(wrong).includes('GRAPHQL_VALIDATION_FAILED'),
  };
  await client.dispose();
}
console.log(JSON.stringify(out));
process.exit(0);

'use strict';
const first = `# 账本 The ledger, three cases, and a figure.
query Start {
  ledger { position records caughtUp }
  cases(first: 3, order: UPDATED, direction: DESC) {
    totalCount
    nodes { number status kind acceptedOn limit { on provisional } events(last: 3) { type occurredAt post } }
  }
  figures(ids: ["on_time_rate"]) { title numerator denominator value excluded { reason count } position }
}
`;
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: '/graphql' }),
    defaultQuery: first,
    query: new URLSearchParams(location.search).get('query') ?? undefined, // a link to a query
  }),
);

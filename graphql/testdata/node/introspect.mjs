// Builds a client schema from the server's introspection with every option
// that graphql-js knows, validates it, and compares it with the published SDL.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, base] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + '/package.json'));
const g = require('graphql');
const ask = async (options) => {
  const query = g.getIntrospectionQuery(options);
  const r = await fetch(base + '/graphql', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }),
  });
  const answer = await r.json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};
await ask({});
const options = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
const served = g.buildClientSchema(await ask(options));
const published = g.buildSchema(await (await fetch(base + '/schema.graphql')).text());
const text = (s) => g.printSchema(g.lexicographicSortSchema(s));
console.log(JSON.stringify({
  invalid: g.validateSchema(served).map(String),
  same: text(served) === text(published),
  served: text(served), published: text(published),
}));

// Runs the audits of graphql-http against a server and prints them as JSON.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, url] = process.argv.slice(2);
const require = createRequire(pathToFileURL(modules + '/package.json'));
const { auditServer } = require('graphql-http');
const results = await auditServer({ url, fetchFn: fetch });
console.log(JSON.stringify(results.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));

// The AWS SDK for JavaScript v2 as a client of the matrix: who signs on this machine, and in which
// region? It reads the environment when it is loaded, so that each machine has its own process.
const { join } = require("node:path");

const sdk = join(process.env.CLIENT_MATRIX_MODULES, "node_modules", "aws-sdk");
const AWS = require(join(sdk, "global"));
const STS = require(join(sdk, "clients", "sts"));
// The credentials need these two, which the package as a whole loads by itself.
require(join(sdk, "clients", "sso"));
require(join(sdk, "clients", "ssooidc"));

// This SDK has no endpoint variables for SSO and STS, and follows no HTTPS_PROXY.
const endpoint = process.env.CLIENT_MATRIX_ENDPOINT;
AWS.config.update({ maxRetries: 0, sts: { endpoint }, sso: { endpoint }, ssooidc: { endpoint } });

const answer = { region: AWS.config.region ?? null, error: null };
// Without a region there is no endpoint, and nothing would be signed.
const client = new STS({ region: AWS.config.region ?? "us-east-1", endpoint });
client.getCallerIdentity({}, (error) => {
  if (error) {
    answer.error = `${error.code ?? error.name}: ${error.message}`;
  }
  console.log(JSON.stringify(answer));
});

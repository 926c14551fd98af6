// The AWS SDK for JavaScript v3 as a client of the matrix: who signs on this machine, and in which
// region?
//
// Without an argument it answers once, for its own environment. With "session" it reads one JSON
// line per machine, sets the environment to it, and answers one line each, with a new client per
// machine. What machines share then: the process and the modules, whose cache of files goes by the
// path, which no two machines share.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { join } from "node:path";

const require = createRequire(join(process.env.CLIENT_MATRIX_MODULES, "package.json"));
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
const { fromNodeProviderChain } = require("@aws-sdk/credential-providers");

async function ask(profile) {
  const answer = { region: null, error: null };
  const options = { maxAttempts: 1, ...(profile ? { profile } : {}) };
  try {
    try {
      answer.region = await new STSClient(options).config.region();
    } catch (error) {
      if (!String(error.message).includes("Region is missing")) {
        throw error;
      }
    }
    // Without a region there is no endpoint, and nothing would be signed.
    const client = new STSClient({
      ...options,
      region: answer.region ?? "us-east-1",
      ...(profile ? { credentials: fromNodeProviderChain({ profile }) } : {}),
    });
    await client.send(new GetCallerIdentityCommand({}));
  } catch (error) {
    answer.error = `${error.name}: ${error.message}`;
  }
  return answer;
}

if (process.argv[2] !== "session") {
  console.log(JSON.stringify(await ask(process.argv[3])));
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    const machine = JSON.parse(line);
    for (const name of Object.keys(process.env)) {
      delete process.env[name];
    }
    Object.assign(process.env, machine.env);
    console.log(JSON.stringify(await ask(machine.profile)));
  }
}
process.exit(0);

// Checks a webhook as a receiver would: one JSON object {secret, headers, payload} on standard input; the exit code tells.
import { readFileSync } from "node:fs";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

const { secret, headers, payload } = JSON.parse(readFileSync(0, "utf8"));
try {
  new Webhook(secret).verify(payload, headers);
} catch (error) {
  if (!(error instanceof WebhookVerificationError)) throw error;
  console.log(error.message);
  process.exitCode = 3;
}

import type { ErrorCode } from '../errors/error-code.js';

/**
 * The HTTP status of a response for each code. It tells a user of the application whose fault it is: 4xx if another request helps, 500 if the
 * application is configured incorrectly, 502 to 504 if the model's server failed. A rejected API key is 502, because it is the key of the
 * application, not of its user.
 */
export const ERROR_STATUS: Readonly<Record<ErrorCode, number>> = {
  empty_prompt: 400,
  empty_text: 400,
  empty_model: 400,
  empty_instance_id: 400,
  empty_job_id: 400,
  config_invalid: 500,
  unknown_provider: 500,
  plugin_invalid: 500,
  capability_unsupported: 400,
  invalid_request: 400,
  authentication: 502,
  permission_denied: 502,
  not_found: 502,
  model_not_found: 404,
  job_not_found: 404,
  response_not_found: 404,
  rate_limited: 429,
  quota_exceeded: 503,
  context_overflow: 400,
  model_loading: 503,
  model_load_failed: 502,
  model_crashed: 502,
  download_failed: 502,
  overloaded: 503,
  server_error: 502,
  unexpected_response: 502,
  parse_error: 502,
  object_invalid: 502,
  stream_truncated: 502,
  limit_exceeded: 502,
  connection_failed: 502,
  queue_timeout: 503,
  connect_timeout: 504,
  first_byte_timeout: 504,
  idle_timeout: 504,
  consumer_timeout: 504,
  total_timeout: 504,
  // nginx's status for a client that closed the connection. Nobody receives it, but it appears in logs.
  aborted: 499,
  closed: 503,
};

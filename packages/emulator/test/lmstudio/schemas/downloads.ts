import { AMOUNT, COUNT, oneOf, shape, TEXT, TIME } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** POST /api/v1/models/download: a model that is there has no job. Section 1.5 of the spec. */
export const DOWNLOAD_REPLY: Schema = {
  anyOf: [
    shape({ status: oneOf('already_downloaded') }),
    shape(
      {
        job_id: TEXT,
        status: oneOf('downloading', 'paused', 'completed', 'failed'),
        total_size_bytes: COUNT,
        started_at: TIME,
      },
      { completed_at: TIME },
    ),
  ],
};

const PROGRESS = { job_id: TEXT, total_size_bytes: COUNT, downloaded_bytes: COUNT, started_at: TIME };

/** GET /api/v1/models/download/status/:job_id. Section 1.6. The reason of a failure was seen under two keys. */
export const DOWNLOAD_STATUS: Schema = {
  anyOf: [
    shape({ ...PROGRESS, status: oneOf('downloading'), bytes_per_second: AMOUNT, estimated_completion: TIME }),
    shape({ ...PROGRESS, status: oneOf('paused') }),
    shape({ ...PROGRESS, status: oneOf('completed'), completed_at: TIME }),
    shape({ ...PROGRESS, status: oneOf('failed'), error_message: TEXT }),
    shape({ ...PROGRESS, status: oneOf('failed'), error: TEXT }),
  ],
};

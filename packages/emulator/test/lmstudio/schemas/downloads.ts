import { AMOUNT, COUNT, oneOf, shape, TEXT, TIME } from '../../support/schema-shapes.js';
import type { Schema } from '../../support/schema-shapes.js';

/** The response of POST /api/v1/models/download. A model that is already downloaded has no job. */
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

/** The response of GET /api/v1/models/download/status/:job_id. Both keys of the failure reason have been observed. */
export const DOWNLOAD_STATUS: Schema = {
  anyOf: [
    shape({ ...PROGRESS, status: oneOf('downloading'), bytes_per_second: AMOUNT, estimated_completion: TIME }),
    shape({ ...PROGRESS, status: oneOf('paused') }),
    shape({ ...PROGRESS, status: oneOf('completed'), completed_at: TIME }),
    shape({ ...PROGRESS, status: oneOf('failed'), error_message: TEXT }),
    shape({ ...PROGRESS, status: oneOf('failed'), error: TEXT }),
  ],
};

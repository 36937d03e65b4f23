import { conformanceValues, type RouteFixtures } from '@lmux/core/testing';
import { pretty } from './support/responses.js';

const { models, instanceId, job } = conformanceValues;

function modelOf(key: string, more: object = {}): object {
  return {
    type: 'llm',
    publisher: 'conformance',
    key,
    display_name: key,
    architecture: 'qwen3',
    quantization: { name: 'Q4_K_M', bits_per_weight: 4 },
    size_bytes: 2_497_282_736,
    params_string: '4B',
    loaded_instances: [],
    max_context_length: 40_960,
    format: 'gguf',
    capabilities: { vision: false, trained_for_tool_use: true },
    description: null,
    ...more,
  };
}

const [CHAT, EMBEDDING] = models;
const COPY = { id: instanceId, config: { context_length: 4096, parallel: 4 }, remaining_ttl_seconds: 3600 };
const EMBEDDER = {
  type: 'embedding',
  publisher: 'conformance',
  key: EMBEDDING.id,
  display_name: 'Embedding',
  quantization: null,
  size_bytes: 84_106_624,
  params_string: null,
  loaded_instances: [{ id: EMBEDDING.id, config: { context_length: 2048 } }],
  max_context_length: 2048,
  format: null,
};

const DOWNLOAD = {
  job_id: job.jobId,
  status: 'downloading',
  total_size_bytes: job.totalBytes,
  started_at: '2026-10-06T08:15:30.000Z',
};
const HALF = { ...DOWNLOAD, downloaded_bytes: job.downloadedBytes, bytes_per_second: 7282.470_588_235_294 };

/** Responses of the model endpoints of LM Studio's own API. */
export const modelFixtures = {
  'models.list': [
    {
      ...pretty({ models: [modelOf(CHAT.id, { loaded_instances: [COPY] }), EMBEDDER] }),
      expect: [
        { id: CHAT.id, type: 'llm', loaded: true, instances: [{ id: instanceId }], capabilities: { toolUse: true } },
        { id: EMBEDDING.id, type: 'embedding', loaded: true, quantization: undefined, architecture: undefined },
      ],
    },
    {
      ...pretty({ models: [modelOf('future', { type: 'video', format: 'splash' })] }),
      expect: [{ id: 'future', type: 'unknown', loaded: false, instances: [], format: 'splash' }],
    },
    { ...pretty({ models: [] }), expect: [] },
  ],
  'models.running': [
    pretty({ models: [modelOf(CHAT.id, { loaded_instances: [{ ...COPY, id: 'mine' }] })] }),
    pretty({ models: [modelOf('another', { loaded_instances: [COPY] })] }),
  ],
  'models.running/no': [pretty({ models: [modelOf(CHAT.id), EMBEDDER] }), pretty({ models: [] })],
  'models.load': {
    ...pretty({
      type: 'llm',
      instance_id: instanceId,
      load_time_seconds: 2.5,
      status: 'loaded',
      load_config: COPY.config,
    }),
    expect: { type: 'llm', loadSeconds: 2.5, config: { context_length: 4096 }, warnings: [] },
  },
  'models.unload': pretty({ instance_id: instanceId }),
  'models.download': pretty(DOWNLOAD),
  'models.download/present': { ...pretty({ status: 'already_downloaded' }), expect: { jobId: undefined, fraction: 1 } },
  'models.downloadStatus': pretty(HALF),
  'models.downloadStatus/completed': pretty({
    ...DOWNLOAD,
    status: 'completed',
    downloaded_bytes: job.totalBytes,
    completed_at: '2026-10-06T08:16:30.000Z',
  }),
  'models.downloadStatus/failed': [
    { ...pretty({ ...HALF, status: 'failed', error_message: 'disk full' }), expect: { error: 'disk full' } },
    { ...pretty({ status: 'failed', error: 'disk full' }), expect: { jobId: job.jobId, error: 'disk full' } },
  ],
  'models.describe': [
    {
      ...pretty({
        models: [
          EMBEDDER,
          modelOf(CHAT.id, {
            loaded_instances: [COPY],
            capabilities: {
              vision: false,
              trained_for_tool_use: true,
              reasoning: { allowed_options: ['off', 'on'], default: 'on' },
            },
          }),
        ],
      }),
      expect: {
        id: CHAT.id,
        features: {
          chat: { value: true, source: 'server' },
          embedding: { value: false },
          tools: { value: true },
          imageInput: { value: false },
          reasoning: { value: true },
        },
        contextLength: 4096,
        maxContextLength: 40_960,
        digest: undefined,
      },
    },
    {
      ...pretty({ models: [{ ...EMBEDDER, key: CHAT.id, loaded_instances: [] }] }),
      expect: {
        features: {
          chat: { value: false },
          'chat.stream': { value: false },
          completion: { value: false },
          'completion.stream': { value: false },
          embedding: { value: true },
        },
        contextLength: undefined,
        maxContextLength: 2048,
      },
    },
    // The server accepts tools for every model, and older versions do not list reasoning settings.
    {
      ...pretty({ models: [modelOf(CHAT.id, { capabilities: { vision: true, trained_for_tool_use: false } })] }),
      expect: { features: { imageInput: { value: true }, tools: undefined, reasoning: undefined } },
    },
  ],
  'models.describe/lacks': pretty({
    models: [
      modelOf(CHAT.id, {
        capabilities: { vision: false, trained_for_tool_use: false, reasoning: { allowed_options: [] } },
      }),
    ],
  }),
  'models.describe/silent': pretty({ models: [modelOf(CHAT.id, { capabilities: undefined })] }),
} as const satisfies RouteFixtures;

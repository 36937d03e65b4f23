import { mapEvents, withEvents, withMethods, withParts, type BadProviders } from './bad-provider.js';

/** Mistakes in resuming a stream. */
export const BAD_RESUMES: BadProviders = {
  'declares resume but does not resume': {
    factory: withMethods((good) => ({
      chatStream: (request, call) => good.chatStream(request, { ...call, resume: false }),
    })),
    failingCase: 'chat.stream (response 1): resumes where the connection closed',
    message: /the rest was available, but the stream failed/,
  },
  'requests the rest of a response without its offset': {
    factory: withParts({ requestRest: () => ({ method: 'GET', path: '/responses/a' }) }),
    failingCase: 'chat.stream (response 1): resumes where the connection closed',
    message: /the request for the rest does not contain this offset: GET/,
  },
  'does not warn that a stream was resumed': {
    factory: withEvents(mapEvents((event) => (event.type === 'warning' ? [] : [event]))),
    failingCase: 'chat.stream (response 1): resumes where the connection closed',
    message: /the warning "stream_resumed" is missing/,
  },
  'resumes a stream although resume is not set': {
    factory: withMethods((good) => ({
      chatStream: (request, call) => good.chatStream(request, { ...call, resume: true }),
    })),
    failingCase: 'chat.stream (response 1): does not resume unless requested',
    message: /"resume" was not set, but the stream finished/,
  },
};

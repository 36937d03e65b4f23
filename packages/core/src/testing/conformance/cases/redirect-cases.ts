import type { Operation } from '../../../contract/capability.js';
import type { RedirectMode } from '../../../contract/client-config.js';
import type { FakeRequest } from '../../fake-transport.js';
import { ensure } from '../checks/assert.js';
import { expectFailure } from '../checks/check-failure.js';
import type { Harness, HarnessScript } from '../harness/harness.js';
import { call } from '../harness/operations.js';
import { fakeResponseOf, type Case, type RoutePlan } from '../route-plan.js';

const ELSEWHERE = 'http://elsewhere.test';

/** Headers that cannot contain a credential. */
const PLAIN = new Set(['accept', 'content-type', 'accept-encoding']);

const isElsewhere = ({ url }: FakeRequest): boolean => url.startsWith(ELSEWHERE);

/** Redirects the first request, and sends the response to the request after it. */
function redirecting(target: (url: URL) => string, response: HarnessScript): HarnessScript {
  let redirected = false;
  return (request) => {
    if (redirected) return typeof response === 'function' ? response(request) : response;
    redirected = true;
    return { status: 307, headers: { location: target(new URL(request.url)) } };
  };
}

const toElsewhere = ({ pathname }: URL): string => ELSEWHERE + pathname;

/** Creates the cases of redirects: by default to another origin, and with each value of `redirect`. */
export function* redirectCases(plan: RoutePlan, tested: readonly Operation[]): Generator<Case> {
  const capability = tested.find((name) => name === 'chat') ?? tested[0];
  const response = capability === undefined ? undefined : plan.responseOf(capability);
  if (capability === undefined || response === undefined) return;

  const refused = (name: string, target: (url: URL) => string, redirect?: RedirectMode): Case =>
    plan.case(
      name,
      redirecting(target, fakeResponseOf(response)),
      async (harness) => {
        // A client that the factory created has its own settings.
        if (redirect !== undefined && harness.spy.provider === undefined) return;
        const running = call(harness.client, capability, plan.callOptions());
        const after = 'a redirect that must not be followed';
        await expectFailure(running, { after, codes: ['unexpected_response'], provider: plan.matrix.provider });
        const { length } = harness.sent;
        ensure(
          length === 1,
          `After ${after}, nothing else may be sent; ${length} requests were sent. Send calls with the HTTP client of createHttpClient(wireOptionsOf(context)).`,
        );
        await harness.checkReleased(`After ${after}`);
      },
      redirect === undefined ? {} : { redirect },
    );

  yield refused(`${capability}: does not follow a redirect to another origin`, toElsewhere);
  yield refused(
    `${capability}: follows no redirect with redirect: 'error'`,
    ({ pathname }) => `${pathname}/x`,
    'error',
  );
  yield plan.case(
    `${capability}: follows a redirect to another origin with redirect: 'follow', without credentials`,
    redirecting(toElsewhere, fakeResponseOf(response)),
    async (harness) => {
      if (harness.spy.provider === undefined) return;
      await plan.call(harness, capability);
      checkPlain(harness);
    },
    { redirect: 'follow' },
  );
}

function checkPlain({ sent }: Harness): void {
  const followed = sent.find(isElsewhere);
  ensure(
    followed !== undefined,
    "The redirect was not followed with redirect: 'follow'. Create the HTTP client with createHttpClient(wireOptionsOf(context)).",
  );
  const other = Object.keys(followed.headers).find((name) => !PLAIN.has(name));
  ensure(
    other === undefined,
    `After a redirect to another origin, the request has the header "${other}", which may contain a credential.`,
  );
}

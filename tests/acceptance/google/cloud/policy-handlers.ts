import type { Json } from '../../../../src/values/json';
import type { Call, Vendor } from '../../stand-in/vendor';
import { refuseApi } from './errors';
import type { Policies } from './policies';

/** The two calls about the policy of a resource, as all APIs but Compute Engine word their answers. */
export function policyHandlers(
  prefix: string,
  policies: Policies,
  resourceOf: (call: Call) => string,
): Vendor['handlers'] {
  return {
    [`${prefix}.getIamPolicy`]: (call) => ({ status: 200, body: policies.read(resourceOf(call)) }),
    [`${prefix}.setIamPolicy`]: (call) => ({
      status: 200,
      body: writePolicy(
        policies,
        resourceOf(call),
        (call.body as { policy?: object }).policy ?? {},
        call.failure,
      ),
    }),
  };
}

/** Writes the policy of a resource, and returns it as it then is. */
export function writePolicy(
  policies: Policies,
  resource: string,
  policy: { readonly bindings?: readonly { readonly members?: readonly string[] }[] },
  failure: string | null,
): Json {
  // An account can be unknown here for a while after it was made.
  if (failure === 'SERVICE_ACCOUNT_NOT_FOUND') {
    const member = policy.bindings?.at(-1)?.members?.at(-1) ?? '';
    refuseApi(400, `Service account ${member.replace('serviceAccount:', '')} does not exist.`);
  }
  const problem = policies.write(resource, policy);
  if (problem?.kind === 'unknown') refuseApi(400, `Service account ${problem.email} does not exist.`);
  if (problem?.kind === 'stale') {
    refuseApi(
      409,
      'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.',
      'ABORTED',
    );
  }
  return policies.read(resource);
}
